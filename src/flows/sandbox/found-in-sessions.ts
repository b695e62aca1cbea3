import { diagnoseFacts } from '../../diagnosis/diagnose.js';
import { advancePayment } from '../../payment/payments.js';
import { isPaymentOpen } from '../../payment/state.js';
import type { PaymentState } from '../../payment/state.js';
import type { Outside } from '../../sandbox/rules.js';
import { StoreError } from '../../session/store-error.js';
import type { Entry, SessionEvent, SessionTarget } from '../../session/events.js';
import type { SessionStore } from '../../session/store.js';
import { paymentFacts } from '../../steps/test-payment/payment-checks.js';

/** Anyone who practises has not begun more sessions than this since. */
const SESSIONS_MOST = 50;
const TELLING: readonly SessionEvent['type'][] = ['session.opened', 'target.changed', 'step.ended', 'payment'];

/** Two names of one thing: the clinic does not see the code of a terminal that is not its own. */
const SAME: Readonly<Record<string, string>> = { 'terminal.not-identified': 'terminal.other-clinic' };

/**
 * When a session of this machine has found the code at one of these desks since then: epoch milliseconds. Undefined is
 * not the opposite, since `check` and `probe` keep no record.
 */
export function foundInSessions(
  code: string,
  desks: readonly Outside[],
  since: number,
  store: SessionStore,
): number | undefined {
  try {
    const found = [...store.recent(SESSIONS_MOST, TELLING)].flatMap((entries) => foundIn(entries, code, desks, since));
    return found.length === 0 ? undefined : Math.min(...found);
  } catch (error) {
    // Practice is not worth an error about the records of true calls.
    if (error instanceof StoreError) return undefined;
    throw error;
  }
}

function foundIn(entries: readonly Entry[], code: string, desks: readonly Outside[], since: number): readonly number[] {
  const found: number[] = [];
  let target: SessionTarget | undefined;
  let payments: readonly PaymentState[] = [];
  for (const { at, event } of entries) {
    if (event.type === 'session.opened' || event.type === 'target.changed') target = event.target;
    if (event.type === 'payment') payments = advancePayment(payments, event.event);
    const told = event.type === 'step.ended' ? event.codes : event.type === 'payment' ? codesOf(payments) : [];
    const isIt = told.some((one) => (SAME[one] ?? one) === code);
    if (isIt && Date.parse(at) >= since && isAtOne(desks, target)) found.push(Date.parse(at));
  }
  return found;
}

/** A payment that was declined and then approved ends well: what each try came to is found as well. */
function codesOf(payments: readonly PaymentState[]): readonly string[] {
  const ended = payments.filter((payment) => payment.sale !== undefined && !isPaymentOpen(payment));
  return ended.flatMap((payment) =>
    diagnoseFacts({ at: 0, payment: paymentFacts(payment) }).map(({ row }) => row.code),
  );
}

/** A port of this machine may have been another sandbox's before; by now it is this one's. */
function isAtOne(desks: readonly Outside[], target: SessionTarget | undefined): boolean {
  return desks.some(
    ({ host, posxmlPort, logPort }) =>
      target?.host === host && (target.posxmlPort === posxmlPort || target.logPort === logPort),
  );
}
