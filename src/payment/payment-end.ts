import type { PaymentEnd } from '../model/facts.js';
import { RETURN_CODE } from '../posxml/return-codes.js';
import { mayBeCharged } from './state.js';
import type { PaymentState } from './state.js';

/** What a payment came to, as a diagnosis names it. Pure. */
export function paymentEnd(state: PaymentState): PaymentEnd {
  if (state.stage === 'reconciled') return 'returned';
  if (mayBeCharged(state)) return openEnd(state);
  if (state.stage === 'resolved') return 'returned';
  if (state.cancelSent || isCancelled(state.refusal?.returnCode)) return 'cancelled';
  if (state.refusal?.returnCode === RETURN_CODE.TIMEOUT) return 'no-card';
  return state.stage === 'declined' ? 'declined' : 'not-made';
}

/** By hand, or by another till: its own operation takes the terminal from ours. */
function isCancelled(returnCode: number | undefined): boolean {
  return returnCode === RETURN_CODE.CANCELLED_BY_HAND || returnCode === RETURN_CODE.DISCONNECTED;
}

function openEnd({ proof, claims, refusal, completionBlockedBy }: PaymentState): PaymentEnd {
  if (proof && completionBlockedBy !== 'reconciled') return 'not-returned';
  return refusal && claims.length === 0 ? 'refused' : 'unknown';
}

/** How it was resolved manually, for people: the other ways are words already. */
export function settledInWords(resolvedBy: string): string {
  return resolvedBy.replace(/^not-charged by /, 'never charged, noted by ');
}
