import type { PaymentEvent } from '../payment/events.js';
import type { PaymentState } from '../payment/state.js';
import { currentPaymentIndex } from '../payment/payments.js';
import { isPaymentOpen } from '../payment/state.js';
import type { SessionEvent } from './events.js';
import type { SessionJournal } from './store.js';
import { StoreError } from './store-error.js';
import { replayEvents, unsettledPayment } from './reduce.js';
import type { SessionState } from './reduce.js';

/** One session that is being worked on: its journal, and the state that the journal tells. */
export class SessionWriter {
  readonly id: string;
  readonly #journal: SessionJournal;
  #state: SessionState;

  private constructor(journal: SessionJournal, state: SessionState) {
    this.id = state.id;
    this.#journal = journal;
    this.#state = state;
  }

  static begin(journal: SessionJournal, opened: Extract<SessionEvent, { type: 'session.opened' }>): SessionWriter {
    journal.append(opened);
    return new SessionWriter(journal, replayEvents(journal.entries));
  }

  static resume(journal: SessionJournal): SessionWriter {
    return new SessionWriter(journal, replayEvents(journal.entries));
  }

  get state(): SessionState {
    return this.#state;
  }

  /** The event is on disk, and legal, when this returns. What the terminal has told is known here although the disk fails. */
  record(event: SessionEvent): void {
    // A journal that tells of what cannot happen would be refused for ever: find out before it is written.
    const next = replayEvents([...this.#journal.entries, { n: 0, at: '', event }]);
    try {
      this.#journal.append(event);
    } catch (cause) {
      this.#state = unkept(isTold(event) && unsettledPayment(next) ? next : this.#state, cause);
      throw cause;
    }
    this.#state = replayEvents(this.#journal.entries);
  }

  /** Gives the payment that the event was about, as it is now. */
  recordPayment(event: PaymentEvent): PaymentState {
    // What is read of former versions is no leave for this one.
    if (event.type === 'sale.intended' && unsettledPayment(this.#state))
      throw new Error('a payment was started while another was open');
    const index =
      event.type === 'sale.intended' ? this.#state.payments.length : currentPaymentIndex(this.#state.payments);
    this.record({ type: 'payment', event });
    const payment = this.#state.payments[index];
    if (!payment) throw new Error('a payment event left no payment');
    return payment;
  }

  close(): void {
    this.#journal.close();
  }
}

/** It has happened, whether or not it can be written down; anything else is only intended. What it has settled is open as long as that is not kept. */
function isTold(event: SessionEvent): boolean {
  return event.type === 'payment' && /^looked$|\.(replied|lost)$/.test(event.event.type);
}

/** A journal that was taken away, or written to by another, will not tell it again. */
function unkept(state: SessionState, cause: unknown): SessionState {
  if (!(cause instanceof StoreError) || cause.code !== 'store.changed') return state;
  const current = currentPaymentIndex(state.payments);
  const payments = state.payments.map((payment, index) =>
    index === current && isPaymentOpen(payment) ? { ...payment, doubt: 'record-damaged' as const } : payment,
  );
  return { ...state, payments };
}

/** An id that can be read out: the day, and four letters that are not easily misheard. */
export function sessionId(now: Date, random: Uint8Array): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz';
  const tail = Array.from(random.slice(0, 5), (byte) => letters.charAt(byte % letters.length)).join('');
  return `${now.toISOString().slice(0, 10).replaceAll('-', '')}-${tail}`;
}
