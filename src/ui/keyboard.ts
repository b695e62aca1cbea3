import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { ReadStream, WriteStream } from 'node:tty';
import { KeyReader } from './key-reader.js';
import type { Stroke } from './key-decoder.js';
import type { PromptKey } from './window-prompt.js';
import { suspendJob } from './job-control.js';

export interface Asking {
  /** Whether the answer may have many lines. */
  readonly manyLines: boolean;
  /** Whether to forget what was typed before the question showed. */
  readonly ignoreTypeAhead: boolean;
}

const TELL_PASTES = '\u001b[?2004h';
const PASTES_AS_KEYS = '\u001b[?2004l';
const CTRL_C = '\u0003';
/** Anyone who is used to an Enter presses it within so long. Milliseconds. */
const HABIT_MS = 1500;

/** The agent's keyboard, for one prompt after the other. Prompts read from it and not from stdin itself. */
export class Keyboard {
  readonly #stdin: ReadStream;
  readonly #screen: WriteStream;
  readonly #reader = new KeyReader((strokes) => {
    this.#take(strokes);
  });
  /** Typed ahead. */
  #queue: Stroke[] = [];
  #prompt: { readonly input: PassThrough; readonly manyLines: boolean } | undefined;
  #feeding = false;
  #users = 0;
  /** Until then an Enter is one that nobody asked for. */
  #habitUntil = -Infinity;

  constructor(stdin: ReadStream, screen: WriteStream) {
    this.#stdin = stdin;
    this.#screen = screen;
  }

  /** Gives what is typed to a prompt until that ends. */
  async during<T>(asking: Asking, prompt: (input: PassThrough) => Promise<T>): Promise<T> {
    this.#open();
    try {
      // What the window holds already arrives within one turn.
      if (asking.ignoreTypeAhead) await setImmediate();
      if (asking.ignoreTypeAhead) this.forget();
      const input = new PassThrough();
      const answer = prompt(input);
      this.#prompt = { input, manyLines: asking.manyLines };
      void this.#feed();
      return await answer;
    } finally {
      this.#prompt = undefined;
      this.#close();
    }
  }

  /** Continues listening between questions: what is typed ahead of one is its answer. */
  async together<T>(ask: () => Promise<T>): Promise<T> {
    this.#open();
    try {
      return await ask();
    } finally {
      this.#close();
      this.#queue = [];
    }
  }

  #open(): void {
    this.#users += 1;
    if (this.#users > 1) return;
    this.#stdin.on('data', this.#onData).on('error', hangUp).on('end', hangUp).resume();
    process.on('exit', this.#restore);
    this.#listen();
  }

  #listen(): void {
    this.#stdin.setRawMode(true);
    if (process.env['TERM'] !== 'dumb') this.#screen.write(TELL_PASTES);
  }

  #close(): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    process.off('exit', this.#restore);
    this.#stdin.off('data', this.#onData).off('error', hangUp).off('end', hangUp).pause();
    this.#restore();
  }

  readonly #onData = (bytes: Buffer): void => {
    this.#reader.read(bytes, this.#prompt?.manyLines === true);
  };

  readonly #restore = (): void => {
    try {
      this.#stdin.setRawMode(false);
    } catch {
      // The window is gone, and there is nothing to restore.
    }
    if (process.env['TERM'] !== 'dumb') this.#screen.write(PASTES_AS_KEYS);
  };

  /** An answer was taken without the Enter that many people press behind it: that one must not answer the next question. */
  dropNextEnter(): void {
    if (this.#queue[0]?.kind === 'enter') this.#queue.shift();
    else this.#habitUntil = performance.now() + HABIT_MS;
  }

  /** Forgets what was typed ahead. */
  forget(): void {
    this.#queue = [];
  }

  #take(strokes: readonly Stroke[]): void {
    if (strokes.some((stroke) => stroke.kind === 'stop')) this.#stop();
    else this.#queue.push(...this.#wanted(strokes).filter((stroke) => stroke.kind !== 'suspend'));
    if (strokes.some((stroke) => stroke.kind === 'suspend')) this.#suspend();
    void this.#feed();
  }

  #wanted(strokes: readonly Stroke[]): readonly Stroke[] {
    const [first] = strokes;
    if (first === undefined || performance.now() > this.#habitUntil) return strokes;
    this.#habitUntil = -Infinity;
    return first.kind === 'enter' ? strokes.slice(1) : strokes;
  }

  /** In raw mode Ctrl-C is a key like any other. */
  #stop(): void {
    this.#queue = [];
    if (this.#prompt) this.#prompt.input.write(CTRL_C);
    // Not by way of the system: Windows would end the program on the spot.
    else process.emit('SIGINT');
  }

  #suspend(): void {
    suspendJob(
      () => {
        if (this.#prompt) press(this.#prompt.input, { name: 'hide' });
        this.#screen.write('\r');
        this.#restore();
      },
      () => {
        if (this.#users === 0) return;
        this.#listen();
        if (this.#prompt) press(this.#prompt.input, { name: 'show' });
      },
    );
  }

  /** One Enter at a time: it may end the prompt, and what follows is for the next. */
  async #feed(): Promise<void> {
    if (this.#feeding) return;
    this.#feeding = true;
    try {
      while (this.#prompt && this.#queue.length > 0) {
        const { input } = this.#prompt;
        // A prompt that has just begun does not listen yet.
        await setImmediate();
        if (this.#prompt.input !== input) continue;
        const stroke = this.#queue.shift();
        if (stroke) give(stroke, input);
        await setImmediate();
      }
    } finally {
      this.#feeding = false;
    }
  }
}

/**
 * A window that was closed is told by a signal, but its end may be read before that comes: with nothing left to read the
 * program would be over by then, and what was answered lost.
 */
function hangUp(): void {
  process.emit('SIGHUP');
}

function give(stroke: Stroke, input: PassThrough): void {
  if (stroke.kind === 'keys') input.write(stroke.text);
  else if (stroke.kind === 'enter') input.write('\r');
  else if (stroke.kind === 'escape') press(input, { name: 'back' });
  else if (stroke.kind === 'paste') press(input, { name: 'paste', text: stroke.text });
}

/** What is not a character reaches a prompt as a key that no keyboard has. */
function press(input: PassThrough, key: Pick<PromptKey, 'name' | 'text'>): void {
  input.emit('keypress', undefined, { ...key, sequence: '', ctrl: false, meta: false, shift: false });
}
