import type { Cents, LocalDateTime } from '../../posxml/fields.js';

/** One movement of money as the bank will see it. It never holds anything of a card. */
export interface LedgerEntry {
  readonly transactionId: string;
  readonly stan: number;
  readonly kind: 'sale' | 'reversal' | 'refund';
  /** Cents, always positive; `kind` says which way the money went. */
  readonly amount: Cents;
  readonly at: LocalDateTime;
  /** The sale that a reversal reverses. */
  readonly ofStan?: number;
  readonly authorizationNo: string;
  /** FileNumber of the batch that carries it. */
  readonly batch: number;
}

/** A sale or refund that the bank refused: a STAN was spent, no money moved. */
export interface Declined {
  readonly transactionId: string;
  readonly stan: number;
  readonly amount: Cents;
  readonly at: LocalDateTime;
  readonly hostAnswer: string;
}

/** Append-only. */
export class Ledger {
  readonly #entries: LedgerEntry[] = [];
  readonly #declined: Declined[] = [];
  readonly #appended: (entry: LedgerEntry) => void;
  readonly #refused: (declined: Declined) => void;

  constructor(
    appended: (entry: LedgerEntry) => void = () => undefined,
    refused: (declined: Declined) => void = () => undefined,
  ) {
    this.#appended = appended;
    this.#refused = refused;
  }

  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  get declined(): readonly Declined[] {
    return this.#declined;
  }

  append(entry: LedgerEntry): void {
    this.#entries.push(Object.freeze(entry));
    this.#appended(entry);
  }

  decline(refused: Declined): void {
    this.#declined.push(Object.freeze(refused));
    this.#refused(refused);
  }

  /** Cents that the merchant receives, of one transaction or of all. */
  net(transactionId?: string): Cents {
    return this.#entries
      .filter((entry) => transactionId === undefined || entry.transactionId === transactionId)
      .reduce((sum, entry) => sum + (entry.kind === 'sale' ? entry.amount : -entry.amount), 0);
  }
}
