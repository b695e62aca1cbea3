import type { ErrorDocument } from '../contract/document.js';
import type { PaymentState } from '../payment/machine.js';
import { bankContact } from './bank-lines.js';
import { doubtText } from '../ui/payment.js';

/** The error of a run that found, or left, money that is not proven returned. @param bank where that is known */
export function describeOpenRecord(state: PaymentState, session: string, bank: string | undefined): ErrorDocument {
  const { sale, proof } = state;
  const id = sale?.transactionId ?? '';
  const where = `terminal ${sale?.terminalId ?? ''}${proof?.stan === undefined ? '' : `, STAN ${String(proof.stan)}`}${proof?.authorizationNo === undefined ? '' : `, authorisation ${proof.authorizationNo}`}`;
  return {
    code: 'money.open-record',
    category: 'money',
    message: proof ? `The test payment ${id} was charged and is not proven returned (${where}).` : `Whether the test payment ${id} was charged is not known (${where}).`,
    cause: state.doubt === undefined ? null : `${doubtText(state.doubt)}.`,
    actions: [`Ask the terminal again: terminal onboard --resume ${session}`, `When it was settled by hand: terminal sessions resolve ${session} --how void --evidence "…"`],
    contact: bankContact(bank),
    retryable: true,
  };
}
