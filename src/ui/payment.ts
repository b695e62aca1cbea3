import { settledInWords } from '../payment/payment-end.js';
import type { PaymentState } from '../payment/state.js';
import type { Doubt } from '../payment/types.js';
import type { Theme } from './theme.js';
import { formatEuros } from '../text/euros.js';
import { claimsOf, paymentMarks } from './payment-references.js';
import { wrapText } from './wrap.js';

const DOUBTS: Readonly<Record<Doubt, string>> = {
  unreachable: 'the terminal could not be asked',
  busy: 'the terminal was busy all the time',
  'wrong-terminal': 'another terminal answers at this address now',
  'batch-sent': 'the terminal has sent its batch to the bank in between',
  'stan-unaccounted':
    'the terminal has begun something since then of which it keeps no record, and that may have been this payment',
  'counters-unknown': 'the terminal does not show the counters that would prove it',
  'unclear-record': "the terminal's record of it is not clear",
  'return-not-in-batch': 'its unsent batch shows the payment and not the return',
  'amount-differs': "the terminal's record shows another amount",
  'reversal-running': 'the terminal is undoing a payment at this moment',
  'reversal-refused': 'the terminal refused to take it back',
  contradiction: 'the terminal contradicts itself about it',
  'answered-elsewhere': 'another terminal answered for this payment',
  'record-damaged': 'the record of it on this machine is damaged',
  interrupted: 'the program was stopped',
};

/** Findings whose case the headline of an open payment tells. */
export const TOLD_BY_PAYMENT: readonly string[] = ['payment.unknown', 'payment.not-returned'];

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

/** The one sentence on the money. */
export function paymentHeadline(state: PaymentState, theme: Theme): string {
  return state.sale ? headline(state, `${formatEuros(state.sale.amount)} EUR`, theme).join(' ') : '';
}

function headline(state: PaymentState, amount: string, theme: Theme): readonly string[] {
  switch (state.stage) {
    case 'reconciled':
      return [
        `${theme.sign.pass} ${theme.strong(`${amount} was charged and ${amount} was returned.`)} Nothing is owed.`,
      ];
    case 'declined':
    case 'absent':
    case 'aborted':
    case 'intended':
      return [`${theme.sign.warn} ${theme.strong('Nothing was charged, and nothing is owed.')} ${whyNot(state)}`];
    case 'resolved':
      return [
        `${theme.sign.pass} ${theme.strong(`The test payment of ${amount} was settled by hand`)} (${settledInWords(state.resolvedBy ?? '')}).`,
      ];
    default:
      return openLines(state, amount, theme);
  }
}

function whyNot(state: PaymentState): string {
  if (state.stage === 'absent') return 'The terminal has no record of the payment, and every counter agrees.';
  if (state.stage === 'aborted' || state.stage === 'intended') return 'The payment was not sent.';
  return state.refusal?.reason === undefined
    ? 'The terminal did not make the payment.'
    : `The terminal said: ${state.refusal.reason}`;
}

function openLines(state: PaymentState, amount: string, theme: Theme): readonly string[] {
  const why = state.doubt === undefined ? '' : ` Why: ${doubtText(state.doubt)}.`;
  if (state.completionBlockedBy === 'reconciled') {
    return [
      `${theme.sign.fail} ${theme.strong(`${amount} was charged and returned, but another terminal answered for it, too.`)} Whether that one has charged anything is not known.`,
    ];
  }
  if (state.proof === undefined) {
    return [
      `${theme.sign.fail} ${theme.strong(`Whether ${amount} was charged is not known.`)}${why} No new payment is made on this terminal until it is.`,
    ];
  }
  return [
    `${theme.sign.fail} ${theme.strong(`${amount} was charged and is not proven returned.`)}${why} It is owed to the card holder.`,
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
    reversalProof?.dateTimeRev === undefined ? undefined : `returned at ${reversalProof.dateTimeRev.replace('T', ' ')}`,
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
    `The terminal said that it returned ${formatEuros(sale.amount)} EUR, but nothing else confirms it${doubt === undefined ? '' : `: ${doubtText(doubt)}`}.`,
    `Look at the terminal's report of the day${stans === '' ? '' : ` (STAN ${stans})`}: it must show the payment and its return. If the return is missing, call the bank.`,
  ].join(' ');
}

/** Why an outcome is not proven, in the middle of a sentence. */
export function doubtText(doubt: Doubt): string {
  return DOUBTS[doubt];
}
