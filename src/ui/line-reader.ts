import { StringDecoder } from 'node:string_decoder';
import { setImmediate } from 'node:timers/promises';
import type { ReadStream } from 'node:tty';

/** What is pasted comes within this, line by line. Milliseconds. */
const MORE_COMES_WITHIN = 50;

/** The question was stopped; named as inquirer names it. */
class Stopped extends Error {
  override readonly name = 'AbortPromptError';
}

/** Lines as the window itself lets them be edited and sends them at Enter: it shows what is typed, and no cursor is moved by us. */
export class LineReader {
  readonly #stdin: ReadStream;
  readonly #signal: AbortSignal;
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  #lines: string[] = [];
  #wake: () => void = () => undefined;
  #over = false;

  constructor(stdin: ReadStream, signal: AbortSignal) {
    this.#stdin = stdin;
    this.#signal = signal;
  }

  /** Forgets what was typed before a question showed, and shows it. */
  async freshly(show: () => void): Promise<void> {
    this.#open();
    // What the window holds already arrives within one turn.
    await setImmediate();
    await setImmediate();
    this.#lines = [];
    this.#close();
    show();
  }

  /** The next line; with `manyLines` all lines that come together. @throws Stopped at Ctrl-C, Ctrl-D and the system's signals */
  async next(manyLines: boolean): Promise<readonly string[]> {
    this.#open();
    try {
      while (this.#lines.length === 0) await this.#something();
      if (!manyLines) return this.#lines.splice(0, 1);
      for (let count = 0; count < this.#lines.length;) {
        count = this.#lines.length;
        await new Promise((resolve) => {
          setTimeout(resolve, MORE_COMES_WITHIN);
        });
      }
      return this.#lines.splice(0);
    } finally {
      this.#close();
    }
  }

  #something(): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = (): void => {
        this.#signal.removeEventListener('abort', wake);
        if (this.#signal.aborted || this.#over)
          reject(new Stopped('stopped', { cause: this.#signal.reason as unknown }));
        else resolve();
      };
      this.#wake = wake;
      if (this.#signal.aborted || this.#over) wake();
      else this.#signal.addEventListener('abort', wake);
    });
  }

  #open(): void {
    this.#stdin.on('data', this.#onData).on('end', this.#onEnd).on('error', this.#onEnd).resume();
  }

  #close(): void {
    this.#stdin.off('data', this.#onData).off('end', this.#onEnd).off('error', this.#onEnd).pause();
  }

  readonly #onData = (bytes: Buffer): void => {
    const parts = (this.#rest + this.#decoder.write(bytes)).split(/\r\n|\n|\r(?!$)/);
    this.#rest = parts.pop() ?? '';
    this.#lines.push(...parts);
    if (parts.length > 0) this.#wake();
  };

  readonly #onEnd = (): void => {
    this.#over = true;
    this.#wake();
  };
}
