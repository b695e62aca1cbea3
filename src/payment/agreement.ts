import { unrestOf } from './counters.js';
import type { ClockReading } from './elapsed.js';
import type { Agreement, PaymentState } from './state.js';
import type { TerminalSnapshot } from './types.js';

/** Since when looks at a terminal at rest, with the same next STAN, have all shown the same; undefined where this one does not. */
export function agreementAfter(state: PaymentState, look: TerminalSnapshot, now: ClockReading): Agreement | undefined {
  if (unrestOf(look)) return undefined;
  const before = state.agreedSince;
  return before && before.nextStan === look.nextStan ? before : { since: now, nextStan: look.nextStan };
}

export function isUnmoved(nextStan: number | undefined, look: TerminalSnapshot): boolean {
  return nextStan !== undefined && look.nextStan === nextStan && unrestOf(look) === undefined;
}

/** Whether all looks of so long have agreed. */
export function hasAgreedFor(ms: number, agreement: Agreement | undefined, now: ClockReading): boolean {
  return agreement !== undefined && now.at - agreement.since.at >= ms;
}
