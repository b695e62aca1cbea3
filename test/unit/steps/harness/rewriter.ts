import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { once } from 'node:events';

/** Given a reply's document and the request that it answers; gives the document that arrives instead. */
export type Rewrite = (reply: string, request: string) => string;

/** Stands between the program and a terminal, and puts other words into its mouth. */
export class Rewriter {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(port: number, rewrite: Rewrite): Promise<Rewriter> {
    const server = createServer({ allowHalfOpen: true });
    const rewriter = new Rewriter(server);
    server.on('connection', (client) => {
      rewriter.#join(client, connect({ port, host: '127.0.0.1', allowHalfOpen: true }), rewrite);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return rewriter;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket, terminal: Socket, rewrite: Rewrite): void {
    let request = '';
    let reply = '';
    for (const [socket, other] of [
      [client, terminal],
      [terminal, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroySoon();
      });
    }
    client.on('data', (chunk) => {
      request += chunk.toString('utf8');
      terminal.write(chunk);
    });
    terminal.on('data', (chunk) => {
      reply += chunk.toString('utf8');
      if (!reply.includes('</PosXML>')) return;
      const document = rewrite(reply.slice(reply.indexOf('<?xml')), request.slice(request.indexOf('<?xml')));
      client.end(
        `HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\nContent-Length: ${String(Buffer.byteLength(document))}\r\n\r\n${document}`,
      );
      reply = '';
    });
  }
}

/** Puts a value into a field of each reply to the named requests; the field is added where it is missing. */
export function setting(requests: RegExp, field: string, value: string): Rewrite {
  return (reply, request) => {
    if (!requests.test(request)) return reply;
    const element = new RegExp(`<${field}>[^<]*</${field}>`);
    return element.test(reply) ? reply.replace(element, `<${field}>${value}</${field}>`) : reply;
  };
}
