import type { ReadStream } from 'node:tty';

const CTRL_C = '\u0003';
/** Enter; and Esc alone: with more behind it, it is an arrow. */
const BACK = /[\r\n]|^\u001b$/;

export interface KeyWait {
  /** Fires at Enter or Esc. */
  readonly back: AbortSignal;
  /** Gives the keyboard back to the next question. */
  stop(): void;
}

/** Waits for Enter or Esc while something else goes on. Other keys are neither shown nor kept; Ctrl-C is what it is everywhere. */
export function waitForBack(stdin: ReadStream): KeyWait {
  const controller = new AbortController();
  const onData = (keys: Buffer): void => {
    const text = keys.toString('utf8');
    // Read letter by letter, the window sends no signal for it.
    if (text.includes(CTRL_C)) process.emit('SIGINT');
    else if (BACK.test(text)) controller.abort();
  };
  const ignore = (): void => undefined;
  stdin.setRawMode(true);
  stdin.on('data', onData).on('error', ignore);
  stdin.resume();
  return {
    back: controller.signal,
    stop: () => {
      stdin.off('data', onData).off('error', ignore);
      stdin.pause();
      stdin.setRawMode(false);
    },
  };
}
