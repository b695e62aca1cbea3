import { RETURN_CODE } from '../posxml/return-codes.js';
import type { ReversalKey } from './events.js';
import { claimsElsewhere } from './claims.js';
import { reversalEndsBy, reversalPeriodMs, saleEndsBy, salePeriodMs } from './state.js';
import type { PaymentState } from './state.js';
import { MAX_REVERSALS } from './types.js';
import type { Doubt, Instant } from './types.js';

/** What is to be done next for a sale that is under way or was left open. */
export type PaymentAction =
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
  /** When it began, or was last done with a reversal. */
  readonly since: Instant;
  /** Looks since then. */
  readonly looks: number;
  readonly reversals: number;
  /** It has given up itself; an old escalation is looked at again. */
  readonly escalated: boolean;
}

/** However old the record is, a run looks for this long at least before it gives up. Milliseconds. */
export const RESUME_PATIENCE_MS = 15_000;
/** Two absent looks have to fit between the settling time and the verdict. Milliseconds. */
export const VERDICT_GRACE_MS = 15_000;
const LOOKS_BEFORE_REPLY_COUNTS = 3;
const CONTRADICTIONS_BEFORE_ESCALATION = 3;
const LOOKS_AT_A_STRANGER = 3;

/** Decides the next step. Pure: the same state, time and run give the same step, on any machine. */
export function nextAction(state: PaymentState, now: Instant, run: Run): PaymentAction {
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
    case 'unknown':
      return lookOrEscalate(state, run, now < saleDeadline(state, run));
    case 'refused':
      return lookOrEscalate(state, run, now < patience(state, run, saleDeadline(state, run)));
    case 'approved':
      // Never on trust alone: it has to be the same terminal still, and not busy undoing something.
      if (state.provenUnreversed && run.looks > 0) return reverseOrEscalate(state, run);
      return lookOrEscalate(
        state,
        run,
        now < patience(state, run, Math.max(saleDeadline(state, run), reversalDeadline(state, run))),
      );
    case 'reversing':
    case 'reverse-unknown':
      return lookOrEscalate(state, run, now < reversalDeadline(state, run));
    case 'reverse-refused':
      return lookOrEscalate(state, run, now < patience(state, run, reversalDeadline(state, run)));
    case 'reversed':
      return confirmOrEscalate(state, run, now < reversalDeadline(state, run));
    case 'escalated':
      return !run.escalated && (run.looks === 0 || now < run.since + RESUME_PATIENCE_MS)
        ? { do: 'look' }
        : { do: 'end' };
  }
}

function saleDeadline(state: PaymentState, run: Run): Instant {
  return deadline(saleEndsBy(state), salePeriodMs(state), run);
}

function reversalDeadline(state: PaymentState, run: Run): Instant {
  return deadline(reversalEndsBy(state), reversalPeriodMs(state), run);
}

/** A record of a clock that was ahead of this one's must not be waited for until that time comes. */
function deadline(endsBy: Instant, periodMs: number, run: Run): Instant {
  return Math.max(Math.min(endsBy, run.since + periodMs) + VERDICT_GRACE_MS, run.since + RESUME_PATIENCE_MS);
}

/** Some doubts go away by waiting; the others are not waited for. */
function patience({ doubt }: PaymentState, run: Run, latest: Instant): Instant {
  const passing: readonly (Doubt | undefined)[] = [undefined, 'unreachable', 'busy', 'reversal-running'];
  return passing.includes(doubt) ? latest : run.since + RESUME_PATIENCE_MS;
}

function lookOrEscalate(state: PaymentState, run: Run, inTime: boolean): PaymentAction {
  if (run.looks === 0) return { do: 'look' };
  // What another terminal has made of it, no look at ours will tell; what ours has made is taken back first.
  if (state.proof === undefined && run.looks >= LOOKS_AT_A_STRANGER && claimsElsewhere(state).length > 0)
    return { do: 'escalate', doubt: 'answered-elsewhere' };
  if (state.doubt === 'wrong-terminal' && run.looks >= LOOKS_AT_A_STRANGER)
    return { do: 'escalate', doubt: 'wrong-terminal' };
  if (state.contradictions >= CONTRADICTIONS_BEFORE_ESCALATION) return { do: 'escalate', doubt: 'contradiction' };
  if (inTime || state.absentLooks > 0) return { do: 'look' };
  return { do: 'escalate', doubt: state.doubt ?? 'unreachable' };
}

function reverseOrEscalate(state: PaymentState, run: Run): PaymentAction {
  if (run.reversals >= MAX_REVERSALS)
    return { do: 'escalate', doubt: state.reversalRefusal === undefined ? 'unreachable' : 'reversal-refused' };
  const last = state.reversal;
  if (!last || state.reversalRefusal === undefined || run.reversals === 0) {
    return { do: 'reverse', by: last?.by ?? 'transaction-id', withAmount: last?.withAmount ?? false, again: false };
  }
  return afterRefusal(state, last, state.reversalRefusal);
}

/** A refusal that blames the request is answered by another form of it; one that blames the card, by the card. */
function afterRefusal(state: PaymentState, last: NonNullable<PaymentState['reversal']>, code: number): PaymentAction {
  const message: readonly number[] = [RETURN_CODE.MESSAGE_ERROR, RETURN_CODE.WRONG_PARAMETER, RETURN_CODE.AMOUNT];
  const stanKnown = state.proof?.stan !== undefined;
  if (message.includes(code) && !last.withAmount) return { do: 'reverse', by: last.by, withAmount: true, again: false };
  const unknownKey = message.includes(code) || code === RETURN_CODE.NO_SUCH_TRANSACTION;
  if (unknownKey && last.by === 'transaction-id' && stanKnown)
    return { do: 'reverse', by: 'stan', withAmount: false, again: false };
  if (unknownKey || code === RETURN_CODE.NOT_SUPPORTED) return { do: 'escalate', doubt: 'reversal-refused' };
  return { do: 'reverse', by: last.by, withAmount: last.withAmount, again: true };
}

/** The reply alone counts where the terminal's record cannot be had; not against it, and not while it undoes something. */
function confirmOrEscalate(state: PaymentState, run: Run, inTime: boolean): PaymentAction {
  if (run.looks < LOOKS_BEFORE_REPLY_COUNTS) return { do: 'look' };
  if (claimsElsewhere(state).length > 0) return { do: 'escalate', doubt: 'answered-elsewhere' };
  if (state.contradictions === 0 && state.doubt !== 'reversal-running') return { do: 'confirm-reversal' };
  if (inTime && state.contradictions < CONTRADICTIONS_BEFORE_ESCALATION) return { do: 'look' };
  return { do: 'escalate', doubt: state.contradictions > 0 ? 'contradiction' : 'reversal-running' };
}
