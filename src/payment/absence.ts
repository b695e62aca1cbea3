import type { LocalDateTime } from '../posxml/fields.js';
import type { Baseline, Doubt, Instant, TerminalSnapshot, Sale } from './types.js';
import { LAST_STAN } from './redacted-reply.js';

/**
 * Why "the terminal knows nothing of it" is not yet proof that nothing was charged; undefined if it is.
 * A batch that was sent in between takes its rows along, and a STAN that nobody accounts for may be ours.
 */
export function absenceDoubt(look: TerminalSnapshot, baseline: Baseline, sale: Sale): Doubt | undefined {
  if (look.query.kind !== 'none') return 'unclear-record';
  if (look.reversalActive !== false) return look.reversalActive === undefined ? 'counters-unknown' : 'reversal-running';
  if (look.cardInReader === true) return 'busy';
  const batch = batchDoubt(look, baseline);
  if (batch) return batch;
  if (look.batch.kind === 'read' && look.batch.entries.some((row) => row.transactionId === sale.transactionId))
    return 'unclear-record';
  return stanDoubt(look, baseline, sale);
}

/** Why a STAN that was taken since the baseline may be ours; undefined if each is known to be another's, or none was taken. */
export function stanDoubt(look: TerminalSnapshot, baseline: Baseline, sale: Sale): Doubt | undefined {
  if (baseline.nextStan === undefined || look.nextStan === undefined) return 'counters-unknown';
  const newer = stansBetween(baseline.nextStan, look.nextStan);
  if (newer === undefined) return 'stan-unaccounted';
  const foreign = newer.every((stan) =>
    look.newerStans.some(
      (owner) => owner.stan === stan && owner.transactionId !== undefined && owner.transactionId !== sale.transactionId,
    ),
  );
  return foreign ? undefined : 'stan-unaccounted';
}

/** Why the batch cannot speak for the time since the baseline. */
export function batchDoubt(look: TerminalSnapshot, baseline: Baseline): Doubt | undefined {
  if (baseline.fileNumber === undefined || look.batch.kind !== 'read' || look.batch.fileNumber === undefined)
    return 'counters-unknown';
  return look.batch.fileNumber === baseline.fileNumber ? undefined : 'batch-sent';
}

/** STANs are six digits and start again at 1. More than a handful cannot be accounted for one by one. */
export const MAX_NEWER_STANS = 20;

/** The STANs taken from `from` up to but without `to`; undefined if there are too many to look at. */
export function stansBetween(from: number, to: number): readonly number[] | undefined {
  const stans: number[] = [];
  for (let stan = from; stan !== to; stan = stan >= LAST_STAN ? 1 : stan + 1) {
    if (stans.length >= MAX_NEWER_STANS) return undefined;
    stans.push(stan);
  }
  return stans;
}

interface Span<T> {
  readonly from: T;
  readonly to: T;
}

/** The terminal's clock shows whole seconds. */
const ROUNDING_MS = 2000;

/**
 * Whether so much time has passed. Between two runs of the program this machine's clock may have been set: a terminal
 * whose clock has moved by less vetoes it, and where ours went backwards the terminal's alone decides.
 */
export function hasPassed(ms: number, ours: Span<Instant>, theirs: Span<LocalDateTime | undefined>): boolean {
  const own = ours.to - ours.from;
  const other = elapsed(theirs);
  if (own < 0) return other !== undefined && other >= ms + ROUNDING_MS;
  // A terminal's clock that stands still, or was set back, is no witness.
  const vetoed = other !== undefined && other > 0 && other < ms - ROUNDING_MS;
  return own >= ms && !vetoed;
}

function elapsed({ from, to }: Span<LocalDateTime | undefined>): number | undefined {
  const ms = Date.parse(`${to ?? ''}Z`) - Date.parse(`${from ?? ''}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
