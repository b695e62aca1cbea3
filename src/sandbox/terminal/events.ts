import type { Cents } from '../../posxml/fields.js';
import type { Declined, LedgerEntry } from './ledger.js';
import type { WireRecord } from './wire.js';

/** What the terminal is doing now; `reversing` is the bank's part of a reversal, as `host` is of a sale. */
export const PHASES = [
  'idle',
  'waiting-card',
  'card-in',
  'pin',
  'host',
  'card-out',
  'reversing',
  'auto-reversal',
  'off',
] as const;
export type TerminalPhase = (typeof PHASES)[number];

/** Paper that left the printer. */
export interface PrintedReceipt {
  readonly part: 'merchant' | 'customer' | 'line';
  readonly text: string;
  /** Cents; undefined for a line that a client printed. */
  readonly amount: Cents | undefined;
}

/** How an operation with a card ended, as the display or its silence tells the one who stands there. */
export interface Ended {
  readonly operation: 'sale' | 'refund' | 'reversal' | 'auto-reversal';
  /** Cents; undefined where nothing was ever booked that could be reversed. */
  readonly amount: Cents | undefined;
  readonly end: 'approved' | 'declined' | 'not-made' | 'power-lost';
  /** Why it was not made. */
  readonly reason: string;
}

/** What a screen that shows the terminal needs to hear. */
export type TerminalEvent =
  | { readonly kind: 'display'; readonly lines: readonly string[] }
  | { readonly kind: 'beep' }
  | { readonly kind: 'phase'; readonly phase: TerminalPhase }
  | { readonly kind: 'printed'; readonly receipt: PrintedReceipt }
  | { readonly kind: 'ledger'; readonly entry: LedgerEntry }
  | { readonly kind: 'declined'; readonly declined: Declined }
  | { readonly kind: 'ended'; readonly ended: Ended }
  | { readonly kind: 'batch-sent'; readonly fileNumber: number }
  /** One of its ports was opened or shut. */
  | { readonly kind: 'ports' }
  | { readonly kind: 'request'; readonly record: WireRecord };

export type Listener = (event: TerminalEvent) => void;

export class Events {
  readonly #listeners = new Set<Listener>();

  on(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A listener that throws must not stop a sale half-way. */
  emit(event: TerminalEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (cause) {
        process.emitWarning(cause instanceof Error ? cause : String(cause));
      }
    }
  }
}
