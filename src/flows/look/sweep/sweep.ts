import type { Target } from '../../../model/endpoint.js';
import { placeOf } from '../../../model/endpoint.js';
import { sleepAtLeast } from '../../../connection/net/pause.js';
import type { Facts } from '../../../model/facts.js';
import { seenWritten } from '../seen-target.js';
import type { JudgeOptions } from '../look-verdict.js';
import type { SeenTarget } from '../seen-target.js';
import type { Written } from '../target-arguments.js';
import { createGate } from './start-gate.js';
import { ownSignals } from './abort-fanout.js';
import { createKeyedMutex } from './keyed-mutex.js';

/** A target to look at, and its number in the whole input, from 0. */
export interface Numbered {
  readonly written: Written;
  readonly index: number;
}

export interface SweepOptions extends JudgeOptions {
  readonly concurrency: number;
  /** Before a look, so that not all of them begin at the same time. Milliseconds. */
  readonly jitterMs: number;
  readonly look: (target: Target, bounds: { readonly signal: AbortSignal }) => Promise<Facts>;
  /** Stops the sweep; what was not seen by then is left out. */
  readonly signal: AbortSignal;
  /** Called for each target as it is done, in the order of being done. @param turn its place among those looked at */
  readonly onSeen: (seen: SeenTarget, turn: number, index: number) => Promise<void>;
}

/** Rest between two looks at one terminal that is written more than once. Milliseconds. */
const REST = { least: 300, spread: 200 } as const;

/** Looks that begin before anything else is heard. */
const AT_ONE_BLOW = 16;

/** Looks at targets as they come in, a bounded number at a time, and never twice at one place at a time. @throws what the input throws */
export async function sweepTargets(input: AsyncIterator<Numbered, undefined>, options: SweepOptions): Promise<void> {
  const { signal, concurrency, jitterMs, onSeen } = options;
  const terminals = createKeyedMutex(signal);
  const signals = ownSignals(signal);
  const begin = createGate(AT_ONE_BLOW);
  const stopped = (): boolean => signal.aborted;
  let turn = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      // A look that waits holds nothing yet.
      await sleepAtLeast(Math.random() * jitterMs, undefined);
      await begin();
      const next = await input.next();
      if (next.done || stopped()) return;
      const { written, index } = next.value;
      const own = turn;
      turn += 1;
      const look = (): Promise<SeenTarget> => signals.during((until) => lookAt(written, until, options));
      const seen = await (written.target
        ? terminals.at(placeOf(written.target), look, () =>
            sleepAtLeast(REST.least + Math.random() * REST.spread, signal),
          )
        : look());
      if (stopped()) return;
      await onSeen(seen, own, index);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: concurrency }, worker));
  signals.close();
  const failed = ended.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

async function lookAt(one: Written, signal: AbortSignal, options: SweepOptions): Promise<SeenTarget> {
  return seenWritten(one, one.target && (await options.look(one.target, { signal })), options);
}
