import { absenceDoubt, isTelling, refusalDoubt } from './absence.js';
import { agreementAfter, hasAgreedFor } from './agreement.js';
import { batchDoubt, totalMoved, unrestOf } from './counters.js';
import { hasPassed } from './elapsed.js';
import type { ClockReading } from './elapsed.js';
import { saleEndsBy, saleOf, salePeriodMs } from './state.js';
import type { PaymentState } from './state.js';
import { REFUSAL_PROOF_MS } from './types.js';
import type { Doubt, TerminalSnapshot } from './types.js';
import type { RecordFinding } from './verify-record.js';

type Denial = Extract<RecordFinding, { kind: 'failed' | 'none' }>;

/** A look finds that the sale failed, or nothing of it: when that is believed. Pure. */
export function afterDenial(
  state: PaymentState,
  finding: Denial,
  look: TerminalSnapshot,
  now: ClockReading,
): PaymentState {
  if (finding.kind === 'failed' && finding.named) return afterFailedRecord(state, look, now);
  if (state.refusal) return afterRefusal(state, look, now);
  return finding.kind === 'failed' ? afterUnmarkedFailure(state, look, now) : afterAbsence(state, look, now);
}

/**
 * A failed record of our own ends it. Not while the terminal is at work, or does not tell whether it is, for then it may
 * be provisional; and where the reply was lost, or a cancel of ours may have lost its race, only after a while.
 */
function afterFailedRecord(state: PaymentState, look: TerminalSnapshot, now: ClockReading): PaymentState {
  const ended = saleHasEnded(state, look, now);
  const doubt = totalMoved(look, state.baseline) ? 'counters-moved' : ended ? undefined : restDoubt(look);
  if (doubt) return doubted(state, doubt);
  if (ended || (state.refusal && !state.cancelSent)) return { ...state, stage: 'declined', doubt: undefined };
  if (!state.refusal) return doubted(state, waitDoubt(state, now));
  return agreed(state, look, now);
}

/** Why the terminal is not known to be at rest in this look: it says that it is not, or its status could not be had. */
function restDoubt(look: TerminalSnapshot): Doubt | undefined {
  return look.cardInReader === undefined ? 'counters-unknown' : unrestOf(look);
}

/** The terminal said no, and keeps no record of it: its counters have to stay as they were for a while, or the whole period passes. */
function afterRefusal(state: PaymentState, look: TerminalSnapshot, now: ClockReading): PaymentState {
  const doubt = refusalDoubt(look, state.baseline, saleOf(state), state.refusal?.stan);
  if (doubt === undefined) return agreed(state, look, now);
  if (isTelling(doubt) || !saleHasEnded(state, look, now) || !isWitnessed(state, look)) return doubted(state, doubt);
  return countAbsence(state, 'declined');
}

/** A batch that left would show: by its number, or else by what is counted, to the one who has looked all the while. */
function isWitnessed({ baseline, unwatched }: PaymentState, look: TerminalSnapshot): boolean {
  const isCounted = baseline.transactionsCount !== undefined && look.transactionsCount !== undefined;
  return batchDoubt(look, baseline) === undefined || (isCounted && !unwatched);
}

/** All agree with the refusal, in a first look, or for long enough. */
function agreed(state: PaymentState, look: TerminalSnapshot, now: ClockReading): PaymentState {
  const agreedSince = agreementAfter(state, look, now);
  const isProven = hasAgreedFor(REFUSAL_PROOF_MS, agreedSince, now);
  return { ...state, stage: isProven ? 'declined' : state.stage, agreedSince, absentLooks: 0, doubt: undefined };
}

function afterAbsence(state: PaymentState, look: TerminalSnapshot, now: ClockReading): PaymentState {
  const doubt = absenceDoubt(look, state.baseline, saleOf(state));
  if (doubt) return doubted(state, doubt);
  return saleHasEnded(state, look, now) ? countAbsence(state, 'absent') : doubted(state, waitDoubt(state, now));
}

/**
 * The reply was lost, and asked by our id the terminal tells of a failure without a name: as in absence the whole period
 * passes first. A failure may well have used up a STAN.
 */
function afterUnmarkedFailure(state: PaymentState, look: TerminalSnapshot, now: ClockReading): PaymentState {
  const doubt =
    look.reversalActive === undefined ? 'counters-unknown' : refusalDoubt(look, state.baseline, saleOf(state));
  if (doubt && (doubt !== 'stan-unaccounted' || !isWitnessed(state, look))) return doubted(state, doubt);
  return saleHasEnded(state, look, now) ? countAbsence(state, 'declined') : doubted(state, waitDoubt(state, now));
}

function doubted(state: PaymentState, doubt: Doubt | undefined): PaymentState {
  return { ...state, absentLooks: 0, agreedSince: undefined, doubt };
}

function countAbsence(state: PaymentState, end: 'absent' | 'declined'): PaymentState {
  const absentLooks = state.absentLooks + 1;
  return { ...state, stage: absentLooks >= 2 ? end : state.stage, absentLooks, doubt: undefined };
}

function saleHasEnded(state: PaymentState, look: TerminalSnapshot, now: ClockReading): boolean {
  return hasPassed(
    salePeriodMs(state),
    { from: state.period?.from.at ?? state.sentAt ?? 0, to: now.at },
    { from: state.baseline.time, to: look.time },
  );
}

/** Waiting is no doubt; but this machine's clock may have been set back, or ahead of what the terminal's shows. */
function waitDoubt(state: PaymentState, { at }: ClockReading): Doubt | undefined {
  if (at < (state.period?.from.at ?? 0)) return 'counters-unknown';
  return at < saleEndsBy(state) ? undefined : 'busy';
}
