import { claimInRecord, withClaims } from '../payment/claims.js';
import { advanceState } from '../payment/machine.js';
import { INITIAL, mayBeCharged } from '../payment/state.js';
import type { PaymentState } from '../payment/state.js';
import { advancePayment } from '../payment/payments.js';
import type { PaymentEvent } from '../payment/events.js';
import type { Entry, SessionEvent, SessionTarget } from './events.js';

/** What the good lines of a journal that cannot be relied on still prove. */
export interface Salvaged {
  /** Payments whose money may be out, with all that is known of them. */
  readonly inDoubt: readonly PaymentState[];
  /** Every terminal that it names: what a lost line may hide was done at one of them. */
  readonly terminalIds: readonly string[];
  readonly targets: readonly SessionTarget[];
  readonly bank: string | undefined;
  /** Undefined where its first line is lost. */
  readonly sandbox: boolean | undefined;
}

/** One of the journal; `newer`: whole, and of a version to come. */
export type JournalLine = Entry | 'lost' | 'newer';

/** @param lines in their order */
export function salvagedFrom(lines: readonly JournalLine[]): Salvaged {
  const events = lines.flatMap((line) => (typeof line === 'string' ? [] : [line.event]));
  const opened = events.find((event) => event.type === 'session.opened');
  const payments = paymentsIn(lines);
  const sales = payments.flatMap(({ sale }) => (sale ? [sale] : []));
  return {
    inDoubt: payments.filter(mayBeCharged),
    terminalIds: [...new Set([...events.flatMap(identified), ...sales.map(({ terminalId }) => terminalId)])],
    targets: [
      ...events.flatMap((event) => ('target' in event ? [event.target] : [])),
      ...sales.map(({ host, port }) => ({ host, posxmlPort: port, logPort: undefined })),
    ],
    bank: bankIn(events),
    sandbox: opened?.sandbox,
  };
}

function identified(event: SessionEvent): readonly string[] {
  return event.type === 'terminal.identified' ? [event.terminalId] : [];
}

function bankIn(events: readonly SessionEvent[]): string | undefined {
  return events
    .flatMap((event) => (event.type === 'answered' ? [event.answers.bank] : []))
    .findLast((bank) => bank !== undefined);
}

/**
 * The payments, as far as they can be told. Where a line is lost, an end that was written after it is not believed: what
 * was lost may have been the beginning of another payment.
 */
function paymentsIn(lines: readonly JournalLine[]): readonly PaymentState[] {
  let payments: readonly PaymentState[] = [];
  let numbers = 0;
  let lost: readonly PaymentState[] | undefined;
  for (const line of lines) {
    if (line === 'lost') lost ??= payments;
    if (typeof line === 'string') {
      numbers += 1;
      continue;
    }
    // Two programs at one journal give a number twice, and lose nothing.
    if (line.n > numbers + 1) lost ??= payments;
    numbers = Math.max(numbers, line.n);
    if (line.event.type === 'payment') payments = applied(payments, line.event.event);
  }
  if (!lost) return payments.map((payment) => (mayBeCharged(payment) ? doubted(payment) : payment));
  const settled = lost.filter((payment) => !mayBeCharged(payment)).map(({ sale }) => sale?.transactionId);
  return payments.map((payment) => (settled.includes(payment.sale?.transactionId) ? payment : doubted(payment)));
}

function doubted(payment: PaymentState): PaymentState {
  return { ...payment, stage: 'escalated', doubt: 'record-damaged' };
}

/** What cannot have come then, since lines are lost or two programs wrote, is left out; but not a payment, nor an approval. */
function applied(payments: readonly PaymentState[], event: PaymentEvent): readonly PaymentState[] {
  try {
    return advancePayment(payments, event);
  } catch {
    if (event.type === 'sale.intended')
      return [
        ...payments.filter(({ sale }) => sale?.transactionId !== event.sale.transactionId),
        advanceState(INITIAL, event),
      ];
    const view =
      event.type === 'sale.replied'
        ? event.view
        : event.type === 'looked' && event.look.query.kind === 'found'
          ? event.look.query.view
          : undefined;
    return view === undefined
      ? payments
      : payments.map((payment) => {
          const claim = payment.sale && claimInRecord(view, payment.sale);
          return claim ? { ...payment, claims: withClaims(payment.claims, [claim]) } : payment;
        });
  }
}
