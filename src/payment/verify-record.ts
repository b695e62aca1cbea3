import { RETURN_CODE } from '../posxml/return-codes.js';
import {
  differsFromSale,
  hasAllMarks,
  hasIdentity,
  hasOtherCurrency,
  isCompleted,
  isFailed,
  isReversed,
  proofOf,
} from './identity-checks.js';
import type { BatchEntry, Doubt, TerminalSnapshot, ReversalProof, Sale, SaleProof, TransactionView } from './types.js';

/** What one look proves of the sale. */
export type RecordFinding =
  /** Completed. `unreversed`: and nothing of a reversal shows where it would. `inBatch`: the unsent batch says both. */
  | { readonly kind: 'approved'; readonly proof: SaleProof; readonly unreversed: boolean; readonly inBatch: boolean }
  /**
   * `outright`: said in so many words. Else by nothing but a reversal's STAN or time, which a failed one may leave, too.
   * `owed`: and the complete batch shows the sale with nothing against it.
   */
  | {
      readonly kind: 'reversed';
      readonly sale: SaleProof;
      readonly proof: ReversalProof;
      readonly outright: boolean;
      readonly owed: boolean;
    }
  | { readonly kind: 'failed' }
  /** The terminal knows nothing of it: proof of absence only together with `absenceDoubt`. */
  | { readonly kind: 'none' }
  | Unproven;

interface Unproven {
  readonly kind: 'unproven';
  readonly doubt: Doubt;
}

const unproven = (doubt: Doubt): Unproven => ({ kind: 'unproven', doubt });

export function judgeLook(look: TerminalSnapshot, sale: Sale): RecordFinding {
  if (look.reach !== 'answered') return unproven(look.reach === 'busy' ? 'busy' : 'unreachable');
  const { query } = look;
  const named = query.kind === 'found' ? query.view.terminalId : undefined;
  if (differsFromSale(look.terminalId, sale.terminalId) || differsFromSale(named, sale.terminalId))
    return unproven('wrong-terminal');
  // A look counts only if the terminal named itself in it.
  if (look.terminalId === undefined && named === undefined) return unproven('unreachable');
  if (look.reversalActive === true) return unproven('reversal-running');
  switch (query.kind) {
    case 'found':
      return isOfAnother(query.view, sale) ? judgeBatch(look, sale) : judgeRecord(query.view, look, sale);
    case 'none':
    case 'unsupported':
      return judgeBatch(look, sale);
    case 'busy':
      return unproven('busy');
    case 'unreachable':
      return unproven('unreachable');
  }
}

/** A terminal that answers with another's record has not answered the question. */
function isOfAnother(view: TransactionView, sale: Sale): boolean {
  return differsFromSale(view.transactionId, sale.transactionId);
}

function judgeRecord(view: TransactionView, look: TerminalSnapshot, sale: Sale): RecordFinding {
  const rows = rowsOf(look, sale, view);
  if (differsFromSale(view.amount, sale.amount) || rows.some((row) => row.amount !== sale.amount))
    return unproven('amount-differs');
  if (hasOtherCurrency(view, sale)) return unproven('unclear-record');
  const whole = corroborate(view, look, rows);
  const reversal = reversalIn(view, look, rows);
  if (reversal === 'owed') return unproven('return-not-in-batch');
  if (reversal !== 'none')
    return reversal === 'unclear' || !hasIdentity(whole, sale)
      ? unproven('unclear-record')
      : reversed(whole, rows, reversal === 'outright', look);
  const row = rows.find((entry) => entry.kind === 'sale');
  // The last thing under our id may be a reversal that failed: the sale in the batch still stands.
  if (isFailed(view)) return row ? inBatchOnly(row, look, sale) : failed(view, sale);
  if (view.returnCode !== RETURN_CODE.SUCCEEDED || !isCompleted(view)) return unproven('unclear-record');
  if (hasAllMarks(whole, sale))
    return {
      kind: 'approved',
      proof: proofOf(whole),
      unreversed: !mayBeReturned(look, sale),
      inBatch: row !== undefined && isComplete(look),
    };
  return row ? inBatchOnly(row, look, sale) : unproven('unclear-record');
}

function failed(view: TransactionView, sale: Sale): RecordFinding {
  return view.transactionId === sale.transactionId ? { kind: 'failed' } : unproven('unclear-record');
}

function reversed(
  whole: TransactionView,
  rows: readonly BatchEntry[],
  outright: boolean,
  look: TerminalSnapshot,
): RecordFinding {
  const row = rows.find((entry) => entry.kind === 'reversal');
  const owed = isComplete(look) && rows.length > 0 && row === undefined;
  return {
    kind: 'reversed',
    sale: proofOf(whole),
    proof: { stanRev: whole.stanRev ?? row?.stan, dateTimeRev: whole.dateTimeRev, source: 'record' },
    outright,
    owed,
  };
}

type Reversal = 'outright' | 'by-stan' | 'none' | 'owed' | 'unclear';

/**
 * A minus row or `COMPLETED_REV` says it outright. A reversal's STAN or time says it only where the batch does not
 * show otherwise: a failed attempt in parentheses, or the sale with nothing against it.
 */
