import { RETURN_CODE } from '../posxml/return-codes.js';
import type { Baseline, BatchEntry, Doubt, Look, ReversalProof, Sale, SaleProof, TransactionView } from './types.js';

/** What the direct reply to our TransactionRequest proves. */
export type SaleVerdict =
  | { readonly kind: 'approved'; readonly proof: SaleProof }
  /** The terminal says that it was not made; one look has to agree before it counts. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'unclear' };

/** APPROVED needs everything: code, completion, host answer, authorisation, and all four marks of identity. */
export function judgeSaleReply(view: TransactionView, sale: Sale): SaleVerdict {
  if (isForeign(view, sale)) return { kind: 'unclear' };
  if (view.returnCode === undefined) return { kind: 'unclear' };
  if (view.returnCode !== RETURN_CODE.SUCCEEDED || isFailed(view)) return { kind: 'refused' };
  if (isReversed(view) || !isCompleted(view)) return { kind: 'unclear' };
  return hasAllMarks(view, sale) ? { kind: 'approved', proof: proofOf(view) } : { kind: 'unclear' };
}

/** What one look proves of the sale. */
export type Finding =
  /** Completed and not reversed. `inBatch`: the unsent batch shows the sale and no reversal of it, too. */
  | { readonly kind: 'approved'; readonly proof: SaleProof; readonly inBatch: boolean }
  | { readonly kind: 'reversed'; readonly sale: SaleProof; readonly proof: ReversalProof }
  | { readonly kind: 'failed' }
  /** The terminal knows nothing of it: proof of absence only together with {@link absenceDoubt}. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unproven'; readonly doubt: Doubt };

export function judgeLook(look: Look, sale: Sale): Finding {
  if (look.reach !== 'answered') return { kind: 'unproven', doubt: look.reach === 'busy' ? 'busy' : 'unreachable' };
  if (differs(look.terminalId, sale.terminalId)) return { kind: 'unproven', doubt: 'wrong-terminal' };
  if (!namesTerminal(look, sale)) return { kind: 'unproven', doubt: 'unreachable' };
  if (look.reversalActive === true) return { kind: 'unproven', doubt: 'reversal-running' };
  switch (look.query.kind) {
    case 'found':
      return judgeFound(look.query.view, look, sale);
    case 'none':
    case 'unsupported':
      return judgeBatch(look, sale);
    case 'busy':
      return { kind: 'unproven', doubt: 'busy' };
    case 'unreachable':
      return { kind: 'unproven', doubt: 'unreachable' };
  }
}

/** A look counts only if the terminal named itself in it. */
function namesTerminal(look: Look, sale: Sale): boolean {
  if (look.terminalId === sale.terminalId) return true;
  return look.query.kind === 'found' && look.query.view.terminalId === sale.terminalId;
}

function judgeFound(view: TransactionView, look: Look, sale: Sale): Finding {
  const unclear: Finding = { kind: 'unproven', doubt: 'unclear-record' };
  if (isForeign(view, sale)) return view.amount !== sale.amount && view.transactionId === sale.transactionId ? { kind: 'unproven', doubt: 'amount-differs' } : unclear;
  const whole = corroborate(view, look, sale);
  if (showsReversal(view, look, sale)) {
    if (!hasIdentity(whole, sale)) return unclear;
    return { kind: 'reversed', sale: proofOf(view), proof: { stanRev: view.stanRev, dateTimeRev: view.dateTimeRev, source: 'record' } };
  }
  const rows = rowsOf(look, sale);
  // The last thing under our id may be a reversal that failed: the sale in the batch still stands.
  if (isFailed(view) && rows.some((row) => row.kind === 'sale')) return { kind: 'approved', proof: proofOf(view), inBatch: true };
  if (isFailed(view)) return view.transactionId === sale.transactionId ? { kind: 'failed' } : unclear;
  const approved = view.returnCode === RETURN_CODE.SUCCEEDED && isCompleted(view) && hasAllMarks(whole, sale);
  return approved ? { kind: 'approved', proof: proofOf(view), inBatch: rows.some((row) => row.kind === 'sale') } : unclear;
}

