import type { PaymentEvent, ReversalKey } from './events.js';
import { absenceDoubt, judgeLook, judgeReversalReply, judgeSaleReply } from './judge.js';
import type { Finding } from './judge.js';
import { HOST_MARGIN_MS } from './types.js';
import type { Baseline, Doubt, Instant, Look, ReversalProof, Sale, SaleProof } from './types.js';

export type Stage =
  | 'idle'
  | 'intended'
  | 'sending'
  | 'refused' // the terminal said no; one look has to agree
  | 'unknown'
  | 'approved'
  | 'reverse-intended'
  | 'reversing'
  | 'reverse-refused'
  | 'reverse-unknown'
  | 'reversed' // by the reply; the terminal's record has to agree
  | 'escalated'
  // Final: nothing is owed.
  | 'aborted'
  | 'declined'
  | 'absent'
  | 'reconciled'
  | 'resolved';

export interface PaymentState {
  readonly stage: Stage;
  readonly sale: Sale | undefined;
  readonly baseline: Baseline;
  /** When the sale may have been sent. */
  readonly sentAt: Instant | undefined;
  readonly cancelSent: boolean;
  readonly refusal: { readonly returnCode: number | undefined; readonly reason: string | undefined } | undefined;
  readonly proof: SaleProof | undefined;
  readonly reversals: number;
  readonly reversal: { readonly by: ReversalKey; readonly withAmount: boolean; readonly waitS: number; readonly sentAt: Instant | undefined } | undefined;
  /** The ReturnCode of the last refused reversal. */
  readonly reversalRefusal: number | undefined;
  /** The last reversal was answered with ReturnCode 0 but without a reversal's marks. */
  readonly unmarkedSuccess: boolean;
  readonly reversalProof: ReversalProof | undefined;
  /** Proof that the sale stands unreversed, from a look after the last reversal. */
  readonly provenUnreversed: boolean;
  /** Looks in a row that prove absence. */
  readonly absentLooks: number;
  readonly looks: number;
  readonly contradictions: number;
  readonly doubt: Doubt | undefined;
  readonly resolvedBy: string | undefined;
}

export const INITIAL: PaymentState = {
  stage: 'idle',
  sale: undefined,
  baseline: { nextStan: undefined, fileNumber: undefined, transactionsCount: undefined },
  sentAt: undefined,
  cancelSent: false,
  refusal: undefined,
  proof: undefined,
  reversals: 0,
  reversal: undefined,
  reversalRefusal: undefined,
  unmarkedSuccess: false,
  reversalProof: undefined,
  provenUnreversed: false,
  absentLooks: 0,
  looks: 0,
  contradictions: 0,
  doubt: undefined,
  resolvedBy: undefined,
};

const FINAL: ReadonlySet<Stage> = new Set<Stage>(['aborted', 'declined', 'absent', 'reconciled', 'resolved']);

/** Nothing is owed and nothing more is to be done. */
export function isFinal(state: PaymentState): boolean {
  return FINAL.has(state.stage);
}

/** Money may be out: no new sale on this terminal. */
export function isOpen(state: PaymentState): boolean {
  return state.stage !== 'idle' && !isFinal(state);
}

export class IllegalTransition extends Error {}

