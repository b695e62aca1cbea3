import type { Baseline, Doubt, Sale, TerminalSnapshot } from './types.js';
import { LAST_STAN } from './redacted-reply.js';

/** Why the terminal is not, or may not be, at rest in this look; undefined if it is. */
export function unrestOf(look: TerminalSnapshot): Doubt | undefined {
  if (look.reversalActive === true) return 'reversal-running';
  return look.cardInReader === true || look.query.kind === 'busy' ? 'busy' : undefined;
}

/** Why a STAN that was taken since the baseline may be ours; undefined if each is known to be another's, or none was taken. */
export function stanDoubt(look: TerminalSnapshot, baseline: Baseline, sale: Sale, own?: number): Doubt | undefined {
  if (baseline.nextStan === undefined || look.nextStan === undefined) return 'counters-unknown';
  const newer = stansBetween(baseline.nextStan, look.nextStan);
  const accounted = newer?.every((stan) => stan === own || movedNothingOfOurs(stan, look, sale));
  return accounted === true ? undefined : 'stan-unaccounted';
}

function movedNothingOfOurs(stan: number, look: TerminalSnapshot, sale: Sale): boolean {
  return look.newerStans.some(
    (owner) => owner.stan === stan && (owner.failed === true || isAnothers(owner.transactionId, sale)),
  );
}

function isAnothers(transactionId: string | undefined, sale: Sale): boolean {
  return transactionId !== undefined && transactionId !== sale.transactionId;
}

/** Whether another till has sold or cancelled here since the baseline: its operation may have been before ours. */
export function othersAtWork(look: TerminalSnapshot, sale: Sale): boolean {
  return look.newerStans.some(({ transactionId }) => isAnothers(transactionId, sale));
}

/** Why the batch cannot speak for the time since the baseline. */
export function batchDoubt(look: TerminalSnapshot, baseline: Baseline): Doubt | undefined {
  if (baseline.fileNumber === undefined || look.batch.kind !== 'read' || look.batch.fileNumber === undefined)
    return 'counters-unknown';
  return look.batch.fileNumber === baseline.fileNumber ? undefined : 'batch-sent';
}

/**
 * Whether what the terminal counts has grown by more than other tills' rows explain. What it has never shown, or does not
 * show now, is no witness: its STAN has to speak then.
 */
export function countersDoubt(look: TerminalSnapshot, baseline: Baseline, sale: Sale): Doubt | undefined {
  const batch = look.batch.kind === 'read' ? look.batch : undefined;
  const foreign = look.newerStans.filter(({ transactionId }) => isAnothers(transactionId, sale)).length;
  const others = batch?.others ?? { count: foreign, total: undefined };
  const moved = (now: number | undefined, then: number | undefined, explained: number | undefined): boolean =>
    now !== undefined && then !== undefined && now !== then && now !== then + (explained ?? now - then);
  const unexplained =
    moved(look.transactionsCount, baseline.transactionsCount, others.count) ||
    moved(look.notFinishedCount, baseline.notFinishedCount, others.count) ||
    moved(batch?.pendingCount, baseline.pendingCount, others.count) ||
    moved(batch?.count, baseline.fileCount, others.count) ||
    totalMoved(look, baseline);
  return unexplained ? 'counters-moved' : undefined;
}

/** Whether the sum of the batch has changed by money that no other till's row explains. */
export function totalMoved(look: TerminalSnapshot, baseline: Baseline): boolean {
  if (look.batch.kind !== 'read' || batchDoubt(look, baseline) === 'batch-sent') return false;
  const { total, others } = look.batch;
  if (total === undefined || baseline.fileTotal === undefined || total === baseline.fileTotal) return false;
  return total !== baseline.fileTotal + (others?.total ?? 0);
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
