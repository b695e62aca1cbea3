import type { PaymentEvent } from './events.js';
import { advanceState } from './machine.js';
import { INITIAL, isPaymentOpen } from './state.js';
import type { PaymentState } from './state.js';

/** The payments of one session after an event, the latest last. Pure. @throws where the event cannot have come then */
export function advancePayment(payments: readonly PaymentState[], event: PaymentEvent): readonly PaymentState[] {
  if (event.type === 'sale.intended') {
    // A former version took for ended what a claim holds open now, and continued.
    if (payments.some((payment) => isPaymentOpen(payment) && payment.completionBlockedBy === undefined))
      throw new Error('a payment was started while another was open');
    if (payments.some(({ sale }) => sale?.transactionId === event.sale.transactionId))
      throw new Error('an ID was used for a second payment');
    return [...payments, advanceState(INITIAL, event)];
  }
  const index = event.type === 'cancel.ended' ? payments.length - 1 : currentPaymentIndex(payments);
  const current = payments[index];
  if (!current) throw new Error('a payment event without a sale');
  return payments.map((payment, at) => (at === index ? advanceState(current, event) : payment));
}

/** The place of the payment that events are about: the last that is open, else the last of all; -1 where there is none. */
export function currentPaymentIndex(payments: readonly PaymentState[]): number {
  const open = payments.findLastIndex(isPaymentOpen);
  return open < 0 ? payments.length - 1 : open;
}