/** The state after an event. Throws IllegalTransition for an event that the stage cannot have. Pure. */
export function advance(state: PaymentState, event: PaymentEvent): PaymentState {
  if (!isLegal(state, event)) throw new IllegalTransition(`${event.type} cannot follow in stage ${state.stage}`);
  switch (event.type) {
    case 'sale.intended':
      return { ...INITIAL, stage: 'intended', sale: event.sale, baseline: event.baseline };
    case 'sale.sending':
      return { ...state, stage: 'sending', sentAt: event.at };
    case 'sale.aborted':
      return { ...state, stage: 'aborted' };
    case 'sale.lost':
      return { ...state, stage: 'unknown' };
    case 'sale.replied':
      return afterSaleReply(state, event.view);
    case 'cancel.sending':
      return { ...state, cancelSent: true };
    case 'cancel.ended':
      return state;
    case 'looked':
      return afterLook({ ...state, looks: state.looks + 1 }, event.look, event.at);
    case 'reversal.intended':
      return {
        ...state,
        stage: 'reverse-intended',
        reversal: { by: event.by, withAmount: event.withAmount, waitS: event.waitS, sentAt: undefined },
        provenUnreversed: false,
        reversalRefusal: undefined,
        unmarkedSuccess: false,
        contradictions: 0,
        looks: 0,
      };
    case 'reversal.sending':
      return { ...state, stage: 'reversing', reversals: state.reversals + 1, reversal: state.reversal && { ...state.reversal, sentAt: event.at } };
    case 'reversal.aborted':
      // Nothing has left, so what was proven of the sale still stands.
      return { ...state, stage: 'approved', provenUnreversed: true, reversals: state.reversals - (state.stage === 'reversing' ? 1 : 0) };
    case 'reversal.lost':
      return { ...state, stage: 'reverse-unknown' };
    case 'reversal.replied':
      return afterReversalReply(state, event.view);
    case 'reversal.confirmed':
      return { ...state, stage: 'reconciled', doubt: undefined };
    case 'escalated':
      return { ...state, stage: 'escalated', doubt: event.doubt };
    case 'resolved':
      return { ...state, stage: 'resolved', resolvedBy: `${event.who}: ${event.how}` };
  }
}

const LOOKABLE: readonly Stage[] = ['sending', 'refused', 'unknown', 'approved', 'reversing', 'reverse-refused', 'reverse-unknown', 'reversed', 'escalated'];

function isLegal(state: PaymentState, event: PaymentEvent): boolean {
  const stage = state.stage;
  switch (event.type) {
    case 'sale.intended':
      return !isOpen(state);
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
      return stage === 'reversed' && state.contradictions === 0;
    case 'reversal.sending':
      return stage === 'reverse-intended';
    case 'reversal.aborted':
      return stage === 'reverse-intended' || stage === 'reversing';
    case 'reversal.replied':
    case 'reversal.lost':
      return stage === 'reversing';
    case 'escalated':
    case 'resolved':
      return isOpen(state);
  }
}

function afterSaleReply(state: PaymentState, view: Parameters<typeof judgeSaleReply>[0]): PaymentState {
  const verdict = judgeSaleReply(view, saleOf(state));
  switch (verdict.kind) {
    case 'approved':
      return { ...state, stage: 'approved', proof: verdict.proof, provenUnreversed: true };
    case 'refused':
      return { ...state, stage: 'refused', refusal: { returnCode: view.returnCode, reason: view.reason } };
    case 'unclear':
      return { ...state, stage: 'unknown' };
  }
}

function afterReversalReply(state: PaymentState, view: Parameters<typeof judgeReversalReply>[0]): PaymentState {
  const verdict = judgeReversalReply(view, saleOf(state));
  switch (verdict.kind) {
    case 'reversed':
      return { ...state, stage: 'reversed', reversalProof: verdict.proof };
    case 'refused':
      return { ...state, stage: 'reverse-refused', reversalRefusal: verdict.returnCode };
    case 'unclear':
      return { ...state, stage: 'reverse-unknown', unmarkedSuccess: view.returnCode === 0 };
  }
}

/** A look can settle any open stage: what the terminal's record proves counts, whatever was thought before. */
function afterLook(state: PaymentState, look: Look, at: Instant): PaymentState {
  const sale = saleOf(state);
  const finding = judgeLook(look, sale);
  switch (finding.kind) {
    case 'reversed':
      return { ...state, stage: 'reconciled', proof: state.proof ?? finding.sale, reversalProof: mergeProof(finding.proof, state.reversalProof), doubt: undefined };
    case 'approved':
      return afterApprovedLook(state, finding, at);
    case 'failed':
      return state.reversals > 0 || state.proof ? contradict(state) : { ...state, stage: 'declined', doubt: undefined };
    case 'none':
      return afterAbsentLook(state, look, sale, at);
    case 'unproven':
      // A terminal that can be asked nothing has still said no in so many words.
      if (state.refusal && cannotBeAsked(look, sale)) return { ...state, stage: 'declined', doubt: undefined };
      return { ...state, stage: settled(state.stage), absentLooks: 0, doubt: finding.doubt };
  }
}

