import { batchDoubt, othersAtWork, totalMoved } from './counters.js';
import { claimsInLook, hasSecondClaim, withClaims } from './claims.js';
import { hasPassed, sinceThen } from './elapsed.js';
import type { ClockReading } from './elapsed.js';
import { afterDenial } from './after-denial.js';
import { agreementAfter, hasAgreedFor, isUnmoved } from './agreement.js';
import { asNeverSent } from './never-sent.js';
import { judgeLook } from './verify-record.js';
import type { RecordFinding } from './verify-record.js';
import { reversalPeriodMs, saleOf, salePeriodMs } from './state.js';
import type { PaymentState, Period, Stage } from './state.js';
import { RETURN_CODE } from '../posxml/return-codes.js';
import { REFUSAL_PROOF_MS } from './types.js';
import type { Doubt, TerminalSnapshot, ReversalProof, Sale, SaleProof } from './types.js';

/** A look can settle any open stage: what the terminal's record proves counts, whatever was thought before. Pure. */
export function afterLook(state: PaymentState, look: TerminalSnapshot, now: ClockReading): PaymentState {
  if (state.sentAt !== undefined) return afterLookAtSent(state, look, now);
  // When it was sent nobody knows, so that its whole period is waited.
  const sent = { ...state, stage: sentStage(state.stage), sentAt: now.at, period: { sent: now, from: now } };
  return asNeverSent(state, look) ?? afterLookAtSent(sent, look, now);
}

function sentStage(stage: Stage): Stage {
  return stage === 'intended' ? 'unknown' : stage;
}

function afterLookAtSent(before: PaymentState, look: TerminalSnapshot, now: ClockReading): PaymentState {
  const sale = saleOf(before);
  const known = { baseline: before.baseline, stan: before.proof?.stan, stanRev: before.reversalProof?.stanRev };
  const finding = judgeLook(look, sale, known);
  // What proves nothing may still be money: it speaks against every look that finds nothing, and a second sale beside the
  // one that is proven stays known when the terminal cannot be asked any more.
  const claims = withClaims(before.claims, claimsInLook(look, sale));
  const state: PaymentState = {
    ...before,
    looks: before.looks + 1,
    terminalTime: look.time ?? before.terminalTime,
    stage: settled(before.stage),
    claims,
    ...watched(before, look, now),
    period: periodAfter(before, look, now),
    reversal: before.reversal?.from
      ? { ...before.reversal, from: sinceThen(before.reversal.from, now) }
      : before.reversal,
    agreedSince: before.agreedSince && { ...before.agreedSince, since: sinceThen(before.agreedSince.since, now) },
    knownById: before.knownById || isFoundById(look, before),
    nextStan: look.nextStan ?? before.nextStan,
  };
  switch (finding.kind) {
    case 'reversed':
      return afterReversedLook(state, finding, look);
    case 'approved':
      return afterApprovedLook(state, finding, look, now);
    case 'failed':
    case 'none':
      return isCharged(state) ? afterForgotten(state, finding, look) : afterDenial(state, finding, look, now);
    case 'unproven':
      // A terminal that can be asked nothing has still said no in so many words.
      if (state.refusal && !isCharged(state) && cannotBeAsked(look, finding.doubt))
        return afterDenial(state, { kind: 'none' }, look, now);
      return unproven(state, finding.doubt);
  }
}

/** Replaying a killed run finds it in flight; a look then starts from "unknown". */
function settled(stage: Stage): Stage {
  if (stage === 'sending') return 'unknown';
  return stage === 'reversing' ? 'reverse-unknown' : stage;
}

/** What is booked, and leaves with its batch, between two looks as far apart as that is in neither of them. Milliseconds. */
const WATCHED_WITHIN_MS = 90_000;

