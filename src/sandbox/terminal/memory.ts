import { writeBatchRow } from '../../posxml/batch.js';
import type { BatchRow } from '../../posxml/batch.js';
import type { Cents, LocalDateTime } from '../../posxml/fields.js';
import type { Ledger } from './ledger.js';
import type { Card } from './person.js';

/** One sale or refund for which the bank was asked. */
export interface TransactionRecord {
  readonly kind: 'sale' | 'refund';
  readonly transactionId: string;
  readonly stan: number;
  readonly amount: Cents;
  readonly currency: string;
  readonly at: LocalDateTime;
  readonly card: Card;
  readonly approved: boolean;
  /** Six characters, blank where declined. */
  readonly authorizationNo: string;
  readonly hostAnswer: string;
  /** FileNumber of the batch that carries it. */
  readonly batch: number;
  reversal?: { readonly stan: number; readonly at: LocalDateTime };
}

export interface Reference {
  readonly transactionId: string | undefined;
  readonly stan: number | undefined;
}

/** A reversal that the terminal owes the bank; without a record it reverses what the terminal never booked. */
interface OwedReversal {
  readonly record: TransactionRecord | undefined;
}

interface StoredRow {
  readonly row: BatchRow;
  readonly card: Card;
}

const MAX_STAN = 999_999;

/** What survives a power cycle: the transactions, the STAN, the unsent batch and what is owed to the bank. */
export class TerminalMemory {
  readonly transactions: TransactionRecord[] = [];
  readonly #ledger: Ledger;
  #rows: StoredRow[] = [];
  nextStan: number;
  fileNumber: number;
  /** When the batch in hand was begun. */
  fileBegan: LocalDateTime;
  owed: OwedReversal | undefined;

  constructor(ledger: Ledger, start: { readonly nextStan: number; readonly fileNumber: number }, now: LocalDateTime) {
    this.#ledger = ledger;
    this.fileBegan = now;
    this.nextStan = start.nextStan;
    this.fileNumber = start.fileNumber;
  }

  takeStan(): number {
    const stan = this.nextStan;
    this.nextStan = stan >= MAX_STAN ? 1 : stan + 1;
    return stan;
  }

  book(record: TransactionRecord): void {
    this.transactions.push(record);
    const { transactionId, stan, amount, at, authorizationNo, hostAnswer, kind } = record;
    if (!record.approved) {
      this.#ledger.decline({ transactionId, stan, amount, at, hostAnswer });
      return;
    }
    this.#addRow(record, { stan, at, authorizationNo, kind: kind === 'sale' ? 'sale' : 'reversal' });
    this.#ledger.append({ transactionId, stan, kind, amount, at, authorizationNo, batch: record.batch });
  }

  bookReversal(record: TransactionRecord, stan: number, at: LocalDateTime): void {
    const { transactionId, amount, authorizationNo } = record;
    record.reversal = { stan, at };
    this.#addRow(record, { stan, at, authorizationNo, kind: 'reversal' });
    const entry = { transactionId, stan, kind: 'reversal', amount, at, ofStan: record.stan, authorizationNo } as const;
    this.#ledger.append({ ...entry, batch: this.fileNumber });
  }

  /** The bank refused the reversal: a row in parentheses, and no money. */
  bookFailedReversal(record: TransactionRecord, stan: number, at: LocalDateTime): void {
    this.#addRow(record, { stan, at, authorizationNo: undefined, kind: 'failed-reversal' });
  }

  /** The newest that fits all that the reference says. */
  find(reference: Reference, visible: (record: TransactionRecord) => boolean): TransactionRecord | undefined {
    return this.transactions.findLast(
      (record) =>
        (reference.transactionId === undefined || reference.transactionId === record.transactionId) &&
        (reference.stan === undefined || reference.stan === record.stan) &&
        visible(record),
    );
  }

  isSent(record: TransactionRecord): boolean {
    return record.batch !== this.fileNumber;
  }

  sendBatch(now: LocalDateTime): void {
    this.#rows = [];
    this.fileNumber += 1;
    this.fileBegan = now;
  }

  get batchCount(): number {
    return this.#rows.length;
  }

  /** Cents; failed reversals move none. */
  get batchTotal(): Cents {
    const signs = { sale: 1, reversal: -1, 'failed-reversal': 0 };
    return this.#rows.reduce((sum, { row }) => sum + signs[row.kind] * row.amount, 0);
  }

  /** FileData of TransactionCurrStatusResponse. */
  batchText(): string {
    return this.#rows
      .map(({ row, card }) => writeBatchRow(row, { pan: maskedPan(card), name: card.label }, this.fileNumber, 1))
      .join('\n');
  }

  #addRow(record: TransactionRecord, own: OwnPart): void {
    const { transactionId, amount, hostAnswer, card } = record;
    const { at: dateTime, ...rest } = own;
    this.#rows.push({ row: { transactionId, amount, hostAnswer, dateTime, ...rest }, card });
  }
}

/** What differs between a transaction's row and that of its reversal. */
interface OwnPart extends Pick<BatchRow, 'stan' | 'authorizationNo' | 'kind'> {
  readonly at: LocalDateTime;
}

/** All that may be shown of a card's number. */
export function maskedPan(card: Card): string {
  return `************${card.lastFour}`;
}

/** Six characters, as the bank would make them up; the same for the same STAN. */
export function authorizationFor(stan: number): string {
  return String((stan * 7919 + 104_729) % 1_000_000).padStart(6, '0');
}