function cannotBeAsked(look: Look, sale: Sale): boolean {
  return look.terminalId === sale.terminalId && look.reversalActive !== true && look.query.kind === 'unsupported' && look.batch.kind === 'unsupported';
}

/** Replaying a killed run finds it in flight; a look then starts from "unknown". */
function settled(stage: Stage): Stage {
  if (stage === 'sending') return 'unknown';
  return stage === 'reversing' ? 'reverse-unknown' : stage;
}

function afterApprovedLook(state: PaymentState, finding: Extract<Finding, { kind: 'approved' }>, at: Instant): PaymentState {
  const proof = { ...finding.proof, ...dropUndefined(state.proof) };
  const known = { ...state, proof, absentLooks: 0, doubt: undefined };
  const stage = settled(state.stage);
  if (stage === 'reversed') return contradict(known);
  const beforeReversal = state.reversals === 0;
  const ended = stage === 'reverse-refused' || at >= reversalEndsBy(state);
  const enough = !state.unmarkedSuccess || finding.inBatch;
  if (beforeReversal || (ended && enough)) return { ...known, stage: 'approved', provenUnreversed: true };
  return { ...known, stage, doubt: state.unmarkedSuccess && ended ? 'contradiction' : 'reversal-running' };
}

function afterAbsentLook(state: PaymentState, look: Look, sale: Sale, at: Instant): PaymentState {
  const stage = settled(state.stage);
  if (state.refusal) return { ...state, stage: 'declined', doubt: undefined };
  // The sale is proven; that the terminal no longer knows it does not return the money.
  if (state.proof || state.reversals > 0) return { ...state, stage, doubt: 'batch-sent' };
  const doubt = absenceDoubt(look, state.baseline, sale);
  if (doubt) return { ...state, stage, absentLooks: 0, doubt };
  if (at < saleEndsBy(state)) return { ...state, stage, absentLooks: 0, doubt: undefined };
  const absentLooks = state.absentLooks + 1;
  return { ...state, stage: absentLooks >= 2 ? 'absent' : stage, absentLooks, doubt: undefined };
}

function contradict(state: PaymentState): PaymentState {
  return { ...state, contradictions: state.contradictions + 1, doubt: 'contradiction' };
}

/** The instant by which the terminal must be done with the sale, whatever happened to its reply. */
export function saleEndsBy(state: PaymentState): Instant {
  const sale = saleOf(state);
  return (state.sentAt ?? 0) + sale.cardTimeoutS * 1000 + HOST_MARGIN_MS;
}

/** The same for the last reversal, which has no time-out field of its own. */
export function reversalEndsBy(state: PaymentState): Instant {
  return (state.reversal?.sentAt ?? 0) + (state.reversal?.waitS ?? 0) * 1000 + HOST_MARGIN_MS;
}

export function saleOf(state: PaymentState): Sale {
  if (!state.sale) throw new IllegalTransition('there is no sale yet');
  return state.sale;
}

function mergeProof(record: ReversalProof, reply: ReversalProof | undefined): ReversalProof {
  return { stanRev: record.stanRev ?? reply?.stanRev, dateTimeRev: record.dateTimeRev ?? reply?.dateTimeRev, source: 'record' };
}

function dropUndefined(proof: SaleProof | undefined): Partial<SaleProof> {
  return Object.fromEntries(Object.entries(proof ?? {}).filter(([, value]) => value !== undefined));
}
