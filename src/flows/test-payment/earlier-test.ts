import { identityOf } from '../../connection/identity.js';
import type { Target } from '../../model/endpoint.js';
import type { Facts } from '../../model/facts.js';
import type { SessionState } from '../../session/reduce.js';
import { paymentChecks, paymentFacts, testCheck } from '../../steps/test-payment/payment-checks.js';
import { posxmlOf } from '../../steps/test-payment/readiness.js';
import { formatInstant } from '../../text/format-instant.js';
import type { TestRun } from './run-test.js';

/**
 * The test that this session has made and returned already, on this very terminal at this very place: no card is asked
 * for twice. What was resolved manually proves nothing of the terminal.
 * @param before the ids of those that former runs have returned; the others were only returned now
 */
export function returnedTest(
  state: SessionState,
  { host, posxml }: Target,
  facts: Facts,
  before: readonly string[],
): TestRun | undefined {
  const payment = state.payments.at(-1);
  const { terminalId } = identityOf(posxmlOf(facts)?.parameters);
  const { sale } = payment ?? {};
  if (
    payment?.stage !== 'reconciled' ||
    sale?.terminalId !== terminalId ||
    sale?.host !== host ||
    sale.port !== posxml?.port
  )
    return undefined;
  return testOf(state, { posxml }, facts, before.includes(sale.transactionId));
}

/** The last test of a session, which was made and returned, as a run of its own. */
export function testOf(
  state: SessionState,
  { posxml }: Pick<Target, 'posxml'>,
  facts: Facts,
  earlier: boolean,
): TestRun | undefined {
  const payment = state.payments.at(-1);
  if (!payment) return undefined;
  return {
    facts: { ...facts, payment: paymentFacts(payment) },
    checks: [
      testCheck('test.identify', 'skip', posxml, { reason: 'the test was made earlier' }),
      ...paymentChecks(payment),
    ],
    payments: [payment],
    end: 'returned',
    holder: state.id,
    earlier,
    madeAt: formatInstant(payment.sentAt ?? Number.NaN, Date.now()),
  };
}
