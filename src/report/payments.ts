import { claimWords } from '../payment/claim-words.js';
import { isPaymentOpen } from '../payment/state.js';
import type { PaymentState, Stage } from '../payment/state.js';
import { settledInWords } from '../payment/payment-end.js';
import { advancePayment, currentPaymentIndex } from '../payment/payments.js';
import type { Entry } from '../session/events.js';
import { formatEuros } from '../text/euros.js';
import type { Payment } from '../contract/report.js';
import { cleanText, cleanOrNull } from './words.js';

/** When a payment first came to a stage. */
export interface Turn {
  /** Which of the session's payments, 0 for the first. */
  readonly payment: number;
  readonly stage: Stage;
  readonly at: string;
}

/** Replays the payments of a session for the times at which they took a turn. */
export function turnsOf(entries: readonly Entry[]): readonly Turn[] {
  const turns: Turn[] = [];
  let payments: readonly PaymentState[] = [];
  for (const { at, event } of entries) {
    if (event.type !== 'payment') continue;
    const begins = event.event.type === 'sale.intended';
    const payment = begins ? payments.length : currentPaymentIndex(payments);
    const before = payments[payment]?.stage;
    payments = advancePayment(payments, event.event);
    const { stage = 'idle' } = payments[payment] ?? {};
    const known = turns.some((turn) => turn.payment === payment && turn.stage === stage);
    if (begins || (stage !== before && !known)) turns.push({ payment, stage, at });
  }
  return turns;
}

/** @param notes what is still to be looked at, one for each payment */
export function paymentsOf(
  states: readonly PaymentState[],
  turns: readonly Turn[],
  notes: readonly (string | undefined)[],
): readonly Payment[] {
  return states.flatMap((state, index): Payment[] => {
    const { sale, proof, reversalProof } = state;
    if (!sale) return [];
    const when = (stage: Stage): string | null =>
      turns.find((turn) => turn.payment === index && turn.stage === stage)?.at ?? null;
    return [
      {
        outcome: outcomeOf(state),
        sentence: sentenceOf(state),
        note: notes[index] ?? null,
        amount: sale.amount,
        currency: sale.currency,
        transactionId: cleanText(sale.transactionId),
        terminalId: cleanText(sale.terminalId),
        stan: proof?.stan ?? null,
        authorizationNo: cleanOrNull(proof?.authorizationNo),
        cardLastFour: proof?.cardLastFour ?? null,
        terminalTime: proof?.dateTime ?? null,
        stanRev: reversalProof?.stanRev ?? null,
        terminalTimeRev: reversalProof?.dateTimeRev ?? null,
        proof: reversalProof?.source ?? null,
        begunAt: when('intended') ?? '',
        chargedAt: proof ? when('approved') : null,
        returnedAt: when('reconciled'),
      },
    ];
  });
}

function outcomeOf(state: PaymentState): Payment['outcome'] {
  if (isPaymentOpen(state)) return 'open';
  if (state.stage === 'reconciled') return 'returned';
  return state.stage === 'resolved' ? 'settled-by-hand' : 'not-charged';
}

export function sentenceOf(state: PaymentState): string {
  const amount = `${formatEuros(state.sale?.amount ?? 0)} ${state.sale?.currency ?? ''}`;
  switch (outcomeOf(state)) {
    case 'returned':
      return state.reversalProof?.source === 'record'
        ? `${amount} charged and ${amount} reversed. Nothing is owed.`
        : `${amount} charged. The terminal reported ${amount} as reversed, and nothing else confirms it.`;
    case 'settled-by-hand':
      return `The test payment of ${amount} was resolved manually (${cleanText(settledInWords(state.resolvedBy ?? ''))}).`;
    case 'open':
      return [
        openSentence(state, amount),
        ...state.claims.map((claim) => asSentence(cleanText(claimWords(claim)))),
      ].join(' ');
    case 'not-charged':
      return `Nothing was charged. Nothing is owed. ${whyNot(state)}`;
  }
}

function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function openSentence({ stage, proof, completionBlockedBy }: PaymentState, amount: string): string {
  if (stage === 'intended')
    return `A test payment of ${amount} was prepared. Nothing shows that it was sent, and the terminal has not been asked yet.`;
  if (completionBlockedBy === 'reconciled')
    return `${amount} charged and ${amount} reversed, but a second terminal also answered.`;
  return proof
    ? `${amount} was charged, and the reversal is not confirmed.`
    : `It is not known whether ${amount} was charged.`;
}

function whyNot({ stage, refusal }: PaymentState): string {
  if (stage === 'absent') return 'The terminal has no record of the payment, and all counters agree.';
  if (stage === 'aborted') return 'The payment was not sent.';
  return refusal?.reason === undefined
    ? 'The terminal did not make the payment.'
    : `The terminal said: ${cleanText(refusal.reason)}`;
}
