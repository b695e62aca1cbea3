import { RETURN_CODE } from '../posxml/return-codes.js';
import type { ReversalKey } from './events.js';
import { reversalEndsBy, saleEndsBy } from './machine.js';
import type { PaymentState } from './machine.js';
import { MAX_REVERSALS } from './types.js';
import type { Doubt, Instant } from './types.js';

/** What is to be done next for a sale that is under way or was left open. */
export type Action =
  | { readonly do: 'look' }
  /** The program stopped before anything had left. */
  | { readonly do: 'abort-sale' }
  | { readonly do: 'abort-reversal' }
  /** `again`: a former one was refused, so the person at the terminal has to be spoken to first. */
  | { readonly do: 'reverse'; readonly by: ReversalKey; readonly withAmount: boolean; readonly again: boolean }
  | { readonly do: 'confirm-reversal' }
  | { readonly do: 'escalate'; readonly doubt: Doubt }
  | { readonly do: 'end' };

/** What this run of the program has done so far; a new run gets new tries. */
export interface Run {
  readonly startedAt: Instant;
  /** The record was left by a former run: what it proved may be out of date. */
  readonly resumed: boolean;
  readonly looks: number;
  readonly reversals: number;
}

/** A run that resumes an old record looks for this long at least before it gives up. Milliseconds. */
export const RESUME_PATIENCE_MS = 15_000;
/** Two absent looks have to fit between the settling time and the verdict. Milliseconds. */
export const VERDICT_GRACE_MS = 15_000;
const LOOKS_BEFORE_REPLY_COUNTS = 3;
const CONTRADICTIONS_BEFORE_ESCALATION = 3;
const LOOKS_AT_A_STRANGER = 3;

/** Decides the next step. Pure: the same state, time and run give the same step, on any machine. */
export function nextAction(state: PaymentState, now: Instant, run: Run): Action {
  switch (state.stage) {
    case 'idle':
    case 'aborted':
    case 'declined':
    case 'absent':
    case 'reconciled':
    case 'resolved':
      return { do: 'end' };
    case 'intended':
      return { do: 'abort-sale' };
    case 'reverse-intended':
      return { do: 'abort-reversal' };
    case 'sending':
    case 'refused':
    case 'unknown':
      return lookOrEscalate(state, now, run, saleEndsBy(state));
    case 'approved':
      return state.provenUnreversed && !(run.resumed && run.looks === 0) ? reverseOrEscalate(state, run) : lookOrEscalate(state, now, run, run.startedAt);
    case 'reversing':
    case 'reverse-unknown':
      return lookOrEscalate(state, now, run, reversalEndsBy(state));
    case 'reverse-refused':
      return lookOrEscalate(state, now, run, run.startedAt);
    case 'reversed':
      return confirmOrEscalate(state, run);
    case 'escalated':
      return run.looks === 0 || now < run.startedAt + RESUME_PATIENCE_MS ? { do: 'look' } : { do: 'end' };
  }
}

function lookOrEscalate(state: PaymentState, now: Instant, run: Run, endsBy: Instant): Action {
  if (state.doubt === 'wrong-terminal' && run.looks >= LOOKS_AT_A_STRANGER) return { do: 'escalate', doubt: 'wrong-terminal' };
  if (state.contradictions >= CONTRADICTIONS_BEFORE_ESCALATION) return { do: 'escalate', doubt: 'contradiction' };
  const patience = Math.max(endsBy + VERDICT_GRACE_MS, run.startedAt + RESUME_PATIENCE_MS);
  if (now < patience || run.looks === 0 || state.absentLooks > 0) return { do: 'look' };
  return { do: 'escalate', doubt: state.doubt ?? 'unreachable' };
}

function reverseOrEscalate(state: PaymentState, run: Run): Action {
  if (run.reversals >= MAX_REVERSALS) return { do: 'escalate', doubt: 'reversal-refused' };
  const last = state.reversal;
  if (!last || state.reversalRefusal === undefined || run.reversals === 0) {
    return { do: 'reverse', by: last?.by ?? 'transaction-id', withAmount: last?.withAmount ?? false, again: false };
  }
  return afterRefusal(state, last, state.reversalRefusal);
}

/** A refusal that blames the request is answered by another form of it; one that blames the card, by the card. */
function afterRefusal(state: PaymentState, last: NonNullable<PaymentState['reversal']>, code: number): Action {
  const message: readonly number[] = [RETURN_CODE.MESSAGE_ERROR, RETURN_CODE.WRONG_PARAMETER, RETURN_CODE.AMOUNT];
  const stanKnown = state.proof?.stan !== undefined;
  if (message.includes(code) && !last.withAmount) return { do: 'reverse', by: last.by, withAmount: true, again: false };
  const unknownKey = message.includes(code) || code === RETURN_CODE.NO_SUCH_TRANSACTION;
  if (unknownKey && last.by === 'transaction-id' && stanKnown) return { do: 'reverse', by: 'stan', withAmount: false, again: false };
  if (unknownKey || code === RETURN_CODE.NOT_SUPPORTED) return { do: 'escalate', doubt: 'reversal-refused' };
  return { do: 'reverse', by: last.by, withAmount: last.withAmount, again: true };
}

function confirmOrEscalate(state: PaymentState, run: Run): Action {
  if (state.contradictions >= CONTRADICTIONS_BEFORE_ESCALATION) return { do: 'escalate', doubt: 'contradiction' };
  if (run.looks < LOOKS_BEFORE_REPLY_COUNTS || state.contradictions > 0) return { do: 'look' };
  return { do: 'confirm-reversal' };
}
