import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { hostileServer } from './hostile-server.js';
import type { HostileServer } from './hostile-server.js';
import type { Route } from '../../../src/model/endpoint.js';

export interface Proxy extends HostileServer {
  readonly route: Route;
  /** Where it was asked to lead, `address:port`. */
  readonly asked: string[];
}

/** Where a proxy leads a connection to, and what it says if it does not: a port of loopback, or a reply. */
export type Lead = (
  asked: string,
) => number | { readonly reply: Uint8Array | string; readonly end?: boolean } | 'nothing' | 'yes-then-close';

interface Session {
  readonly socket: Socket;
  readonly lead: Lead;
  readonly asked: string[];
  /** What the proxy says before the tunnel begins; what follows it may come in the same segment. */
  readonly yes: Uint8Array;
}

/** A SOCKS5 proxy (RFC 1928) with no authentication. */
export async function socksProxy(lead: Lead, greeting = Uint8Array.of(5, 0)): Promise<Proxy> {
  const asked: string[] = [];
  const server = await hostileServer({
    onConnect: (socket) => {
      socket.once('data', () => {
        socket.write(greeting);
        socket.once('data', (request: Buffer) => {
          const name = `${[...request.subarray(4, 8)].join('.')}:${String(request.readUInt16BE(8))}`;
          begin({ socket, lead, asked, yes: Uint8Array.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0) }, name);
        });
      });
    },
  });
  return {
    ...server,
    asked,
    route: { kind: 'socks5', proxy: server.endpoint, name: `socks5://127.0.0.1:${String(server.port)}` },
  };
}

/** The reply of a SOCKS5 proxy that does not lead there, with this code. */
export const socksRefusal = (code: number): { readonly reply: Uint8Array; readonly end: boolean } => ({
  reply: Uint8Array.of(5, code, 0, 1, 0, 0, 0, 0, 0, 0),
  end: true,
});

/** An HTTP proxy that knows CONNECT. */
export async function httpProxy(lead: Lead): Promise<Proxy> {
  const asked: string[] = [];
  const server = await hostileServer({
    onConnect: (socket) => {
      socket.once('data', (request: Buffer) => {
        const name = /^CONNECT (\S+) HTTP\/1\.1\r\n/.exec(request.toString('latin1'))?.[1] ?? 'no CONNECT';
        begin({ socket, lead, asked, yes: Buffer.from('HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n') }, name);
      });
    },
  });
  return {
    ...server,
    asked,
    route: { kind: 'http', proxy: server.endpoint, name: `http://127.0.0.1:${String(server.port)}` },
  };
}

function begin({ socket, lead, asked, yes }: Session, name: string): void {
  asked.push(name);
  const where = lead(name);
  if (where === 'nothing') return;
  if (where === 'yes-then-close') {
    socket.end(yes);
    return;
  }
  if (typeof where === 'object') {
    if (where.end) socket.end(where.reply);
    else socket.write(where.reply);
    return;
  }
  const upstream = connect(where, '127.0.0.1');
  upstream.on('error', () => socket.destroy());
  socket.on('close', () => upstream.destroy());
  upstream.once('connect', () => {
    // A service that speaks first is heard in the same segment as the proxy's yes.
    const first = setTimeout(() => {
      flow(yes);
    }, 60);
    upstream.once('data', (greeting: Buffer) => {
      clearTimeout(first);
      flow(Buffer.concat([yes, greeting]));
    });
  });
  let flowing = false;
  const flow = (bytes: Uint8Array): void => {
    if (flowing) return;
    flowing = true;
    socket.write(bytes);
    upstream.pipe(socket).pipe(upstream);
  };
}
