import type { Socket } from 'node:net';

/** One direction of a connection: passes on what comes in, until it breaks. */
export class Stretch {
  readonly #from: Socket;
  readonly #to: Socket;
  #passed = 0;
  #breakAt = Infinity;
  #strike: () => void = () => undefined;
  #mode: 'open' | 'dripping' | 'stopped' | 'swallowing' = 'open';
  #waiting: Buffer[] = [];
  #ended = false;

  constructor(from: Socket, to: Socket) {
    this.#from = from;
    this.#to = to;
  }

  breakAt(byte: number, strike: () => void): void {
    this.#breakAt = byte;
    this.#strike = strike;
  }

  /** How many of so many bytes would pass as they are. */
  room(bytes: number): number {
    if (this.#mode === 'stopped' || this.#mode === 'swallowing') return 0;
    return Math.min(bytes, Math.max(0, this.#breakAt - this.#passed));
  }

  push(chunk: Buffer): void {
    if (this.#mode === 'dripping') this.#waiting.push(chunk);
    if (this.#mode !== 'open') return;
    const room = Math.min(chunk.length, this.#breakAt - this.#passed);
    this.#passed += room;
    if (room > 0) this.#to.write(chunk.subarray(0, room));
    if (this.#passed < this.#breakAt) return;
    this.#breakAt = Infinity;
    this.#strike();
    if (room < chunk.length) this.push(chunk.subarray(room));
  }

  /** Nothing more passes; the ends still do. */
  stop(): void {
    this.#mode = 'stopped';
  }

  /** Nothing more passes, and neither side hears of the other's end. */
  swallow(): void {
    this.#mode = 'swallowing';
  }

  /** From here on byte by byte. */
  drip(): void {
    this.#mode = 'dripping';
    const next = (): void => {
      const [chunk, ...rest] = this.#waiting;
      if (chunk) {
        this.#waiting = chunk.length > 1 ? [chunk.subarray(1), ...rest] : rest;
        if (this.#to.writable) this.#to.write(chunk.subarray(0, 1));
      }
      if (this.#waiting.length === 0 && this.#ended) this.#to.end();
      else if (!this.#to.destroyed) setTimeout(next, 1);
    };
    setImmediate(next);
  }

  /** Passes on FIN and RST. @param ready what has to be waited for before */
  forwardEnds(ready: () => Promise<void> = () => Promise.resolve()): void {
    this.#from.once('end', () => {
      void ready().then(() => {
        this.#ended = true;
        if (this.#mode === 'open' || this.#mode === 'stopped') this.#to.end();
      });
    });
    this.#from.on('error', () => {
      if (this.#mode !== 'swallowing') this.#to.resetAndDestroy();
    });
    this.#from.once('close', () => {
      void ready().then(() => {
        if (this.#mode === 'open' || this.#mode === 'stopped') this.#to.destroySoon();
      });
    });
  }
}