/**
 * `COMPLETED_REV` or a minus row says it outright. A reversal's STAN or time says it unless the batch shows that
 * this very attempt failed: terminals keep the STAN of a failed reversal too.
 */
function showsReversal(view: TransactionView, look: Look, sale: Sale): boolean {
  const rows = rowsOf(look, sale);
  if (rows.some((row) => row.kind === 'reversal' && row.amount === sale.amount)) return true;
  if (view.returnCode !== RETURN_CODE.SUCCEEDED) return false;
  if (view.completion === 'COMPLETED_REV') return true;
  return isReversed(view) && !rows.some((row) => row.kind === 'failed-reversal');
}

function rowsOf(look: Look, sale: Sale): readonly BatchEntry[] {
  return look.batch.kind === 'read' ? look.batch.entries.filter((entry) => entry.transactionId === sale.transactionId) : [];
}

/** With no answer to the query, a row of the unsent batch under our id is proof too. */
function judgeBatch(look: Look, sale: Sale): Finding {
  if (look.batch.kind === 'unreachable') return { kind: 'unproven', doubt: 'unreachable' };
  if (look.batch.kind === 'unsupported') return look.query.kind === 'none' ? { kind: 'none' } : { kind: 'unproven', doubt: 'counters-unknown' };
  const ours = rowsOf(look, sale);
  const saleRow = ours.find((entry) => entry.kind === 'sale');
  const reversalRow = ours.find((entry) => entry.kind === 'reversal');
  if (ours.some((entry) => entry.amount !== sale.amount)) return { kind: 'unproven', doubt: 'amount-differs' };
  const proof: SaleProof = { stan: saleRow?.stan, authorizationNo: undefined, dateTime: undefined, cardLastFour: undefined };
  if (reversalRow) return { kind: 'reversed', sale: proof, proof: { stanRev: reversalRow.stan, dateTimeRev: undefined, source: 'record' } };
  if (saleRow) return { kind: 'approved', proof, inBatch: true };
  return look.batch.complete ? { kind: 'none' } : { kind: 'unproven', doubt: 'unclear-record' };
}

/**
 * Why "the terminal knows nothing of it" is not yet proof that nothing was charged; undefined if it is.
 * A batch that was sent in between takes its rows along, and a STAN that nobody accounts for may be ours.
 */
export function absenceDoubt(look: Look, baseline: Baseline, sale: Sale): Doubt | undefined {
  if (look.query.kind !== 'none') return 'unclear-record';
  if (look.reversalActive !== false) return look.reversalActive === undefined ? 'counters-unknown' : 'reversal-running';
  if (baseline.fileNumber === undefined || look.batch.kind !== 'read' || look.batch.fileNumber === undefined) return 'counters-unknown';
  if (look.batch.fileNumber !== baseline.fileNumber) return 'batch-sent';
  if (baseline.nextStan === undefined || look.nextStan === undefined) return 'counters-unknown';
  const newer = stansBetween(baseline.nextStan, look.nextStan);
  if (newer === undefined) return 'stan-unaccounted';
  const foreign = newer.every((stan) => look.newerStans.some((owner) => owner.stan === stan && owner.transactionId !== undefined && owner.transactionId !== sale.transactionId));
  return foreign ? undefined : 'stan-unaccounted';
}

/** STANs are six digits and start again at 1. More than a handful cannot be accounted for one by one. */
export const MAX_NEWER_STANS = 20;
const LAST_STAN = 999_999;

/** The STANs taken from `from` up to but without `to`; undefined if there are too many to look at. */
export function stansBetween(from: number, to: number): readonly number[] | undefined {
  const stans: number[] = [];
  for (let stan = from; stan !== to; stan = stan >= LAST_STAN ? 1 : stan + 1) {
    if (stans.length >= MAX_NEWER_STANS) return undefined;
    stans.push(stan);
  }
  return stans;
}

