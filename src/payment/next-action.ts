import { RETURN_CODE } from '../posxml/return-codes.js';
import type { ReversalKey } from './events.js';
import { claimsElsewhere, hasSecondClaim } from './claims.js';
import { reversalEndsBy, reversalPeriodMs, saleEndsBy, salePeriodMs } from './state.js';
import type { PaymentState } from './state.js';
import { HOST_MARGIN_MS, MAX_REVERSALS, REFUSAL_PROOF_MS } from './types.js';
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
  /** When it sent the first of them. */
  readonly reversingSince?: Instant | undefined;
  /** It has given up itself; an old escalation is looked at again. */
  readonly escalated: boolean;
}

/** However old the record is, a run looks for this long at least before it gives up. Milliseconds. */
export const RESUME_PATIENCE_MS = 15_000;
/** Two absent looks have to fit between the settling time and the verdict. Milliseconds. */
export const VERDICT_GRACE_MS = 15_000;
const LOOKS_BEFORE_REPLY_COUNTS = 3;
const LOOKS_AT_A_STRANGER = 3;
/** Reversals that are tried while the terminal says "not now", which is each time believed only after a while. */
const MAX_WHILE_NOT_NOW = MAX_REVERSALS + 2;
/** From "not now" to the next try, so that all of them fill the time that it is waited out. Milliseconds. */
const NOT_NOW_PAUSE_MS = HOST_MARGIN_MS / MAX_WHILE_NOT_NOW;

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
      return askOrAbort(state, now, run);
    case 'reverse-intended':
      return { do: 'abort-reversal' };
    case 'sending':
    case 'unknown':
      return lookOrEscalate(state, run, now < saleDeadline(state, run));
    case 'refused':
      return lookOrEscalate(state, run, now < patience(state, run, saleDeadline(state, run)) + agreeingMs(state));
    case 'approved':
      // Never on trust alone: it has to be the same terminal still, and not busy reversing something.
      if (state.provenUnreversed && run.looks > 0) return reverseOrEscalate(state, now, run);
      return lookOrEscalate(
        state,
        run,
        now < patience(state, run, Math.max(saleDeadline(state, run), reversalDeadline(state, run))),
      );
    case 'reversing':
    case 'reverse-unknown':
      return lookOrEscalate(state, run, now < reversalDeadline(state, run));
    case 'reverse-refused':
      return lookOrEscalate(state, run, now < patience(state, run, reversalDeadline(state, run)) + agreeingMs(state));
    case 'reversed':
      return confirmOrEscalate(state, run, now < reversalDeadline(state, run));
    case 'escalated':
      return !run.escalated && (run.looks === 0 || now < run.since + RESUME_PATIENCE_MS)
        ? { do: 'look' }
        : { do: 'end' };
  }
}

/** What has begun to agree with a refusal is looked at to its end. */
function agreeingMs({ agreedSince }: PaymentState): number {
  return agreedSince ? REFUSAL_PROOF_MS : 0;
}

function saleDeadline(state: PaymentState, run: Run): Instant {
  // Twice: another's operation may have been before ours.
  return deadline(saleEndsBy(state), 2 * salePeriodMs(state), run);
}

function reversalDeadline(state: PaymentState, run: Run): Instant {
  return deadline(reversalEndsBy(state), reversalPeriodMs(state), run);
}

/** A record of a clock that was ahead of this one's must not be waited for until that time comes. */
function deadline(endsBy: Instant, periodMs: number, run: Run): Instant {
  return Math.max(Math.min(endsBy, run.since + periodMs) + VERDICT_GRACE_MS, run.since + RESUME_PATIENCE_MS);
}

/** Most doubts may go away by waiting; a batch that has left does not come back. */
function patience({ doubt }: PaymentState, run: Run, latest: Instant): Instant {
  return doubt === 'batch-sent' ? run.since + RESUME_PATIENCE_MS : latest;
}

/** That it was never sent is believed once the terminal was asked: a former run prepared it, and its record may be an old one. */
function askOrAbort(state: PaymentState, now: Instant, run: Run): PaymentAction {
  if (run.looks > 0 && state.doubt === undefined) return { do: 'abort-sale' };
  const busy = state.doubt === 'busy' || state.doubt === 'reversal-running';
  return lookOrEscalate(state, run, now < run.since + (busy ? salePeriodMs(state) : RESUME_PATIENCE_MS));
}

