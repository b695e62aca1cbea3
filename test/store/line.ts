import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { cleanUp } from '../support/clean-up.js';
import { listen } from '../support/listen.js';

/** `cut`: the connection breaks instead. `stall`: it and all after it wait. `late`: so, and they arrive once the program has gone. */
type Fault = 'cut' | 'stall' | 'late' | 'lost-answer';

/** The line between a program and its store: it breaks once, at one message, no matter who sent it. */
export class StoreLine {
  readonly port: number;
  /** Messages that have come by. */
  messages = 0;
  struck = false;
  #fault: { readonly kind: Fault; readonly at: number } | undefined;
  #isDown = false;
  readonly #ends = new Set<() => void>();

  private constructor(port: number) {
    this.port = port;
  }

  static async start(serverPort = Number(process.env['TEST_POSTGRES'])): Promise<StoreLine> {
    const door = await listen('127.0.0.1', (client) => {
      line.#join(client, connect({ port: serverPort, host: '127.0.0.1', noDelay: true }));
    });
    cleanUp(() => door.close());
    const line = new StoreLine(door.port);
    return line;
  }

  breaksAt(message: number, kind: Fault): void {
    this.#fault = { kind, at: this.messages + message };
  }

  /** From now on nothing stands and nothing is let in. */
  down(): void {
    this.#isDown = true;
    for (const end of this.#ends) end();
  }

  up(): void {
    this.#isDown = false;
    this.#fault = undefined;
  }

  #join(client: Socket, server: Socket): void {
    const end = (): void => {
      client.destroy();
      server.destroy();
      this.#ends.delete(end);
    };
    this.#ends.add(end);
    client.on('error', end).on('close', () => {
      // What was kept back is let go: a request may come to the server long after its program has given up.
      if (held.length > 0) server.end(Buffer.concat(held.splice(0)));
      else end();
    });
    server.on('error', end).on('close', end);
    const held: Buffer[] = [];
    let stalled = false;
    if (this.#isDown) {
      end();
      return;
    }
    const pass = (from: 'client' | 'server', to: Socket) => (chunk: Buffer) => {
      this.messages += 1;
      const fault = this.#fault;
      if (fault && this.messages === fault.at) {
        this.struck = true;
        stalled = fault.kind !== 'cut';
        if (fault.kind === 'cut') {
          end();
          return;
        }
        if (fault.kind === 'lost-answer' && from === 'client') {
          to.write(chunk);
          return;
        }
      }
      if (!stalled) to.write(chunk);
      else if (fault?.kind === 'late' && from === 'client') held.push(chunk);
    };
    client.on('data', pass('client', server));
    server.on('data', pass('server', client));
  }
}
