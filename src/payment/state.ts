import type { Cents, LocalDateTime } from '../posxml/fields.js';
import type { TerminalQuestion } from '../posxml/messages.js';
import type { ReversalKey } from './events.js';
import type { ClockReading } from './elapsed.js';
import { HOST_MARGIN_MS } from './types.js';
import type { Baseline, Claim, Doubt, Instant, ReversalProof, Sale, SaleProof } from './types.js';

export type Stage =
  | 'idle'
  | 'intended'
  | 'sending'
  | 'refused' // the terminal said no; its record has to agree, or its counters for a while
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
  /** When the terminal last told what it counts; and whether it was ever left alone for long since the sale. */
  readonly seenAt: ClockReading | undefined;
  readonly unwatched: boolean;
  /** From when its period counts, by the clocks of the run that looked last. */
  readonly period: Period | undefined;
  readonly cancelSent: boolean;
  /** What the terminal asked its till in the middle of the sale, where that ended it. */
  readonly asked?: TerminalQuestion;
  readonly refusal: Refusal | undefined;
  readonly proof: SaleProof | undefined;
  /** What was claimed of it without proof, by whichever terminal. */
  readonly claims: readonly Claim[];
  /** The end that it would have come to but for a claim; former versions took it for ended. */
  readonly completionBlockedBy: Stage | undefined;
  readonly reversals: number;
  readonly reversal: Reversal | undefined;
  /** The ReturnCode of the last refused reversal. */
  readonly reversalRefusal: number | undefined;
  /** The last reversal was answered with ReturnCode 0 but without a reversal's marks. */
  readonly unmarkedSuccess: boolean;
  readonly reversalProof: ReversalProof | undefined;
  /** Proof that the sale stands unreversed: from its own reply, or from a look after the last reversal. */
  readonly provenUnreversed: boolean;
  /** Looks in a row that prove absence. */
  readonly absentLooks: number;
  /** Since when every look has agreed with the last refusal. */
  readonly agreedSince: Agreement | undefined;
  /** The terminal has told of our sale when asked by our id. */
  readonly knownById: boolean;
  /** The reply to a reversal told of another amount. */
  readonly amountSaid: Cents | undefined;
  /** The terminal's next STAN, and the failed returns in its batch, as last seen. */
  readonly nextStan: number | undefined;
  readonly failedReturns: number;
  readonly looks: number;
  readonly contradictions: number;
  /** The batch has counted the money although the record says that it was returned: what it took along when it left stays so. */
  readonly countedInBatch: boolean;
  /** What the terminal's clock showed at the last look. */
  readonly terminalTime: LocalDateTime | undefined;
  readonly doubt: Doubt | undefined;
  /** How it was resolved manually, who did it, and what proves it. */
  readonly resolvedBy: string | undefined;
}

export interface Refusal {
  readonly returnCode: number | undefined;
  readonly reason: string | undefined;
  /** Of the attempt that was refused, where the refusal names it as ours. */
  readonly stan?: number | undefined;
}

/** Something that takes its time at the terminal. */
export interface Period {
  /** It may have begun as late as this. */
  readonly from: ClockReading;
  /** When it was sent: an operation of another client before it in the queue adds its own period, once. */
  readonly sent: ClockReading;
}

export interface Agreement {
  readonly since: ClockReading;
  /** The terminal's next STAN all the while. */
  readonly nextStan: number | undefined;
}

export interface Reversal {
  readonly by: ReversalKey;
  readonly withAmount: boolean;
  readonly waitS: number;
  readonly sentAt: Instant | undefined;
  /** See {@link PaymentState.period}. */
  readonly from: ClockReading | undefined;
  /** The terminal's next STAN, and the failed returns in its batch, shortly before. */
  readonly nextStan: number | undefined;
  readonly failedReturns: number;
  /** What the terminal's clock showed shortly before. */
  readonly terminalTime: LocalDateTime | undefined;
}

export const INITIAL: PaymentState = {
  stage: 'idle',
  sale: undefined,
  baseline: { nextStan: undefined, fileNumber: undefined, transactionsCount: undefined },
  sentAt: undefined,
  seenAt: undefined,
  unwatched: false,
  period: undefined,
  cancelSent: false,
  refusal: undefined,
  proof: undefined,
  claims: [],
  completionBlockedBy: undefined,
  reversals: 0,
  reversal: undefined,
  reversalRefusal: undefined,
  unmarkedSuccess: false,
  reversalProof: undefined,
  provenUnreversed: false,
  absentLooks: 0,
  agreedSince: undefined,
  knownById: false,
  amountSaid: undefined,
  nextStan: undefined,
  failedReturns: 0,
  looks: 0,
  contradictions: 0,
  countedInBatch: false,
  terminalTime: undefined,
  doubt: undefined,
  resolvedBy: undefined,
};

const FINAL: ReadonlySet<Stage> = new Set<Stage>(['aborted', 'declined', 'absent', 'reconciled', 'resolved']);

/** Nothing is owed and nothing more is to be done. */
export function isFinal(state: PaymentState): boolean {
  return FINAL.has(state.stage);
}

/** Not ended: no new sale on this terminal. */
export function isPaymentOpen(state: PaymentState): boolean {
  return state.stage !== 'idle' && !isFinal(state);
}

/** Money may be out. What was only intended was not sent, by all that is known: a sale is told to be sending on disk before its first byte leaves. */
export function mayBeCharged(state: PaymentState): boolean {
  return isPaymentOpen(state) && state.stage !== 'intended';
}

export class IllegalTransition extends Error {}

export function saleOf(state: PaymentState): Sale {
  if (!state.sale) throw new IllegalTransition('there is no sale yet');
  return state.sale;
}

/** How long a sale may take at the most, from its request to the end at the terminal. Milliseconds. */
export function salePeriodMs(state: PaymentState): number {
  const { cardTimeoutS, terminalWaitS = 0 } = saleOf(state);
  return Math.max(cardTimeoutS, terminalWaitS) * 1000 + HOST_MARGIN_MS;
}

/** The same for the last reversal, which has no time-out field of its own. Milliseconds. */
export function reversalPeriodMs(state: PaymentState): number {
  return (state.reversal?.waitS ?? 0) * 1000 + HOST_MARGIN_MS;
}

/** The instant by which the terminal must be done with the sale, whatever happened to its reply. */
export function saleEndsBy(state: PaymentState): Instant {
  return (state.period?.from.at ?? state.sentAt ?? 0) + salePeriodMs(state);
}

export function reversalEndsBy(state: PaymentState): Instant {
  return (state.reversal?.from?.at ?? state.reversal?.sentAt ?? 0) + reversalPeriodMs(state);
}