function lookOrEscalate(state: PaymentState, run: Run, inTime: boolean): PaymentAction {
  if (run.looks === 0) return { do: 'look' };
  // What another terminal has made of it, no look at ours will tell; what ours has made is reversed first.
  if (state.proof === undefined && run.looks >= LOOKS_AT_A_STRANGER && claimsElsewhere(state).length > 0)
    return { do: 'escalate', doubt: 'answered-elsewhere' };
  if (state.doubt === 'wrong-terminal' && run.looks >= LOOKS_AT_A_STRANGER)
    return { do: 'escalate', doubt: 'wrong-terminal' };
  if (inTime || state.absentLooks > 0) return { do: 'look' };
  return { do: 'escalate', doubt: state.doubt ?? 'unreachable' };
}

function reverseOrEscalate(state: PaymentState, now: Instant, run: Run): PaymentAction {
  const notNow = isNotNow(state);
  // "Not now" is waited out for as long as a sale may take.
  const waitedOut = now >= (run.reversingSince ?? now) + HOST_MARGIN_MS || run.reversals >= MAX_WHILE_NOT_NOW;
  const spent = notNow ? waitedOut : run.reversals >= MAX_REVERSALS;
  if (spent) return { do: 'escalate', doubt: state.reversalRefusal === undefined ? 'unreachable' : 'reversal-refused' };
  const last = state.reversal;
  if (!last || state.reversalRefusal === undefined || run.reversals === 0) {
    return { do: 'reverse', by: last?.by ?? 'transaction-id', withAmount: last?.withAmount ?? false, again: false };
  }
  if (notNow)
    return now < run.since + NOT_NOW_PAUSE_MS
      ? { do: 'look' }
      : { do: 'reverse', by: last.by, withAmount: last.withAmount, again: false };
  return afterRefusal(state, last, state.reversalRefusal);
}

/** It could not be done at that moment: the card is not to blame, and the same may be done in a while. */
function isNotNow({ reversalRefusal, knownById, reversal }: PaymentState): boolean {
  const passing: readonly (number | undefined)[] = [
    RETURN_CODE.NOT_NOW,
    RETURN_CODE.SEQUENCE_ERROR,
    RETURN_CODE.COMMUNICATION_PROBLEM,
  ];
  // It has told of the sale under this very id, so that it will find it.
  const notYetFound =
    reversalRefusal === RETURN_CODE.NO_SUCH_TRANSACTION && knownById && reversal?.by === 'transaction-id';
  return passing.includes(reversalRefusal) || notYetFound;
}

/** A refusal that blames the request is answered by another form of it; one that blames the card, by the card. */
function afterRefusal(state: PaymentState, last: NonNullable<PaymentState['reversal']>, code: number): PaymentAction {
  const message: readonly number[] = [RETURN_CODE.MESSAGE_ERROR, RETURN_CODE.WRONG_PARAMETER, RETURN_CODE.AMOUNT];
  // A STAN comes round again: it is used only with our amount, and only where the terminal does not know our id.
  const byStan = state.proof?.stan !== undefined && !state.knownById;
  if (message.includes(code) && !last.withAmount) return { do: 'reverse', by: last.by, withAmount: true, again: false };
  const unknownKey = message.includes(code) || code === RETURN_CODE.NO_SUCH_TRANSACTION;
  if (unknownKey && last.by === 'transaction-id' && byStan)
    return { do: 'reverse', by: 'stan', withAmount: true, again: false };
  if (unknownKey || code === RETURN_CODE.NOT_SUPPORTED) return { do: 'escalate', doubt: 'reversal-refused' };
  return { do: 'reverse', by: last.by, withAmount: last.withAmount, again: true };
}

/** The reply alone counts where nothing else can be had; not against the record or the batch, and not while it reverses something. */
function confirmOrEscalate(state: PaymentState, run: Run, inTime: boolean): PaymentAction {
  if (run.looks < LOOKS_BEFORE_REPLY_COUNTS) return { do: 'look' };
  if (claimsElsewhere(state).length > 0) return { do: 'escalate', doubt: 'answered-elsewhere' };
  // Ours could tell, and is not the one that is asked.
  if (state.doubt === 'wrong-terminal') return { do: 'escalate', doubt: 'wrong-terminal' };
  if (hasSecondClaim(state)) return inTime ? { do: 'look' } : { do: 'escalate', doubt: 'more-than-one' };
  if (state.contradictions === 0 && state.doubt !== 'reversal-running') return { do: 'confirm-reversal' };
  if (inTime) return { do: 'look' };
  return { do: 'escalate', doubt: state.doubt ?? 'contradiction' };
}
