import type { TerminalQuestion } from '../posxml/messages.js';
import type { Uptime } from './elapsed.js';
import type { Baseline, Doubt, Instant, TerminalSnapshot, Sale, TransactionView } from './types.js';

/**
 * What happened to one test sale, in order. Every event is on disk (fsync) before the next step is taken; the
 * state is nothing but these events replayed, which is what makes a killed program resume to the same verdict.
 */
export type PaymentEvent =
  | { readonly type: 'sale.intended'; readonly at: Instant; readonly sale: Sale; readonly baseline: Baseline }
  /** Written before the first byte leaves: from here on it may have been sent. */
  | { readonly type: 'sale.sending'; readonly at: Instant; readonly up?: Uptime | undefined }
  /** Proven not to have left: the connection failed before the first byte. */
  | { readonly type: 'sale.aborted'; readonly at: Instant; readonly why: string }
  | { readonly type: 'sale.replied'; readonly at: Instant; readonly view: TransactionView }
  | { readonly type: 'sale.lost'; readonly at: Instant; readonly why: string }
  /** `asked`: what the terminal asked in the middle of the sale, and is answered by this. */
  | { readonly type: 'cancel.sending'; readonly at: Instant; readonly asked?: TerminalQuestion }
  | { readonly type: 'cancel.ended'; readonly at: Instant; readonly returnCode: number | undefined }
  | { readonly type: 'looked'; readonly at: Instant; readonly up?: Uptime | undefined; readonly look: TerminalSnapshot }
  | {
      readonly type: 'reversal.intended';
      readonly at: Instant;
      readonly by: ReversalKey;
      readonly withAmount: boolean;
      readonly waitS: number;
    }
  | { readonly type: 'reversal.sending'; readonly at: Instant; readonly up?: Uptime | undefined }
  | { readonly type: 'reversal.aborted'; readonly at: Instant; readonly why: string }
  | { readonly type: 'reversal.replied'; readonly at: Instant; readonly view: TransactionView }
  | { readonly type: 'reversal.lost'; readonly at: Instant; readonly why: string }
  /** The reply proves the reversal and the terminal's record cannot be read to agree or disagree. */
  | { readonly type: 'reversal.confirmed'; readonly at: Instant }
  | { readonly type: 'escalated'; readonly at: Instant; readonly doubt: Doubt }
  /** Closed by a person who settled the money by hand. */
  | {
      readonly type: 'resolved';
      readonly at: Instant;
      readonly who: string;
      readonly how: string;
      readonly evidence: string;
    };

export type ReversalKey = 'transaction-id' | 'stan';
