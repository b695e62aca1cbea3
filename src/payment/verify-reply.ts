import { RETURN_CODE } from '../posxml/return-codes.js';
import {
  bearsApproval,
  hasAllMarks,
  isAcceptedByHost,
  isCompleted,
  isFailed,
  isForeign,
  isReversed,
  proofOf,
  saysFailure,
} from './identity-checks.js';
import type { ReversalProof, Sale, SaleProof, TransactionView } from './types.js';

/** What the direct reply to our TransactionRequest proves. */
type SaleVerdict =
  | { readonly kind: 'approved'; readonly proof: SaleProof }
  /** The terminal says that it was not made; a look has to agree before it counts. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'unclear' };

/**
 * APPROVED needs everything: code, completion, host answer, authorisation, and all four marks of identity. A reply that
 * says no and shows an authorisation contradicts itself.
 */
export function judgeSaleReply(view: TransactionView, sale: Sale): SaleVerdict {
  if (isForeign(view, sale) || view.returnCode === undefined) return { kind: 'unclear' };
  if (view.returnCode !== RETURN_CODE.SUCCEEDED || isFailed(view))
    return { kind: bearsApproval(view) ? 'unclear' : 'refused' };
  if (isReversed(view) || !isCompleted(view)) return { kind: 'unclear' };
  return hasAllMarks(view, sale) ? { kind: 'approved', proof: proofOf(view) } : { kind: 'unclear' };
}

/** Codes that say in so many words that nothing was made: it never began, or the sale itself failed. They are words, not proof. */
const PLAIN_REFUSALS: readonly number[] = [
  RETURN_CODE.SUCCEEDED, // with NOTIFICATION
  RETURN_CODE.MESSAGE_ERROR,
  RETURN_CODE.WRONG_VERSION,
  RETURN_CODE.WRONG_PARAMETER,
  RETURN_CODE.XML_SYNTAX,
  RETURN_CODE.SEQUENCE_ERROR,
  RETURN_CODE.TIMEOUT,
  RETURN_CODE.TRANSACTION_FAILED,
  RETURN_CODE.NOT_NOW,
  RETURN_CODE.CANCELLED_BY_HAND,
  RETURN_CODE.NOT_SUPPORTED,
  RETURN_CODE.CARD_READER,
  RETURN_CODE.AMOUNT,
  RETURN_CODE.CURRENCY,
];

/** False for codes that leave it open how far the sale had come: a lost bank, a technical error, one never heard of. */
export function isPlainRefusal(returnCode: number | undefined): boolean {
  return returnCode !== undefined && PLAIN_REFUSALS.includes(returnCode);
}

/** What the reply to our ReverseTransactionRequest proves. */
type ReversalVerdict =
  | { readonly kind: 'reversed'; readonly proof: ReversalProof }
  | { readonly kind: 'refused'; readonly returnCode: number }
  | { readonly kind: 'unclear' };

/** ReturnCode 0 alone is no more proof of a reversal than it is of a sale: it must bear a reversal's marks. */
export function judgeReversalReply(view: TransactionView, sale: Sale): ReversalVerdict {
  if (isForeign(view, sale) || view.returnCode === undefined) return { kind: 'unclear' };
  if (view.returnCode !== RETURN_CODE.SUCCEEDED || saysFailure(view))
    return { kind: 'refused', returnCode: view.returnCode };
  const accepted = isReversed(view) && isAcceptedByHost(view) && view.transactionId === sale.transactionId;
  if (!accepted) return { kind: 'unclear' };
  return { kind: 'reversed', proof: { stanRev: view.stanRev, dateTimeRev: view.dateTimeRev, source: 'reply' } };
}
