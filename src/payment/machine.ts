import { afterLook } from './apply-record-check.js';
import type { PaymentEvent } from './events.js';
import { claimInReversalReply, claimInSaleReply, hasSecondClaim, isUnsettledByClaim, withClaims } from './claims.js';
import { isPlainRefusal, judgeReversalReply, judgeSaleReply } from './verify-reply.js';
import { differsFromSale, hasOtherAmount, isFailed } from './identity-checks.js';
import { IllegalTransition, INITIAL, isPaymentOpen, saleOf } from './state.js';
import type { PaymentState, Refusal, Stage } from './state.js';
import type { ClockReading, Uptime } from './elapsed.js';
import type { Cents } from '../posxml/fields.js';
import type { Claim, Instant, Sale, TransactionView } from './types.js';

/** The state after an event. Throws IllegalTransition for an event that the stage cannot have. Pure. */
export function advanceState(state: PaymentState, event: PaymentEvent): PaymentState {
  if (!isLegal(state, event)) throw new IllegalTransition(`${event.type} cannot follow in stage ${state.stage}`);
  return isUnsettledByClaim(state.stage, transition(state, event));
}

function transition(state: PaymentState, event: PaymentEvent): PaymentState {
  switch (event.type) {
    case 'sale.intended':
      return { ...INITIAL, stage: 'intended', sale: event.sale, baseline: event.baseline };
    case 'sale.sending':
      return { ...state, stage: 'sending', sentAt: event.at, period: { sent: momentOf(event), from: momentOf(event) } };
    case 'sale.aborted':
      return { ...state, stage: 'aborted' };
    case 'sale.lost':
      return { ...state, stage: 'unknown', seenAt: momentOfReply(state, event.at) };
    case 'sale.replied':
      return { ...afterSaleReply(state, event.view), seenAt: momentOfReply(state, event.at) };
    case 'cancel.sending':
      return { ...state, cancelSent: true, ...(event.asked !== undefined && { asked: event.asked }) };
    case 'cancel.ended':
      return state;
    case 'looked':
      return afterLook(state, event.look, momentOf(event));
    case 'reversal.intended':
      return {
        ...state,
        stage: 'reverse-intended',
        reversal: {
          by: event.by,
          withAmount: event.withAmount,
          waitS: event.waitS,
          sentAt: undefined,
          from: undefined,
          terminalTime: state.terminalTime,
          nextStan: state.nextStan,
          failedReturns: state.failedReturns,
        },
        agreedSince: undefined,
        provenUnreversed: false,
        reversalRefusal: undefined,
        unmarkedSuccess: false,
        contradictions: 0,
        looks: 0,
      };
    case 'reversal.sending':
      return {
        ...state,
        stage: 'reversing',
        reversals: state.reversals + 1,
        reversal: state.reversal && { ...state.reversal, sentAt: event.at, from: momentOf(event) },
      };
    case 'reversal.aborted':
      // Nothing has left, so what was proven of the sale still stands.
      return {
        ...state,
        stage: 'approved',
        provenUnreversed: true,
        reversals: state.reversals - (state.stage === 'reversing' ? 1 : 0),
      };
    case 'reversal.lost':
      return { ...state, stage: 'reverse-unknown' };
    case 'reversal.replied':
      return afterReversalReply(state, event.view);
    case 'reversal.confirmed':
      // What spoke against it is kept: the agent is told.
      return { ...state, stage: 'reconciled' };
    case 'escalated':
      return { ...state, stage: 'escalated', doubt: event.doubt };
    case 'resolved':
      return { ...state, stage: 'resolved', resolvedBy: `${event.how} by ${event.who}: ${event.evidence}` };
  }
}

const LOOKABLE: readonly Stage[] = [
  'intended',
  'sending',
  'refused',
  'unknown',
  'approved',
  'reversing',
  'reverse-refused',
  'reverse-unknown',
  'reversed',
  'escalated',
];

