import { RETURN_CODE } from '../posxml/return-codes.js';
import { countOf, isComplete, isWithoutRows, mayBeReturned, ourRows, unnamedRows } from './batch-rows.js';
import type { PriorKnowledge } from './batch-rows.js';
import { batchDoubt, totalMoved, unrestOf } from './counters.js';
import {
  bearsApproval,
  differsFromSale,
  hasAllMarks,
  hasIdentity,
  hasOtherAmount,
  hasOtherCurrency,
  isCompleted,
  isFailed,
  isReversed,
  proofOf,
  saysFailure,
} from './identity-checks.js';
import type {
  Baseline,
  BatchEntry,
  Doubt,
  ReversalProof,
  Sale,
  SaleProof,
  TerminalSnapshot,
  TransactionView,
} from './types.js';

/** What one look proves of the sale. */
export type RecordFinding =
  /** Completed. `unreversed`: and nothing of a reversal shows where it would. `inBatch`: the unsent batch says both. */
  | {
      readonly kind: 'approved';
      readonly proof: SaleProof;
      readonly unreversed: boolean;
      readonly inBatch: boolean;
      /** Returns of it that failed, by the batch. */
      readonly failedReturns: number;
    }
  /** `outright`: said in so many words. Else by nothing but a reversal's STAN or time, which a failed one may leave, too. */
  | { readonly kind: 'reversed'; readonly sale: SaleProof; readonly proof: ReversalProof; readonly outright: boolean }
  /** `named`: the terminal says so of our id; else of something that it does not name. */
  | { readonly kind: 'failed'; readonly named: boolean }
  /** The terminal knows nothing of it: proof of absence only together with `absenceDoubt`. */
  | { readonly kind: 'none' }
  | Unproven;

interface Unproven {
  readonly kind: 'unproven';
  readonly doubt: Doubt;
}

const unproven = (doubt: Doubt): Unproven => ({ kind: 'unproven', doubt });

