import { RETURN_CODE } from '../posxml/return-codes.js';
import type { Sale, SaleProof, TransactionView } from './types.js';

/** A record can speak of our sale only if nothing that it does say is another's. */
export function isForeign(view: TransactionView, sale: Sale): boolean {
  return (
    differsFromSale(view.transactionId, sale.transactionId) ||
    differsFromSale(view.terminalId, sale.terminalId) ||
    differsFromSale(view.amount, sale.amount) ||
    hasOtherCurrency(view, sale)
  );
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

/** A failed payment can come with ReturnCode 0: host answer `---`, no authorisation, NOTIFICATION. */
export function isFailed(view: TransactionView): boolean {
  if (view.completion === 'NOTIFICATION') return true;
  const code = view.returnCode ?? RETURN_CODE.SUCCEEDED;
  const declined: readonly number[] = [
    RETURN_CODE.TRANSACTION_FAILED,
    RETURN_CODE.TIMEOUT,
    RETURN_CODE.CANCELLED_BY_HAND,
  ];
  if (declined.includes(code)) return true;
  return !isAcceptedByHost(view) && view.authorizationNo === undefined;
}

export function proofOf(view: TransactionView): SaleProof {
  return {
    stan: view.stan,
    authorizationNo: view.authorizationNo,
    dateTime: view.dateTime,
    cardLastFour: view.cardLastFour,
  };
}