function isLegal(state: PaymentState, event: PaymentEvent): boolean {
  const stage = state.stage;
  switch (event.type) {
    case 'sale.intended':
      return !isPaymentOpen(state) && event.sale.transactionId !== state.sale?.transactionId;
    case 'sale.sending':
      return stage === 'intended';
    case 'sale.aborted':
      return stage === 'intended' || stage === 'sending';
    case 'sale.replied':
    case 'sale.lost':
      return stage === 'sending';
    case 'cancel.sending':
      // Only a sale is ever cancelled: a reversal is what brings the money back.
      return stage === 'sending' && !state.cancelSent;
    case 'cancel.ended':
      return state.cancelSent;
    case 'looked':
      return LOOKABLE.includes(stage);
    case 'reversal.intended':
      return stage === 'approved' && state.provenUnreversed;
    case 'reversal.confirmed':
      return stage === 'reversed' && state.contradictions === 0 && !hasSecondClaim(state);
    case 'reversal.sending':
      return stage === 'reverse-intended';
    case 'reversal.aborted':
      return stage === 'reverse-intended' || stage === 'reversing';
    case 'reversal.replied':
    case 'reversal.lost':
      return stage === 'reversing';
    case 'escalated':
    case 'resolved':
      return isPaymentOpen(state);
  }
}

function afterSaleReply(state: PaymentState, view: TransactionView): PaymentState {
  const verdict = judgeSaleReply(view, saleOf(state));
  switch (verdict.kind) {
    case 'approved':
      return { ...state, stage: 'approved', proof: verdict.proof, provenUnreversed: true };
    case 'refused':
      return { ...state, stage: 'refused', refusal: refusalIn(view, saleOf(state)) };
    case 'unclear':
      return {
        ...claiming(state, claimInSaleReply(view, saleOf(state), isPlainlyRefused(view))),
        stage: 'unknown',
        amountSaid: otherAmount(view, saleOf(state)),
      };
  }
}

/** A refusal that names our sale says which STAN it has used up. */
function refusalIn(view: TransactionView, sale: Sale): Refusal {
  const stan = view.transactionId === sale.transactionId ? view.stan : undefined;
  return { returnCode: view.returnCode, reason: view.reason, ...(stan !== undefined && { stan }) };
}

/** Another amount that is told under our own id, with a tip or without. */
function otherAmount(view: TransactionView, sale: Sale): Cents | undefined {
  const ours = view.transactionId === sale.transactionId && !differsFromSale(view.terminalId, sale.terminalId);
  return ours && hasOtherAmount(view, sale) ? (view.amount ?? sale.amount) + (view.additionalAmount ?? 0) : undefined;
}

/** In the run that sent it: its two clocks go alike. */
function momentOfReply({ period }: PaymentState, at: Instant): ClockReading {
  const sent = period?.sent;
  return sent?.up ? { at, up: { boot: sent.up.boot, ms: sent.up.ms + (at - sent.at) } } : { at };
}

function momentOf({ at, up }: { readonly at: Instant; readonly up?: Uptime | undefined }): ClockReading {
  return up ? { at, up } : { at };
}

function claiming(state: PaymentState, claim: Claim | undefined): PaymentState {
  return claim ? { ...state, claims: withClaims(state.claims, [claim]) } : state;
}

/** ReturnCode 0 is a refusal only together with a failure's marks. */
function isPlainlyRefused(view: TransactionView): boolean {
  return isPlainRefusal(view.returnCode) && (view.returnCode !== 0 || isFailed(view));
}

function afterReversalReply(state: PaymentState, view: TransactionView): PaymentState {
  const verdict = judgeReversalReply(view, saleOf(state));
  switch (verdict.kind) {
    case 'reversed':
      return { ...state, stage: 'reversed', reversalProof: verdict.proof };
    case 'refused':
      return { ...state, stage: 'reverse-refused', reversalRefusal: verdict.returnCode };
    case 'unclear':
      return {
        ...claiming(state, claimInReversalReply(view, saleOf(state))),
        stage: 'reverse-unknown',
        unmarkedSuccess: view.returnCode === 0,
        amountSaid: otherAmount(view, saleOf(state)) ?? state.amountSaid,
      };
  }
}
