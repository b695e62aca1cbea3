import type { Reference } from '../memory.js';
import { blankAsAbsent } from './context.js';

interface Named {
  readonly TransactionID?: string;
  readonly TransactionSTAN?: number;
}

/** What the request names a transaction by; undefined where it names none. */
export function referenceIn(body: Named): Reference | undefined {
  const transactionId = blankAsAbsent(body.TransactionID);
  const stan = body.TransactionSTAN;
  return transactionId === undefined && stan === undefined ? undefined : { transactionId, stan };
}

/** The part of a reference that this terminal looks by; undefined where that part is missing. */
export function isUsableReference(reference: Reference, findsBy: 'id' | 'stan' | 'both'): Reference | undefined {
  const kept = {
    transactionId: findsBy === 'stan' ? undefined : reference.transactionId,
    stan: findsBy === 'id' ? undefined : reference.stan,
  };
  return kept.transactionId === undefined && kept.stan === undefined ? undefined : kept;
}
