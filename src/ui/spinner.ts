import type { Ora } from 'ora';
import type { WriteStream } from 'node:tty';
import { shortenedText } from './text-width.js';

/** One line that moves during a wait, on a terminal that can redraw a line. */
export interface Spinner {
  /** Shows the text that `text` gives, several times a second. */
  start(text: () => string): void;
  /** Takes the line away while something is written, and puts it back below. */
  around(write: () => void): void;
  /** Takes the line away. */
  stop(): void;
}

const STILL: Spinner = {
  start: () => undefined,
  around: (write) => {
    write();
  },
  stop: () => undefined,
};
const REDRAW_MS = 250;
/** What stands before the text, and one column that stays empty. */
const SIGN_COLUMNS = 3;

/** No spinner in a pipe, where nothing is to be redrawn, or on a terminal that says it has no columns: it would hang there. */
export function spinnerOn(window: () => WriteStream, redraws: boolean): Spinner {
  if (!redraws) return STILL;
  const stream = window();
  if (!(stream.columns > 0)) return STILL;
  let spinner: Ora | undefined;
  let redraw: NodeJS.Timeout | undefined;
  let wanted: { readonly text: () => string } | undefined;
  const show = async (own: { readonly text: () => string }): Promise<void> => {
    // Costs 60 ms to import: only where there is something to wait for.
    const { default: ora } = await import('ora');
    // It may have been stopped, or started again, in the meantime.
    if (wanted !== own) return;
    // A line that is broken in two is not taken away whole by every window.
    const text = (): string => shortenedText(own.text(), stream.columns - SIGN_COLUMNS);
    // Left alone, ora would swallow Ctrl-C.
    spinner = ora({ stream, text: text(), discardStdin: false, hideCursor: false }).start();
    redraw = setInterval(() => {
      if (spinner) spinner.text = text();
    }, REDRAW_MS);
  };
  const stop = (): void => {
    wanted = undefined;
    clearInterval(redraw);
    spinner?.stop();
    spinner = undefined;
  };
  const start = (text: () => string): void => {
    // What was waited for before is over, whether or not anybody said so.
    stop();
    wanted = { text };
    void show(wanted);
  };
  const around = (write: () => void): void => {
    const before = wanted;
    stop();
    write();
    if (before) start(before.text);
  };
  return { start, around, stop };
}