function watched(
  { seenAt, unwatched, sale, baseline }: PaymentState,
  look: TerminalSnapshot,
  now: ClockReading,
): Pick<PaymentState, 'seenAt' | 'unwatched'> {
  const last = seenAt && sinceThen(seenAt, now);
  const restarted = now.up !== undefined && seenAt?.up?.boot !== now.up.boot;
  const gap = last === undefined || restarted || Math.abs(now.at - last.at) > WATCHED_WITHIN_MS;
  const told = look.transactionsCount !== undefined && look.terminalId === sale?.terminalId;
  // A count that has moved may fall back with the batch that takes the sale along.
  const moved =
    told && baseline.transactionsCount !== undefined && look.transactionsCount !== baseline.transactionsCount;
  return { seenAt: told ? now : last, unwatched: unwatched || gap || moved };
}

/** The terminal is at an operation of another client: ours may be waiting behind it, and then begins only when that has ended. */
function periodAfter(before: PaymentState, look: TerminalSnapshot, now: ClockReading): Period | undefined {
  if (!before.period) return undefined;
  const [sent, from] = [sinceThen(before.period.sent, now), sinceThen(before.period.from, now)];
  const busy = look.reach === 'busy' || look.query.kind === 'busy';
  const queued = busy || (from.at === sent.at && othersAtWork(look, saleOf(before)));
  const inTime = now.at <= sent.at + salePeriodMs(before);
  return { sent, from: queued && inTime ? now : from };
}

function isFoundById({ query }: TerminalSnapshot, state: PaymentState): boolean {
  return (
    query.kind === 'found' && query.by === 'transaction-id' && query.view.transactionId === saleOf(state).transactionId
  );
}

/** Once the sale is proven, nothing that the terminal forgets or denies later takes the charge back. */
function isCharged(state: PaymentState): boolean {
  return state.proof !== undefined || state.reversals > 0;
}

/** It named itself and is at rest; only what it was asked it does not know how to tell. */
function cannotBeAsked(look: TerminalSnapshot, doubt: Doubt): boolean {
  return doubt === 'counters-unknown' && look.query.kind === 'unsupported' && look.batch.kind === 'unsupported';
}

/** With these a first reversal by our own id does no harm: the sale is proven, and this is the terminal that made it. */
const HARMLESS: readonly Doubt[] = [
  'unclear-record',
  'return-not-in-batch',
  'counters-unknown',
  'batch-sent',
  'more-than-one',
];

/** With these one witness of a return speaks against another. */
const DISAGREEMENTS: readonly Doubt[] = ['return-not-in-batch', 'amount-differs', 'more-than-one'];

function unproven(state: PaymentState, doubt: Doubt): PaymentState {
  const provenUnreversed = state.provenUnreversed && state.reversals === 0 && HARMLESS.includes(doubt);
  const contradictions = state.contradictions + Number(DISAGREEMENTS.includes(doubt));
  const countedInBatch = state.countedInBatch || doubt === 'return-not-in-batch';
  return { ...state, absentLooks: 0, agreedSince: undefined, provenUnreversed, contradictions, countedInBatch, doubt };
}

function afterForgotten(
  state: PaymentState,
  finding: Extract<RecordFinding, { kind: 'failed' | 'none' }>,
  look: TerminalSnapshot,
): PaymentState {
  if (finding.kind === 'failed' && finding.named) return contradict(state);
  // It has forgotten both, and still counts the money.
  if (totalMoved(look, state.baseline)) return unproven(state, 'return-not-in-batch');
  return unproven(state, batchDoubt(look, state.baseline) === 'batch-sent' ? 'batch-sent' : 'unclear-record');
}

