import { emitKeypressEvents } from 'node:readline';
import type { ReadStream } from 'node:tty';
import { suspendJob } from './job-control.js';

interface Keypress {
  readonly name?: string | undefined;
  readonly ctrl?: boolean;
  readonly meta?: boolean;
  readonly sequence?: string;
}

/** What is drawn on the window while keys are read, for when the shell wants it. */
interface DrawnWindow {
  leave(): void;
  comeBack(): void;
}

const NOTHING_DRAWN: DrawnWindow = { leave: ignore, comeBack: ignore };

/**
 * Calls `pressed` for each key, without Enter: a letter or digit as itself, in lower case, and `tab`, `enter`,
 * `escape`, `ctrl-c`.
 * Pasted text is left out: it was meant for another window. Ctrl-Z lends the window to the shell.
 * @returns how to stop, which leaves the terminal as it was
 */
export function readKeys(
  stream: ReadStream,
  pressed: (key: string) => void,
  window: DrawnWindow = NOTHING_DRAWN,
): () => void {
  let pasting = false;
  let over = false;
  const lend = (): void => {
    suspendJob(
      () => {
        window.leave();
        stream.setRawMode(false);
      },
      () => {
        if (over) return;
        stream.setRawMode(true);
        window.comeBack();
      },
    );
  };
  const onKey = (_: string | undefined, key: Keypress): void => {
    if (key.name === 'paste-start' || key.name === 'paste-end') pasting = key.name === 'paste-start';
    else if (key.ctrl === true && key.name === 'c') pressed('ctrl-c');
    else if (key.ctrl === true && key.name === 'z') lend();
    else if (!pasting) plainKeys(key).forEach(pressed);
  };
  emitKeypressEvents(stream);
  stream.setRawMode(true);
  // A window that is closed ends the program by a signal of its own.
  stream.on('keypress', onKey).on('error', ignore);
  stream.resume();
  return () => {
    over = true;
    stream.off('keypress', onKey).off('error', ignore);
    stream.pause();
    stream.setRawMode(false);
  };
}

interface KeyWait {
  /** Fires at Esc. */
  readonly back: AbortSignal;
  /** Fires at the next Enter: look now. */
  readonly now: () => AbortSignal;
  /** Gives the keyboard back to the next question. */
  stop(): void;
}

/** Waits for keys while something else is under way. Other keys are neither shown nor kept; Ctrl-C is what it is everywhere. */
export function waitForBack(stdin: ReadStream): KeyWait {
  const controller = new AbortController();
  let enter = new AbortController();
  const stop = readKeys(stdin, (key) => {
    // Read key by key, the window sends no signal for it.
    if (key === 'ctrl-c') process.emit('SIGINT');
    else if (key === 'enter') enter.abort();
    else if (key === 'escape') controller.abort();
  });
  const now = (): AbortSignal => (enter = new AbortController()).signal;
  return { back: controller.signal, now, stop };
}

function ignore(): void {
  return undefined;
}

function plainKeys({ name, ctrl, meta, sequence = '' }: Keypress): readonly string[] {
  if (name === 'tab' || name === 'enter' || name === 'escape') return [name];
  if (name === 'return') return ['enter'];
  return ctrl !== true && meta !== true && /^[a-z\d]$/i.test(sequence) ? [sequence.toLowerCase()] : [];
}
