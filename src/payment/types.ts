import type { Cents, LocalDateTime } from '../posxml/fields.js';

/** Epoch milliseconds of this machine. */
export type Instant = number;

/** One test sale, fixed before anything is sent. */
export interface Sale {
  readonly transactionId: string;
  readonly amount: Cents;
  readonly currency: string;
  /** The terminal id that was confirmed; money requests go to no other. */
  readonly terminalId: string;
  /** Seconds that the terminal waits for a card. */
  readonly cardTimeoutS: number;
  /** Its own setting of that, which may be longer, and which it may keep to. Seconds. */
  readonly terminalWaitS?: number | undefined;
  readonly host: string;
  readonly port: number;
  readonly protocolVersion: string;
}

/** The terminal's counters before the sale: what absence is later proven against. */
export interface Baseline {
  readonly nextStan: number | undefined;
  readonly fileNumber: number | undefined;
  readonly transactionsCount: number | undefined;
  /** The terminal's own clock: a second witness of how much time has passed. */
  readonly time?: LocalDateTime | undefined;
  /** Former versions did not note these. */
  readonly notFinishedCount?: number | undefined;
  readonly pendingCount?: number | undefined;
  readonly fileCount?: number | undefined;
  readonly fileTotal?: Cents | undefined;
}

/** What a transaction reply says, without anything of the card but its last four digits. */
export interface TransactionView {
  readonly returnCode: number | undefined;
  readonly reason: string | undefined;
  readonly transactionId: string | undefined;
  readonly terminalId: string | undefined;
  readonly amount: Cents | undefined;
  /** A tip, or whatever the terminal added; absent where it is nothing. */
  readonly additionalAmount?: Cents | undefined;
  readonly currency: string | undefined;
  readonly stan: number | undefined;
  readonly stanRev: number | undefined;
  readonly dateTime: LocalDateTime | undefined;
  readonly dateTimeRev: LocalDateTime | undefined;
  readonly authorizationNo: string | undefined;
  readonly hostAnswer: string | undefined;
  readonly completion: string | undefined;
  readonly cardLastFour: string | undefined;
}

/** Answer of one read-only question while looking. `none`: the terminal knows no such transaction. */
export type Query =
  | { readonly kind: 'found'; readonly view: TransactionView; readonly by?: 'transaction-id' | 'stan' }
  | { readonly kind: 'none' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'unsupported'; readonly returnCode: number | undefined }
  | { readonly kind: 'unreachable'; readonly why: string };

export interface BatchEntry {
  readonly transactionId: string | undefined;
  readonly stan: number | undefined;
  readonly amount: Cents;
  /** `declined`: a row of a sale that the bank refused. `failed-reversal`: in parentheses, a sale or reversal that failed. */
  readonly kind: 'sale' | 'reversal' | 'failed-reversal' | 'declined';
}

/** What the rows of other tills since the baseline add to the counters. */
export interface OthersRows {
  readonly count: number;
  readonly total: Cents;
}

/** Who a STAN that was taken since the baseline belongs to. */
export interface StanOwner {
  readonly stan: number;
  readonly transactionId: string | undefined;
  /** Its record, or its row in parentheses, says that it moved no money. */
  readonly failed?: boolean | undefined;
}

/** One look at the terminal: everything a verdict may rest on, gathered without judgement. */
export interface TerminalSnapshot {
  readonly reach: 'answered' | 'busy' | 'unreachable';
  readonly terminalId: string | undefined;
  readonly nextStan: number | undefined;
  readonly reversalActive: boolean | undefined;
  /** With a card in its reader a terminal may still be at work. */
  readonly cardInReader?: boolean | undefined;
  readonly time?: LocalDateTime | undefined;
  readonly transactionsCount?: number | undefined;
  readonly notFinishedCount?: number | undefined;
  readonly currency: string | undefined;
  readonly query: Query;
  readonly batch:
    /** `entries` are those that may be ours; the shop's own sales are none of our business. */
    | {
        readonly kind: 'read';
        readonly fileNumber: number | undefined;
        readonly complete: boolean;
        /** It tells the number of its batch, and shows no rows. */
        readonly withoutRows?: boolean | undefined;
        readonly entries: readonly BatchEntry[];
        readonly pendingCount?: number | undefined;
        readonly count?: number | undefined;
        readonly total?: Cents | undefined;
        readonly others?: OthersRows | undefined;
      }
    | { readonly kind: 'unsupported' }
    | { readonly kind: 'unreachable' };
  readonly newerStans: readonly StanOwner[];
  /** The daily sending of the batch: whether the last one failed, and the HHMM of the next, where it is told. */
  readonly sending?: { readonly failed: boolean; readonly at: string | undefined };
}

/** What was proven of the sale, for words, reports and the reversal. */
export interface SaleProof {
  readonly stan: number | undefined;
  readonly authorizationNo: string | undefined;
  readonly dateTime: LocalDateTime | undefined;
  readonly cardLastFour: string | undefined;
}

/** Something that was said of our sale and that proves nothing: it may be money, so it is never forgotten. */
export interface Claim extends SaleProof {
  /** `reversal`: a reversal of ours was taken for one of its own by a terminal that is not ours. */
  readonly of: 'sale' | 'reversal';
  /** Whose word it is; undefined where it did not name itself. */
  readonly terminalId: string | undefined;
}

export interface ReversalProof {
  readonly stanRev: number | undefined;
  readonly dateTimeRev: LocalDateTime | undefined;
  /** `record`: the terminal's own record shows it; `reply`: only the reversal's reply says so. */
  readonly source: 'record' | 'reply';
}

/** Why an ending could not be proven. */
export type Doubt =
  | 'unreachable'
  | 'busy'
  | 'wrong-terminal'
  | 'batch-sent'
  | 'stan-unaccounted'
  | 'counters-unknown'
  /** What it counts has grown by something that no other till's row explains. */
  | 'counters-moved'
  | 'unclear-record'
  /** The record shows the return, and the complete batch the sale with nothing against it. */
  | 'return-not-in-batch'
  | 'amount-differs'
  /** More than one sale, or more than one return, of this payment. */
  | 'more-than-one'
  | 'reversal-running'
  | 'reversal-refused'
  | 'contradiction'
  /** Another terminal answered a request of this payment, or has it in its books. */
  | 'answered-elsewhere'
  /** This machine's own record of it is. */
  | 'record-damaged'
  | 'interrupted';

/**
 * How long after a refusal the terminal has to be at rest, with its counters unmoved, before the refusal is believed:
 * terminals were seen to book 30 s after they had said no. Milliseconds.
 */
export const REFUSAL_PROOF_MS = 35_000;

/** Milliseconds after the card time-out in which a sale may still end: PIN, host, printing. */
export const HOST_MARGIN_MS = 120_000;

/** Times a reversal is sent at the most, each after proof that the former did nothing. */
export const MAX_REVERSALS = 4;
