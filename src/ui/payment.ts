import { settledInWords } from '../payment/payment-end.js';
import type { PaymentState } from '../payment/state.js';
import type { Doubt } from '../payment/types.js';
import type { Theme } from './theme.js';
import { formatEuros } from '../text/euros.js';
import { claimsOf, paymentMarks } from './payment-references.js';
import { wrapText } from './wrap.js';

const DOUBTS: Readonly<Record<Doubt, string>> = {
  unreachable: 'the terminal could not be reached',
  busy: 'the terminal stayed busy',
  'wrong-terminal': 'another terminal now answers at this address',
  'batch-sent': 'the terminal sent its batch to the bank meanwhile',
  'stan-unaccounted': 'the terminal has started an operation without a record, which may be this payment',
  'counters-unknown': 'the terminal does not report the counters that would confirm it',
  'counters-moved': 'the terminal counts one more operation, and does not show what it is',
  'unclear-record': "the terminal's records are not clear",
  'return-not-in-batch': 'its unsent batch shows the payment but no reversal',
  'amount-differs': "the terminal's records show another amount",
  'more-than-one': 'the terminal shows more than the one payment and its reversal',
  'reversal-running': 'the terminal is reversing a payment right now',
  'reversal-refused': 'the terminal refused the reversal',
  contradiction: "the terminal's answers contradict each other",
  'answered-elsewhere': 'another terminal answered for this payment',
  'record-damaged': 'its session file on this computer was removed or is damaged',
  interrupted: 'the command was stopped',
};

/** Findings whose case the headline of an open payment tells. */
export const TOLD_BY_PAYMENT: readonly string[] = ['payment.unknown', 'payment.refused', 'payment.not-returned'];

/** Each try of a test payment: what was charged, what was returned, what is open, with everything that the bank will ask for. */
export function renderPayments(payments: readonly PaymentState[], theme: Theme, width: number): readonly string[] {
  return payments.flatMap((payment, index) =>
    renderPayment(payment, theme, width, payments.length > 1 ? `Payment ${String(index + 1)}: ` : ''),
  );
}

/** One of them. @param number put in front, where there are several */
function renderPayment(state: PaymentState, theme: Theme, width: number, number = ''): readonly string[] {
  const { sale } = state;
  if (!sale) return [];
  const amount = `${formatEuros(sale.amount)} EUR`;
  return [
    ...headline(state, amount, theme).flatMap((line) => wrapText(line.replace(' ', ` ${number}`), width)),
    ...details(state)
      .flatMap((line) => wrapText(line, width, '  '))
      .map((line) => theme.dim(line)),
  ];
}

const NOT_ASKED = 'Nothing shows that it was sent. The next run checks that with the terminal.';

/** The one sentence on the money. */
export function paymentHeadline(state: PaymentState, theme: Theme): string {
  return state.sale ? headline(state, `${formatEuros(state.sale.amount)} EUR`, theme).join(' ') : '';
}

function headline(state: PaymentState, amount: string, theme: Theme): readonly string[] {
  switch (state.stage) {
    case 'reconciled':
      return [`${theme.sign.pass} ${theme.strong(`${amount} charged and ${amount} reversed.`)} Nothing is owed.`];
    case 'declined':
    case 'absent':
    case 'aborted':
      return [`${theme.sign.warn} ${theme.strong('Nothing was charged. Nothing is owed.')} ${whyNot(state)}`];
    case 'intended':
      return [`${theme.sign.warn} ${theme.strong(`A test payment of ${amount} was prepared.`)} ${NOT_ASKED}`];
    case 'resolved':
      return [
        `${theme.sign.pass} ${theme.strong(`The test payment of ${amount} was resolved manually`)} (${settledInWords(state.resolvedBy ?? '')}).`,
      ];
    default:
      return openLines(state, amount, theme);
  }
}

function whyNot(state: PaymentState): string {
  if (state.stage === 'absent') return 'The terminal has no record of the payment, and all counters agree.';
  if (state.stage === 'aborted') return 'The payment was not sent.';
  return state.refusal?.reason === undefined
    ? 'The terminal did not make the payment.'
    : `The terminal said: ${state.refusal.reason}`;
}

function openLines(state: PaymentState, amount: string, theme: Theme): readonly string[] {
  const why = state.doubt === undefined ? '' : ` Reason: ${doubtText(state.doubt)}.`;
  if (state.completionBlockedBy === 'reconciled') {
    return [
      `${theme.sign.fail} ${theme.strong(`${amount} was charged and reversed, but a second terminal also answered.`)} It is not known whether that one charged anything.`,
    ];
  }
  if (state.proof === undefined) {
    return [
      `${theme.sign.fail} ${theme.strong(`It is not known whether ${amount} was charged.`)}${why} No new test payment on this terminal until this is resolved.`,
    ];
  }
  return [
    `${theme.sign.fail} ${theme.strong(`${amount} was charged, and the reversal is not confirmed.`)}${why} Until it is, the cardholder is owed ${amount}.`,
  ];
}

function details(state: PaymentState): readonly string[] {
  const { sale, proof, reversalProof } = state;
  if (!sale) return [];
  const facts = [
    `terminal ${sale.terminalId}`,
    `id ${sale.transactionId}`,
    ...paymentMarks(state),
    proof?.cardLastFour === undefined ? undefined : `card ending ${proof.cardLastFour}`,
    reversalProof?.stanRev === undefined ? undefined : `reversal STAN ${String(reversalProof.stanRev)}`,
    reversalProof?.dateTimeRev === undefined ? undefined : `reversed at ${reversalProof.dateTimeRev.replace('T', ' ')}`,
  ];
  return [facts.filter((fact) => fact !== undefined).join(' · '), ...claimsOf(state)];
}

/** What the agent has to know of a payment that came to a good end, and to do; undefined where everything agrees. */
export function paymentWarning({ stage, sale, proof, reversalProof, doubt }: PaymentState): string | undefined {
  if (!sale || stage !== 'reconciled' || reversalProof?.source !== 'reply') return undefined;
  const stans = [proof?.stan, reversalProof.stanRev]
    .filter((stan) => stan !== undefined)
    .map(String)
    .join(' and ');
  return [
    `The terminal reported a reversal of ${formatEuros(sale.amount)} EUR, but nothing else confirms it${doubt === undefined ? '' : `: ${doubtText(doubt)}`}.`,
    `Check the terminal's daily report${stans === '' ? '' : ` (STAN ${stans})`}: it must show the payment and its reversal. If the reversal is missing, call the bank.`,
  ].join(' ');
}

/** Why an outcome is not proven, in the middle of a sentence. */
export function doubtText(doubt: Doubt): string {
  return DOUBTS[doubt];
}