function afterReversedLook(
  state: PaymentState,
  finding: Extract<RecordFinding, { kind: 'reversed' }>,
  look: TerminalSnapshot,
): PaymentState {
  // What a refused reversal left behind looks the same; and where none was ever sent, it is no reversal of ours.
  if (!finding.outright && (state.reversalRefusal !== undefined || state.reversals === 0))
    return unproven(state, 'unclear-record');
  // The reply to the reversal and the record of it do not tell the same.
  if (state.amountSaid !== undefined) return unproven(state, 'amount-differs');
  if (differ(state.reversalProof?.stanRev, finding.proof.stanRev)) return unproven(state, 'more-than-one');
  if (state.countedInBatch && batchDoubt(look, state.baseline) === 'batch-sent' && !showsReturn(look, saleOf(state)))
    return unproven(state, 'return-not-in-batch');
  const proof = mergeProof(state.proof, finding.sale);
  if (hasSecondClaim({ ...state, proof })) return unproven(state, 'more-than-one');
  return {
    ...state,
    stage: 'reconciled',
    proof,
    reversalProof: mergeReversal(finding.proof, state.reversalProof),
    provenUnreversed: false,
    doubt: undefined,
  };
}

/** The batch names a return of ours. */
function showsReturn({ batch }: TerminalSnapshot, { transactionId }: Sale): boolean {
  return (
    batch.kind === 'read' && batch.entries.some((row) => row.kind === 'reversal' && row.transactionId === transactionId)
  );
}

function differ<T>(one: T | undefined, other: T | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

function afterApprovedLook(
  state: PaymentState,
  finding: Extract<RecordFinding, { kind: 'approved' }>,
  look: TerminalSnapshot,
  now: ClockReading,
): PaymentState {
  const known: PaymentState = {
    ...state,
    proof: mergeProof(state.proof, finding.proof),
    absentLooks: 0,
    failedReturns: finding.failedReturns,
    doubt: undefined,
  };
  if (state.reversalProof) return contradict(known);
  if (state.reversals === 0) return { ...known, stage: 'approved', provenUnreversed: true };
  const agreed = agreementAfter(state, look, now);
  if (!reversalHasEnded({ ...known, agreedSince: agreed }, look, now))
    return { ...unproven(known, 'reversal-running'), agreedSince: agreed };
  if (state.unmarkedSuccess && !finding.inBatch) return unproven(known, 'contradiction');
  // A minus row without our id may have left with the batch, and not every record shows a return.
  const rowsAreGone =
    state.reversalRefusal === undefined && !finding.inBatch && batchDoubt(look, state.baseline) === 'batch-sent';
  if (rowsAreGone) return unproven(known, 'batch-sent');
  return finding.unreversed
    ? { ...known, stage: 'approved', provenUnreversed: true }
    : unproven(known, 'unclear-record');
}

/** These say that the request was not understood, or its sale not found: where no STAN was taken, nothing has begun. */
const NOT_BEGUN: readonly number[] = [
  RETURN_CODE.MESSAGE_ERROR,
  RETURN_CODE.WRONG_VERSION,
  RETURN_CODE.WRONG_PARAMETER,
  RETURN_CODE.XML_SYNTAX,
  RETURN_CODE.NO_SUCH_TRANSACTION,
  RETURN_CODE.NOT_SUPPORTED,
  RETURN_CODE.AMOUNT,
  RETURN_CODE.CURRENCY,
];

/**
 * A reversal that was refused may still be made: it has ended where the batch shows that it failed, where it never
 * began, or where the terminal has been at rest with the sale unreturned for a while. Without a reply only time ends it.
 */
function reversalHasEnded(state: PaymentState, look: TerminalSnapshot, now: ClockReading): boolean {
  if (state.stage === 'approved') return true;
  const { reversal, reversalRefusal } = state;
  if (reversalRefusal !== undefined) {
    const failed = state.failedReturns > (reversal?.failedReturns ?? 0);
    const untouched = NOT_BEGUN.includes(reversalRefusal) && isUnmoved(reversal?.nextStan, look);
    if (failed || untouched || hasAgreedFor(REFUSAL_PROOF_MS, state.agreedSince, now)) return true;
  }
  const { from, terminalTime } = reversal ?? {};
  return hasPassed(reversalPeriodMs(state), { from: from?.at ?? 0, to: now.at }, { from: terminalTime, to: look.time });
}

function contradict(state: PaymentState): PaymentState {
  return { ...state, agreedSince: undefined, contradictions: state.contradictions + 1, doubt: 'contradiction' };
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
