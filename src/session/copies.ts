import { isDeepStrictEqual } from 'node:util';
import type { PaymentState } from '../payment/state.js';
import type { Entry } from './events.js';
import { salvagedFrom } from './salvage.js';
import type { JournalLine, Salvaged } from './salvage.js';
import type { Replayed } from './store.js';

/**
 * What a copy of a journal may tell that its original does not. Undefined where that is no money, so that the copy is in
 * nobody's way: all that can be read of it stands in the original, and it has no more lines than that.
 * @param original undefined where it is not there, or cannot be read
 */
export function onlyInCopy(copy: readonly JournalLine[], original: Replayed | undefined): Salvaged | undefined {
  if (original && isPartOf(copy, original.entries)) return undefined;
  const salvaged = salvagedFrom(copy);
  if (salvaged.sandbox === true) return undefined;
  const settledOrOpen = (original?.state.payments ?? []).filter(wasSent).map(({ sale }) => sale?.transactionId);
  const inDoubt = salvaged.inDoubt.filter(({ sale }) => !settledOrOpen.includes(sale?.transactionId));
  const isWhole = copy.every((line) => typeof line !== 'string');
  return isWhole && inDoubt.length === 0 ? undefined : { ...salvaged, inDoubt };
}

function isPartOf(copy: readonly JournalLine[], original: readonly Entry[]): boolean {
  return (
    copy.length <= original.length &&
    copy.every((line) => typeof line === 'string' || isDeepStrictEqual(line, original[line.n - 1]))
  );
}

/** By what the journal itself says: a copy can know better only of a sale that it takes for one never sent. */
function wasSent({ stage }: PaymentState): boolean {
  return stage !== 'intended' && stage !== 'aborted';
}
