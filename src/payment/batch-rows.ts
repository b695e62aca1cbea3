import type { Baseline, BatchEntry, Sale, TerminalSnapshot, TransactionView } from './types.js';

/** What is known before a look: the terminal as it was before the sale, and the STANs that are ours. */
export interface PriorKnowledge {
  readonly baseline: Baseline;
  readonly stan?: number | undefined;
  readonly stanRev?: number | undefined;
}

export function countOf(rows: readonly BatchEntry[], kind: BatchEntry['kind']): number {
  return rows.filter((row) => row.kind === kind).length;
}

/** Rows that say nobody's id, with our amount and a STAN taken since the baseline, which nobody else accounts for. */
export function unnamedRows(
  look: TerminalSnapshot,
  sale: Sale,
  ours: readonly BatchEntry[] = [],
): readonly BatchEntry[] {
  if (look.batch.kind !== 'read') return [];
  const foreign = look.newerStans
    .filter(({ transactionId }) => transactionId !== undefined && transactionId !== sale.transactionId)
    .map(({ stan }) => stan);
  return look.batch.entries.filter(
    (row) =>
      !ours.includes(row) &&
      row.transactionId === undefined &&
      row.amount === sale.amount &&
      (row.stan === undefined || !foreign.includes(row.stan)),
  );
}

/** A minus row that says nobody's id may be the return of ours; and a batch that did not come this time may show it. */
export function mayBeReturned(look: TerminalSnapshot, sale: Sale): boolean {
  return look.batch.kind === 'unreachable' || unnamedRows(look, sale).some(({ kind }) => kind === 'reversal');
}

export function isComplete(look: TerminalSnapshot): boolean {
  return look.batch.kind === 'read' && look.batch.complete;
}

/** It tells the number of its batch and shows no rows, ever: the record is the only witness. */
export function isWithoutRows(look: TerminalSnapshot): boolean {
  return look.batch.kind === 'read' && look.batch.withoutRows === true;
}

/** Rows under our id; and, with a record that may be ours or a proven sale, those without an id that bear its STANs. */
export function ourRows(
  look: TerminalSnapshot,
  sale: Sale,
  known: PriorKnowledge,
  view?: TransactionView,
): readonly BatchEntry[] {
  if (look.batch.kind !== 'read') return [];
  const named = view?.transactionId === sale.transactionId;
  const stans = [known.stan, known.stanRev, ...(named ? [view.stan, view.stanRev] : [])].filter(
    (stan) => stan !== undefined,
  );
  return look.batch.entries.filter(
    (row) =>
      row.transactionId === sale.transactionId ||
      (row.transactionId === undefined && row.stan !== undefined && stans.includes(row.stan)),
  );
}
