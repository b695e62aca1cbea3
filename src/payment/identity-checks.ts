import { RETURN_CODE } from '../posxml/return-codes.js';
import type { Sale, SaleProof, TransactionView } from './types.js';

/** A record can speak of our sale only if nothing that it does say is another's. */
export function isForeign(view: TransactionView, sale: Sale): boolean {
  return (
    differsFromSale(view.transactionId, sale.transactionId) ||
    differsFromSale(view.terminalId, sale.terminalId) ||
    hasOtherAmount(view, sale) ||
    hasOtherCurrency(view, sale)
  );
}

/** Another amount, or a tip on top of it. */
export function hasOtherAmount(view: TransactionView, sale: Sale): boolean {
  return differsFromSale(view.amount, sale.amount) || view.additionalAmount !== undefined;
}

export function hasOtherCurrency(view: TransactionView, sale: Sale): boolean {
  return differsFromSale(view.currency?.toUpperCase(), sale.currency);
}

export function differsFromSale<T>(said: T | undefined, ours: T): boolean {
  return said !== undefined && said !== ours;
}

export function hasAllMarks(view: TransactionView, sale: Sale): boolean {
  return (
    view.authorizationNo !== undefined && hasIdentity(view, sale) && view.currency?.toUpperCase() === sale.currency
  );
}

export function hasIdentity(view: TransactionView, sale: Sale): boolean {
  return (
    view.transactionId === sale.transactionId && view.terminalId === sale.terminalId && view.amount === sale.amount
  );
}

export function isReversed(view: TransactionView): boolean {
  return view.completion === 'COMPLETED_REV' || view.stanRev !== undefined || view.dateTimeRev !== undefined;
}

/** The bank's number for it, and nothing of a refusal by the bank. */
export function bearsApproval(view: TransactionView): boolean {
  return view.authorizationNo !== undefined && isAcceptedByHost(view);
}

export function isCompleted(view: TransactionView): boolean {
  return (view.completion ?? 'COMPLETED') === 'COMPLETED' && isAcceptedByHost(view);
}

export function isAcceptedByHost(view: TransactionView): boolean {
  return (view.hostAnswer ?? '000') === '000';
}

/**
 * A failed payment can come with ReturnCode 0: host answer `---`, no authorisation, NOTIFICATION. What bears the bank's
 * number, or a reversal's STAN, was charged, whatever its completion says.
 */
export function isFailed(view: TransactionView): boolean {
  if (view.authorizationNo !== undefined || view.stanRev !== undefined) return false;
  return saysFailure(view);
}

/** Says in its code, or in its completion, that it was not made. */
export function saysFailure(view: TransactionView): boolean {
  if (view.completion === 'NOTIFICATION') return true;
  const code = view.returnCode ?? RETURN_CODE.SUCCEEDED;
  const declined: readonly number[] = [
    RETURN_CODE.TRANSACTION_FAILED,
    RETURN_CODE.TIMEOUT,
    RETURN_CODE.CANCELLED_BY_HAND,
  ];
  return declined.includes(code) || (!isAcceptedByHost(view) && view.authorizationNo === undefined);
}

export function proofOf(view: TransactionView): SaleProof {
  return {
    stan: view.stan,
    authorizationNo: view.authorizationNo,
    dateTime: view.dateTime,
    cardLastFour: view.cardLastFour,
  };
}
