import type { ErrorDocument } from '../../contract/document.js';
import type { PaymentState } from '../../payment/state.js';
import { resumeOfId } from '../../cli/output/resume.js';
import { bankContact } from '../../cli/input/bank-contacts.js';
import { formatEuros } from '../../text/euros.js';
import { paymentReferences } from '../../ui/payment-references.js';
import { doubtText } from '../../ui/payment.js';

/**
 * The error of a run that found, or left, money that is not confirmed as reversed.
 * @param bank where that is known @param bankLines the setting, for its telephone number
 */
export function describeOpenRecord(
  state: PaymentState,
  session: string,
  bank: string | undefined,
  bankLines: string | undefined,
): ErrorDocument {
  const { sale } = state;
  const payment = `test payment ${sale?.transactionId ?? ''} of ${formatEuros(sale?.amount ?? 0)} EUR`;
  return {
    code: 'money.open-record',
    category: 'money',
    message: `${openWords(state, payment)} (${paymentReferences(state)}).`,
    cause: state.doubt === undefined ? null : `${doubtText(state.doubt)}.`,
    actions: isUnkept(state) ? [WRITE_DOWN, BY_HAND] : againOrByHand(session),
    contact: bankContact(bank, bankLines),
    retryable: true,
  };
}

/** Its record is gone, or damaged: no later run can continue with it. */
export function isUnkept({ doubt }: PaymentState): boolean {
  return doubt === 'record-damaged';
}

const WRITE_DOWN = 'Write these numbers down: the session file no longer has them.';
const BY_HAND =
  "Have the clinic void the payment in the terminal's menu with the same card, or have the bank look it up by terminal ID (TID), STAN and time.";

function againOrByHand(session: string): readonly string[] {
  return [
    `Check with the terminal again: ${resumeOfId(session).command}`,
    `If it was resolved manually: terminal sessions resolve ${session} (it asks how: void, refund or not-charged)`,
  ];
}

function openWords({ proof, completionBlockedBy }: PaymentState, payment: string): string {
  if (completionBlockedBy === 'reconciled')
    return `The ${payment} was charged and reversed, but a second terminal also answered`;
  return proof
    ? `The ${payment} was charged, and its reversal is not confirmed`
    : `It is not known what happened to the ${payment}`;
}
