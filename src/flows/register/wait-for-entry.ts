import type { HandEntry } from '../../cloud/entered-by-hand.js';
import type { CommandContext } from '../../cli/command/context.js';
import type { RegisterDeps } from '../../steps/register/types.js';
import { readKeys } from '../../ui/keys.js';
import { entryText } from './registration-text.js';

/** Milliseconds between two looks. */
const LOOK_EVERY_MS = 5000;

/** Shows what is to be entered, and looks every few seconds until it is there. Enter looks now, Esc leaves it for later. */
export function waitForEntry({ report, clock, interrupt }: CommandContext): NonNullable<RegisterDeps['waitForEntry']> {
  return async (fields, look) => {
    report({ kind: 'aside', lines: entryText(fields) });
    report({ kind: 'note', text: 'Checking every few seconds. Enter: check now. Esc: leave it for later.' });
    const left = new AbortController();
    let now = new AbortController();
    const stop = readKeys(process.stdin, (key) => {
      if (key === 'ctrl-c') process.emit('SIGINT');
      if (key === 'escape') left.abort();
      if (key === 'enter' || key === 'escape') now.abort();
    });
    try {
      for (let told: string | undefined; ;) {
        const entry: HandEntry = await look();
        if (entry.kind === 'found' || left.signal.aborted) return entry;
        if (entry.kind === 'differs' && entry.why !== told) {
          told = entry.why;
          report({ kind: 'note', text: `Registration ${entry.id} is for this terminal or address, but ${entry.why}.` });
        }
        now = new AbortController();
        await clock.sleep(LOOK_EVERY_MS, AbortSignal.any([now.signal, left.signal, interrupt.signal]));
        interrupt.signal.throwIfAborted();
      }
    } finally {
      stop();
    }
  };
}
