import { absenceDoubt, batchDoubt, hasPassed, stanDoubt } from './absence.js';
import { claimsInLook, withClaims } from './claims.js';
import { isPlainRefusal } from './verify-reply.js';
import { judgeLook } from './verify-record.js';
import type { RecordFinding } from './verify-record.js';
import { reversalPeriodMs, saleEndsBy, saleOf, salePeriodMs } from './state.js';
import type { PaymentState, Stage } from './state.js';
import type { Doubt, Instant, TerminalSnapshot, ReversalProof, SaleProof } from './types.js';

/** A look can settle any open stage: what the terminal's record proves counts, whatever was thought before. Pure. */
export function afterLook(before: PaymentState, look: TerminalSnapshot, at: Instant): PaymentState {
  const finding = judgeLook(look, saleOf(before));
  const isProven = finding.kind === 'approved' || finding.kind === 'reversed';
  // What proves nothing may still be money: it speaks against every look that finds nothing.
  const claims = isProven ? before.claims : withClaims(before.claims, claimsInLook(look, saleOf(before)));
  const state = {
    ...before,
    looks: before.looks + 1,
    terminalTime: look.time ?? before.terminalTime,
    stage: settled(before.stage),
    claims,
  };
  switch (finding.kind) {
    case 'reversed':
      return afterReversedLook(state, finding);
    case 'approved':
      return afterApprovedLook(state, finding, look, at);
    case 'failed':
      return isCharged(state) ? contradict(state) : { ...state, stage: 'declined', doubt: undefined };
    case 'none':
      return afterAbsentLook(state, look, at);
    case 'unproven':
      // A terminal that can be asked nothing has still said no in so many words.
      if (isRefusedPlainly(state) && cannotBeAsked(look, finding.doubt))
        return { ...state, stage: 'declined', doubt: undefined };
      return unproven(state, finding.doubt);
  }
}

/** Replaying a killed run finds it in flight; a look then starts from "unknown". */
function settled(stage: Stage): Stage {
  if (stage === 'sending') return 'unknown';
  return stage === 'reversing' ? 'reverse-unknown' : stage;
}

/** Once the sale is proven, nothing that the terminal forgets or denies later takes the charge back. */
function isCharged(state: PaymentState): boolean {
  return state.proof !== undefined || state.reversals > 0;
}

function isRefusedPlainly(state: PaymentState): boolean {
  return state.refusal !== undefined && isPlainRefusal(state.refusal.returnCode) && !isCharged(state);
}

/** It named itself and is at rest; only what it was asked it does not know how to tell. */
function cannotBeAsked(look: TerminalSnapshot, doubt: Doubt): boolean {
  return doubt === 'counters-unknown' && look.query.kind === 'unsupported' && look.batch.kind === 'unsupported';
}

/** With these a first reversal by our own id does no harm: the sale is proven, and this is the terminal that made it. */
const HARMLESS: readonly Doubt[] = ['unclear-record', 'return-not-in-batch', 'counters-unknown', 'batch-sent'];

function unproven(state: PaymentState, doubt: Doubt): PaymentState {
  const provenUnreversed = state.provenUnreversed && state.reversals === 0 && HARMLESS.includes(doubt);
  return { ...state, absentLooks: 0, provenUnreversed, doubt };
}

function afterReversedLook(state: PaymentState, finding: Extract<RecordFinding, { kind: 'reversed' }>): PaymentState {
  // What a refused reversal left behind looks the same; and where none was ever sent, it is no reversal of ours.
  if (!finding.outright && (state.reversalRefusal !== undefined || state.reversals === 0))
    return unproven(state, 'unclear-record');
  // The terminal's word for a reversal that nobody sent, against its own batch: a first one by our id does no harm.
  if (finding.owed && state.reversals === 0) return unproven(state, 'return-not-in-batch');
  const proof = mergeProof(state.proof, finding.sale);
  return {
    ...state,
    stage: 'reconciled',
    proof,
    reversalProof: mergeReversal(finding.proof, state.reversalProof),
    provenUnreversed: false,
    doubt: undefined,
  };
}

