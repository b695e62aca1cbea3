import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { simulatedPause } from './clock.js';

const MAX_CONNECTIONS = 64;

/**
 * A port that can be shut and opened again: shut, it refuses connections as a port does where nobody listens.
 * One connection of its own, kept for life, holds the port's number meanwhile.
 */
export class Door {
  readonly #host: string;
  readonly #enter: (socket: Socket) => void;
  readonly #changed: () => void;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #anchor: Socket | undefined;
  #anchoring = false;
  readonly #early: Socket[] = [];
  #port = 0;
  #opening: Promise<void> = Promise.resolve();

  /** @param changed called whenever it was opened or shut, before anybody learns of it by `settled` */
  constructor(host: string, enter: (socket: Socket) => void, changed: () => void = () => undefined) {
    this.#host = host;
    this.#enter = enter;
    this.#changed = changed;
  }

  get isOpen(): boolean {
    return this.#server !== undefined;
  }

  get port(): number {
    return this.#port;
  }

  /** Resolves when it stands as it was last told to. */
  get settled(): Promise<void> {
    return this.#opening;
  }

  /** Takes the port, 0 for a free one. Rejects where it is taken. @param late the connection that holds its number is made when it is first shut */
  async start(port: number, late = false): Promise<void> {
    this.#server = await this.#listen(port);
    this.#port = (this.#server.address() as AddressInfo).port;
    if (!late && isLoopback(this.#host)) await this.#dropAnchor(this.#server);
  }

  open(): void {
    this.#opening = this.#opening.then(async () => {
      if (this.#server) return;
      try {
        this.#server = await this.#listen(this.#port);
        this.#changed();
      } catch (cause) {
        process.emitWarning(cause instanceof Error ? cause : String(cause));
      }
    });
  }

  shut(): void {
    this.#opening = this.#opening.then(async () => {
      if (!this.#server) return;
      if (!this.#anchor && isLoopback(this.#host)) await this.#dropAnchor(this.#server);
      this.#leave();
    });
  }

  /** Every connection dies with RST. */
  resetAll(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    await this.#opening;
    this.#leave();
    this.#anchor?.destroy();
    for (const socket of this.#sockets) socket.destroy();
  }

  #leave(): void {
    if (!this.#server) return;
    this.#server.close();
    this.#server = undefined;
    this.#changed();
  }

  async #listen(port: number): Promise<Server> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      this.#welcome(socket);
    });
    server.maxConnections = MAX_CONNECTIONS;
    server.listen(port, this.#host);
    await once(server, 'listening');
    return server;
  }

  #welcome(socket: Socket): void {
    // An error is always followed by 'close', and that is all that matters here.
    socket.on('error', () => undefined);
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    if (this.#anchoring) this.#early.push(socket);
    else this.#enter(socket);
  }

  /** The anchor's other end is one of the connections that come now; the rest of them are guests who wait meanwhile. */
  async #dropAnchor(server: Server): Promise<void> {
    this.#anchoring = true;
    server.maxConnections = Infinity;
    const anchor = connect({ port: this.#port, host: this.#host });
    this.#anchor = anchor;
    await once(anchor, 'connect');
    anchor.on('error', () => undefined);
    const isOther = (socket: Socket): boolean => socket.remotePort === anchor.localPort;
    while (!this.#early.some(isOther)) await simulatedPause(1);
    server.maxConnections = MAX_CONNECTIONS;
    this.#anchoring = false;
    for (const socket of this.#early.splice(0)) {
      if (isOther(socket)) this.#hold(anchor, socket);
      else this.#enter(socket);
    }
  }

  #hold(anchor: Socket, other: Socket): void {
    this.#sockets.delete(other);
    anchor.once('close', () => other.destroy());
  }
}

function isLoopback(host: string): boolean {
  return host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