function reversalIn(view: TransactionView, look: TerminalSnapshot, rows: readonly BatchEntry[]): Reversal {
  const balance = balanceOf(rows);
  if (balance !== 'no-reversal') return balance === 'returned' ? 'outright' : 'unclear';
  if (view.returnCode !== RETURN_CODE.SUCCEEDED || isFailed(view)) return 'none';
  if (view.completion === 'COMPLETED_REV') return 'outright';
  if (!isReversed(view) || rows.some((row) => row.kind === 'failed-reversal')) return 'none';
  if (look.batch.kind === 'unsupported') return 'by-stan';
  if (!isComplete(look)) return 'unclear';
  return rows.length === 0 ? 'by-stan' : 'owed';
}

/** Whether the batch takes back all that it charges. */
function balanceOf(rows: readonly BatchEntry[]): 'no-reversal' | 'returned' | 'owed' {
  const count = (kind: BatchEntry['kind']): number => rows.filter((row) => row.kind === kind).length;
  if (count('reversal') === 0) return 'no-reversal';
  return count('sale') <= count('reversal') ? 'returned' : 'owed';
}

/** With no answer to the query, a row of the unsent batch under our id is proof too. */
function judgeBatch(look: TerminalSnapshot, sale: Sale): RecordFinding {
  if (look.batch.kind === 'unreachable') return unproven('unreachable');
  if (look.batch.kind === 'unsupported')
    return look.query.kind === 'none' ? { kind: 'none' } : unproven('counters-unknown');
  const rows = rowsOf(look, sale);
  if (rows.some((row) => row.amount !== sale.amount)) return unproven('amount-differs');
  const row = rows.find((entry) => entry.kind === 'sale');
  const balance = balanceOf(rows);
  if (balance === 'owed') return unproven('unclear-record');
  if (balance === 'returned') {
    const stanRev = rows.find((entry) => entry.kind === 'reversal')?.stan;
    return {
      kind: 'reversed',
      sale: batchProof(row),
      proof: { stanRev, dateTimeRev: undefined, source: 'record' },
      outright: true,
      owed: false,
    };
  }
  if (row) return inBatchOnly(row, look, sale);
  if (unnamedRows(look, sale).some(({ kind }) => kind === 'sale')) return unproven('unclear-record');
  // A row that the bank declined has charged nothing.
  return rows.every((entry) => entry.kind === 'declined') && isComplete(look)
    ? { kind: 'none' }
    : unproven('unclear-record');
}

/** Rows that say nobody's id, with our amount and a STAN taken since the baseline, which nobody else accounts for. */
function unnamedRows(look: TerminalSnapshot, sale: Sale): readonly BatchEntry[] {
  if (look.batch.kind !== 'read') return [];
  const foreign = look.newerStans
    .filter(({ transactionId }) => transactionId !== undefined && transactionId !== sale.transactionId)
    .map(({ stan }) => stan);
  return look.batch.entries.filter(
    (row) =>
      row.transactionId === undefined &&
      row.amount === sale.amount &&
      (row.stan === undefined || !foreign.includes(row.stan)),
  );
}

/** A minus row that says nobody's id may be the return of ours; and a batch that did not come this time may show it. */
function mayBeReturned(look: TerminalSnapshot, sale: Sale): boolean {
  return look.batch.kind === 'unreachable' || unnamedRows(look, sale).some(({ kind }) => kind === 'reversal');
}

function inBatchOnly(row: BatchEntry, look: TerminalSnapshot, sale: Sale): RecordFinding {
  return {
    kind: 'approved',
    proof: batchProof(row),
    unreversed: isComplete(look) && !mayBeReturned(look, sale),
    inBatch: isComplete(look),
  };
}

function batchProof(row: BatchEntry | undefined): SaleProof {
  return { stan: row?.stan, authorizationNo: undefined, dateTime: undefined, cardLastFour: undefined };
}

function isComplete(look: TerminalSnapshot): boolean {
  return look.batch.kind === 'read' && look.batch.complete;
}

/** Rows under our id; and, with a record that may be ours, those without an id that bear its STANs and our amount. */
function rowsOf(look: TerminalSnapshot, sale: Sale, view?: TransactionView): readonly BatchEntry[] {
  if (look.batch.kind !== 'read') return [];
  const stans = [view?.stan, view?.stanRev].filter((stan) => stan !== undefined);
  const named = view?.transactionId === sale.transactionId;
  return look.batch.entries.filter(
    (row) =>
      row.transactionId === sale.transactionId ||
      (named &&
        row.transactionId === undefined &&
        row.amount === sale.amount &&
        row.stan !== undefined &&
        stans.includes(row.stan)),
  );
}

/**
 * Fills what the record leaves out from the same look: the terminal's own id and currency from its parameters,
 * our id, amount and STAN from the batch row that is the record's own.
 */
function corroborate(view: TransactionView, look: TerminalSnapshot, rows: readonly BatchEntry[]): TransactionView {
  const own = (row: BatchEntry): boolean =>
    row.kind === 'sale' && (view.stan === undefined ? view.transactionId !== undefined : row.stan === view.stan);
  const row = rows.find(own);
  return {
    ...view,
    terminalId: view.terminalId ?? look.terminalId,
    currency: view.currency ?? look.currency,
    transactionId: view.transactionId ?? row?.transactionId,
    amount: view.amount ?? row?.amount,
    stan: view.stan ?? row?.stan,
  };
}