function afterApprovedLook(
  state: PaymentState,
  finding: Extract<RecordFinding, { kind: 'approved' }>,
  look: TerminalSnapshot,
  at: Instant,
): PaymentState {
  const known: PaymentState = {
    ...state,
    proof: mergeProof(state.proof, finding.proof),
    absentLooks: 0,
    doubt: undefined,
  };
  if (state.reversalProof) return contradict(known);
  if (state.reversals === 0) return { ...known, stage: 'approved', provenUnreversed: true };
  if (!reversalHasEnded(state, look, at)) return unproven(known, 'reversal-running');
  if (state.unmarkedSuccess && !finding.inBatch) return unproven(known, 'contradiction');
  // A minus row without our id may have left with the batch, and not every record shows a return.
  const rowsAreGone =
    state.reversalRefusal === undefined && !finding.inBatch && batchDoubt(look, state.baseline) === 'batch-sent';
  if (rowsAreGone) return unproven(known, 'batch-sent');
  return finding.unreversed
    ? { ...known, stage: 'approved', provenUnreversed: true }
    : unproven(known, 'unclear-record');
}

/** A refusal ends it; without a reply only time does. */
function reversalHasEnded(state: PaymentState, look: TerminalSnapshot, at: Instant): boolean {
  if (state.reversalRefusal !== undefined || state.stage === 'approved') return true;
  const { sentAt, terminalTime } = state.reversal ?? {};
  return hasPassed(reversalPeriodMs(state), { from: sentAt ?? 0, to: at }, { from: terminalTime, to: look.time });
}

function afterAbsentLook(state: PaymentState, look: TerminalSnapshot, at: Instant): PaymentState {
  if (isCharged(state))
    return unproven(state, batchDoubt(look, state.baseline) === 'batch-sent' ? 'batch-sent' : 'unclear-record');
  if (isRefusedPlainly(state)) return afterPlainRefusal(state, look);
  if (state.refusal) return afterOtherRefusal(state, look);
  const doubt = absenceDoubt(look, state.baseline, saleOf(state));
  if (doubt) return unproven(state, doubt);
  return saleHasEnded(state, look, at)
    ? countAbsence(state, 'absent')
    : { ...state, absentLooks: 0, doubt: waitDoubt(state, at) };
}

/**
 * No such transaction, as it said: one look is enough. A batch that has left in the meantime took its rows along,
 * also those of a charge that the terminal undid by itself: then a STAN that may be ours speaks against it.
 */
function afterPlainRefusal(state: PaymentState, look: TerminalSnapshot): PaymentState {
  const left = batchDoubt(look, state.baseline) === 'batch-sent';
  const clean = look.query.kind === 'none' && stanDoubt(look, state.baseline, saleOf(state)) === undefined;
  return left && !clean ? unproven(state, 'batch-sent') : { ...state, stage: 'declined', doubt: undefined };
}

/** The terminal did not get its sale done and leaves open how far it came: its records have to be clean, twice. */
function afterOtherRefusal(state: PaymentState, look: TerminalSnapshot): PaymentState {
  const doubt = look.reversalActive === undefined ? 'counters-unknown' : batchDoubt(look, state.baseline);
  return doubt ? unproven(state, doubt) : countAbsence(state, 'declined');
}

function countAbsence(state: PaymentState, end: 'absent' | 'declined'): PaymentState {
  const absentLooks = state.absentLooks + 1;
  return { ...state, stage: absentLooks >= 2 ? end : state.stage, absentLooks, doubt: undefined };
}

function saleHasEnded(state: PaymentState, look: TerminalSnapshot, at: Instant): boolean {
  return hasPassed(
    salePeriodMs(state),
    { from: state.sentAt ?? 0, to: at },
    { from: state.baseline.time, to: look.time },
  );
}

/** Waiting is no doubt; but this machine's clock may have been set back, or ahead of what the terminal's shows. */
function waitDoubt(state: PaymentState, at: Instant): Doubt | undefined {
  if (at < (state.sentAt ?? 0)) return 'counters-unknown';
  return at < saleEndsBy(state) ? undefined : 'busy';
}

function contradict(state: PaymentState): PaymentState {
  return { ...state, contradictions: state.contradictions + 1, doubt: 'contradiction' };
}

/** What was proven first counts; what it left out is filled in. */
function mergeProof(first: SaleProof | undefined, later: SaleProof): SaleProof {
  return {
    stan: first?.stan ?? later.stan,
    authorizationNo: first?.authorizationNo ?? later.authorizationNo,
    dateTime: first?.dateTime ?? later.dateTime,
    cardLastFour: first?.cardLastFour ?? later.cardLastFour,
  };
}

function mergeReversal(record: ReversalProof, reply: ReversalProof | undefined): ReversalProof {
  return {
    stanRev: record.stanRev ?? reply?.stanRev,
    dateTimeRev: record.dateTimeRev ?? reply?.dateTimeRev,
    source: 'record',
  };
}
