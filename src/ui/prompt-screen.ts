import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';

/** How a prompt moves its cursor within the line, and how it takes away what it has drawn before. */
const WITHIN_LINE = /^\u001b\[\d+G$/;
const TAKEN_AWAY = /^(?:\u001b\[\d+B)?(?:\u001b\[2K(?:\u001b\[1A)?)*(?:\u001b\[G)?/;
const BELOW = '\u001b[J';

/** The window as one prompt writes to it. Knows what the prompt has drawn, so that it can be drawn anew below what else was written. */
export class PromptScreen extends Writable {
  readonly isTTY = true;
  readonly #screen: WriteStream;
  #drawn = '';

  constructor(screen: WriteStream) {
    super();
    this.#screen = screen;
  }

  get columns(): number {
    return this.#screen.columns;
  }

  get rows(): number {
    return this.#screen.rows;
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const text = bytes.toString('utf8');
    this.#drawn = WITHIN_LINE.test(text) ? this.#drawn + text : text.replace(TAKEN_AWAY, '');
    this.#screen.write(bytes);
    done();
  }

  /** A list below the question would stand among the lines of whoever writes next. */
  leave(): void {
    this.#screen.write(`${BELOW}\r\n`);
  }

  redraw(): void {
    this.#screen.write(this.#drawn);
  }
}