/** What the reply to our ReverseTransactionRequest proves. */
export type ReversalVerdict =
  | { readonly kind: 'reversed'; readonly proof: ReversalProof }
  | { readonly kind: 'refused'; readonly returnCode: number | undefined }
  | { readonly kind: 'unclear' };

/** ReturnCode 0 alone is no more proof of a reversal than it is of a sale: it must bear a reversal's marks. */
export function judgeReversalReply(view: TransactionView, sale: Sale): ReversalVerdict {
  if (isForeign(view, sale)) return { kind: 'unclear' };
  if (view.returnCode === undefined) return { kind: 'unclear' };
  if (view.returnCode !== RETURN_CODE.SUCCEEDED || isFailed(view)) return { kind: 'refused', returnCode: view.returnCode };
  const accepted = isReversed(view) && (view.hostAnswer ?? '000') === '000' && view.transactionId === sale.transactionId;
  if (!accepted) return { kind: 'unclear' };
  return { kind: 'reversed', proof: { stanRev: view.stanRev, dateTimeRev: view.dateTimeRev, source: 'reply' } };
}

/** A record can speak of our sale only if nothing that it does say is another's. */
function isForeign(view: TransactionView, sale: Sale): boolean {
  return (
    differs(view.transactionId, sale.transactionId) ||
    differs(view.terminalId, sale.terminalId) ||
    differs(view.amount, sale.amount) ||
    differs(view.currency?.toUpperCase(), sale.currency)
  );
}

function differs<T>(said: T | undefined, ours: T): boolean {
  return said !== undefined && said !== ours;
}

function hasAllMarks(view: TransactionView, sale: Sale): boolean {
  return view.authorizationNo !== undefined && hasIdentity(view, sale) && view.currency?.toUpperCase() === sale.currency;
}

function hasIdentity(view: TransactionView, sale: Sale): boolean {
  return view.transactionId === sale.transactionId && view.terminalId === sale.terminalId && view.amount === sale.amount;
}

/**
 * Fills what the record leaves out from the same look: the terminal's own id and currency from its parameters,
 * our id and amount from the batch row that bears the record's STAN.
 */
function corroborate(view: TransactionView, look: Look, sale: Sale): TransactionView {
  const row = rowsOf(look, sale).find((entry) => entry.kind === 'sale' && (view.stan === undefined || entry.stan === view.stan));
  return {
    ...view,
    terminalId: view.terminalId ?? look.terminalId,
    currency: view.currency ?? look.currency,
    transactionId: view.transactionId ?? row?.transactionId,
    amount: view.amount ?? row?.amount,
  };
}

function isReversed(view: TransactionView): boolean {
  return view.completion === 'COMPLETED_REV' || view.stanRev !== undefined || view.dateTimeRev !== undefined;
}

function isCompleted(view: TransactionView): boolean {
  return (view.completion ?? 'COMPLETED') === 'COMPLETED' && (view.hostAnswer ?? '000') === '000';
}

/** A failed payment can come with ReturnCode 0: host answer `---`, no authorisation, NOTIFICATION. */
function isFailed(view: TransactionView): boolean {
  if (view.completion === 'NOTIFICATION') return true;
  const code = view.returnCode ?? RETURN_CODE.SUCCEEDED;
  const declined: readonly number[] = [RETURN_CODE.TRANSACTION_FAILED, RETURN_CODE.TIMEOUT, RETURN_CODE.CANCELLED_BY_HAND];
  if (declined.includes(code)) return true;
  return view.hostAnswer !== undefined && view.hostAnswer !== '000' && view.authorizationNo === undefined;
}

function proofOf(view: TransactionView): SaleProof {
  return { stan: view.stan, authorizationNo: view.authorizationNo, dateTime: view.dateTime, cardLastFour: view.cardLastFour };
}
