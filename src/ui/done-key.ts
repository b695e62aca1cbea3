import type { ReadStream } from 'node:tty';
import type { ReportProgress } from '../steps/dependencies.js';
import { readKeys } from './keys.js';

/** Enter during a wait: the clinic says that it is done. Keys are read during the wait alone. */
interface DoneKey {
  /** Hears of waits as they begin and end. */
  readonly report: ReportProgress;
  /** Fires at the next Enter; the keyboard is read from now on. */
  readonly saysDone: () => AbortSignal;
  /** Gives the keyboard back to the next question. */
  readonly end: () => void;
}

/** A wait for a card or for the terminal's records is known by what is reported of it; any other asks for the signal. */
export function readingDoneKey(report: ReportProgress, stdin: ReadStream = process.stdin): DoneKey {
  let enter = new AbortController();
  let stop: (() => void) | undefined;
  const begin = (): void => {
    stop ??= readKeys(stdin, (key) => {
      // Read key by key, the window sends no signal for it.
      if (key === 'ctrl-c') process.emit('SIGINT');
      else if (key === 'enter') enter.abort();
    });
  };
  const end = (): void => {
    stop?.();
    stop = undefined;
  };
  return {
    report: (progress) => {
      if (progress.kind === 'card' || progress.kind === 'settling') begin();
      else if (progress.kind === 'begin' || progress.kind === 'end') end();
      report(progress);
    },
    saysDone: () => {
      begin();
      return (enter = new AbortController()).signal;
    },
    end,
  };
}