export function judgeLook(look: TerminalSnapshot, sale: Sale, known: PriorKnowledge): RecordFinding {
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
      return isOfAnother(query.view, sale)
        ? judgeBatch(look, sale, known)
        : judgeRecord(query.view, { look, sale, known });
    case 'none':
    case 'unsupported':
      return judgeBatch(look, sale, known);
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

interface Seen {
  readonly look: TerminalSnapshot;
  readonly sale: Sale;
  readonly known: PriorKnowledge;
}

function judgeRecord(view: TransactionView, seen: Seen): RecordFinding {
  const { look, sale, known } = seen;
  // The proven charge is another than this record's: one of the two is not told of.
  if (known.stan !== undefined && differsFromSale(view.stan, known.stan))
    return unproven(view.transactionId === sale.transactionId ? 'more-than-one' : 'unclear-record');
  const rows = ourRows(look, sale, known, view);
  if (hasOtherAmount(view, sale) || rows.some((row) => row.amount !== sale.amount)) return unproven('amount-differs');
  if (hasOtherCurrency(view, sale)) return unproven('unclear-record');
  const whole = corroborate(view, look, rows);
  const isCharge = view.transactionId === sale.transactionId && !isFailed(view);
  if (hasSaleUnderAnother(known.stan ?? (isCharge ? view.stan : undefined), rows)) return unproven('more-than-one');
  const reversal = reversalIn(view, rows, seen);
  if (reversal === 'outright' || reversal === 'by-stan')
    return hasIdentity(whole, sale) ? reversed(whole, rows, reversal) : unproven('unclear-record');
  if (reversal !== 'none') return unproven(reversal);
  return judgeCharge(view, whole, rows, seen);
}

function judgeCharge(
  view: TransactionView,
  whole: TransactionView,
  rows: readonly BatchEntry[],
  { look, sale }: Seen,
): RecordFinding {
  const row = rows.find((entry) => entry.kind === 'sale');
  // The last thing under our id may be a reversal that failed: the sale in the batch still stands.
  if (isFailed(view))
    return row ? inBatchOnly(row, rows, look, sale) : { kind: 'failed', named: isNamed(view, rows, sale) };
  // The bank's number says that it was charged, whatever the completion says.
  const charged = isCompleted(view) || bearsApproval(view);
  if (view.returnCode === RETURN_CODE.SUCCEEDED && charged && hasAllMarks(whole, sale))
    return {
      kind: 'approved',
      proof: proofOf(whole),
      unreversed: !mayBeReturned(look, sale),
      inBatch: row !== undefined && isComplete(look),
      failedReturns: countOf(rows, 'failed-reversal'),
    };
  return row && view.returnCode === RETURN_CODE.SUCCEEDED
    ? inBatchOnly(row, rows, look, sale)
    : unproven('unclear-record');
}

function isNamed(view: TransactionView, rows: readonly BatchEntry[], { transactionId: ours }: Sale): boolean {
  return [view, ...rows].some(({ transactionId }) => transactionId === ours);
}

function reversed(
  whole: TransactionView,
  rows: readonly BatchEntry[],
  reversal: 'outright' | 'by-stan',
): RecordFinding {
  const row = rows.find((entry) => entry.kind === 'reversal');
  return {
    kind: 'reversed',
    sale: proofOf(whole),
    proof: { stanRev: whole.stanRev ?? row?.stan, dateTimeRev: whole.dateTimeRev, source: 'record' },
    outright: reversal === 'outright',
  };
}

/** A return is shown, or is not, or its two witnesses do not agree. */
type Reversal = 'outright' | 'by-stan' | 'none' | Doubt;

/**
 * The batch is what the bank will get: where it shows our sale, it has to show the return, too, once each. Where it
 * shows neither, the record speaks, unless the batch has grown by what nobody accounts for.
 */
function reversalIn(view: TransactionView, rows: readonly BatchEntry[], { look, sale, known }: Seen): Reversal {
  const balance = balanceOf(rows, look, known.baseline);
  if (balance !== 'no-return') return balance === 'returned' ? doubledOr('outright', look, sale, rows) : balance;
  if (view.returnCode !== RETURN_CODE.SUCCEEDED || saysFailure(view) || !isReversed(view)) return 'none';
  const said = view.completion === 'COMPLETED_REV' ? 'outright' : 'by-stan';
  if (countOf(rows, 'sale') > 0) return besideSale(said, rows, look, sale);
  // The record alone speaks: while the terminal is at work it may be provisional.
  const restless = unrestOf(look);
  if (restless) return restless;
  // What failed leaves its STAN as well, and no row of a sale tells which one this is.
  if (said === 'by-stan' && rows.length > 0) return 'unclear-record';
  if (look.batch.kind === 'unsupported' || isWithoutRows(look))
    return hasOtherRecords(view, look, sale, known) ? 'more-than-one' : said;
  if (!isComplete(look)) return 'unclear-record';
  return totalMoved(look, known.baseline) ? 'return-not-in-batch' : doubledOr(said, look, sale, rows);
}

/** Without a batch, a STAN since the baseline under our id, beside the sale's and the return's, is a second charge. */
function hasOtherRecords(
  view: TransactionView,
  { newerStans }: TerminalSnapshot,
  sale: Sale,
  known: PriorKnowledge,
): boolean {
  const [stan, stanRev] = [view.stan ?? known.stan, view.stanRev ?? known.stanRev];
  const others = newerStans.filter(
    (owner) =>
      owner.transactionId === sale.transactionId &&
      owner.failed !== true &&
      owner.stan !== stan &&
      owner.stan !== stanRev,
  );
  // The return has a STAN, too, which not every record names.
  return others.length > (stanRev === undefined ? 1 : 0);
}

/** The record says returned, and the batch shows the sale and no return that names it. */
function besideSale(
  said: 'outright' | 'by-stan',
  rows: readonly BatchEntry[],
  look: TerminalSnapshot,
  sale: Sale,
): Reversal {
  if (said === 'by-stan' && countOf(rows, 'failed-reversal') > 0) return 'none';
  if (unnamedRows(look, sale, rows).filter(({ kind }) => kind === 'reversal').length === 1) return said;
  return 'return-not-in-batch';
}

/** A row of ours that bears another STAN than the charge that is known is one more, of which nobody has told. */
function hasSaleUnderAnother(stan: number | undefined, rows: readonly BatchEntry[]): boolean {
  return stan !== undefined && rows.some((row) => row.kind === 'sale' && differsFromSale(row.stan, stan));
}

/** Whether the batch reverses what it charges: one sale, one return. A sale's row may have left with a former batch. */
function balanceOf(
  rows: readonly BatchEntry[],
  look: TerminalSnapshot,
  baseline: Baseline,
): 'no-return' | 'returned' | Doubt {
  const [sales, returns] = [countOf(rows, 'sale'), countOf(rows, 'reversal')];
  if (sales > 1 || returns > 1) return 'more-than-one';
  if (returns === 0) return 'no-return';
  return sales === 1 || batchDoubt(look, baseline) === 'batch-sent' ? 'returned' : 'unclear-record';
}

/** A row that names nobody, of our amount and since the baseline, may be a second charge of ours. */
function doubledOr<T>(
  finding: T,
  look: TerminalSnapshot,
  sale: Sale,
  rows: readonly BatchEntry[],
): T | 'more-than-one' {
  return unnamedRows(look, sale, rows).some(({ kind }) => kind === 'sale') ? 'more-than-one' : finding;
}

/** With no answer to the query, a row of the unsent batch under our id is proof too. */
function judgeBatch(look: TerminalSnapshot, sale: Sale, known: PriorKnowledge): RecordFinding {
  if (look.batch.kind === 'unreachable') return unproven('unreachable');
  if (look.batch.kind === 'unsupported')
    return look.query.kind === 'none' ? { kind: 'none' } : unproven('counters-unknown');
  const rows = ourRows(look, sale, known);
  if (rows.some((row) => row.amount !== sale.amount)) return unproven('amount-differs');
  if (hasSaleUnderAnother(known.stan, rows)) return unproven('more-than-one');
  const row = rows.find((entry) => entry.kind === 'sale');
  const balance = balanceOf(rows, look, known.baseline);
  if (balance === 'returned') {
    const stanRev = rows.find((entry) => entry.kind === 'reversal')?.stan;
    const proof = { stanRev, dateTimeRev: undefined, source: 'record' } as const;
    return doubledOr('outright', look, sale, rows) === 'outright'
      ? { kind: 'reversed', sale: batchProof(row), proof, outright: true }
      : unproven('more-than-one');
  }
  if (balance !== 'no-return') return unproven(balance);
  if (row) return inBatchOnly(row, rows, look, sale);
  // Ours is known by its STAN: another is one more.
  if (unnamedRows(look, sale, rows).some(({ kind }) => kind === 'sale'))
    return unproven(known.stan === undefined ? 'unclear-record' : 'more-than-one');
  if (!isComplete(look)) return unproven('unclear-record');
  // A row in parentheses, or one that the bank declined, has charged nothing.
  return rows.length > 0 ? { kind: 'failed', named: true } : { kind: 'none' };
}

function inBatchOnly(row: BatchEntry, rows: readonly BatchEntry[], look: TerminalSnapshot, sale: Sale): RecordFinding {
  return {
    kind: 'approved',
    proof: batchProof(row),
    unreversed: isComplete(look) && !mayBeReturned(look, sale),
    inBatch: isComplete(look),
    failedReturns: countOf(rows, 'failed-reversal'),
  };
}

function batchProof(row: BatchEntry | undefined): SaleProof {
  return { stan: row?.stan, authorizationNo: undefined, dateTime: undefined, cardLastFour: undefined };
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
