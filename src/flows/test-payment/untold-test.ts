import { identityOf } from '../../connection/identity.js';
import type { Facts } from '../../model/facts.js';
import type { SessionTarget } from '../../session/events.js';
import { isOfAnotherSandbox } from '../../session/queries.js';
import type { SessionState } from '../../session/reduce.js';
import type { SessionStore } from '../../session/store.js';
import { EXIT } from '../../contract/exit.js';
import { posxmlOf } from '../../steps/test-payment/readiness.js';

/**
 * The session whose test of this terminal was made and returned, and whose cloud was not told of it: its test is told
 * now, and no card is charged again. The last test of the terminal counts, whichever session made it.
 */
export function untoldTest(
  { store, session }: { readonly store: SessionStore; readonly session: { readonly id: string } },
  facts: Facts,
  instance: string,
): SessionState | undefined {
  const { terminalId } = identityOf(posxmlOf(facts)?.parameters);
  if (terminalId === undefined) return undefined;
  const former = sessionsOf(terminalId, store).filter(
    ({ id, registration }) => id !== session.id && registration?.instance === instance,
  );
  const last = latest(former, testedAt);
  const payment = last?.payments.at(-1);
  if (!last || payment?.stage !== 'reconciled' || payment.sale?.terminalId !== terminalId) return undefined;
  const told = former.some(
    ({ steps }) => steps.test?.exitCode === EXIT.done && Date.parse(steps.test.at) >= testedAt(last),
  );
  return told ? undefined : last;
}

/** Sessions that have registered this terminal and can be read; of a sandbox none. */
function sessionsOf(terminalId: string, store: SessionStore): readonly SessionState[] {
  return store
    .list()
    .flatMap((one) => ('state' in one ? [one.state] : []))
    .filter(({ sandbox, registration, terminal }) => !sandbox && registration && terminal?.terminalId === terminalId);
}

/** When it sold last; 0 where it has not. */
function testedAt({ payments }: SessionState): number {
  return payments.at(-1)?.sentAt ?? 0;
}

function latest<T>(all: readonly T[], at: (one: T) => number): T | undefined {
  return all
    .filter((one) => at(one) > 0)
    .reduce<T | undefined>((best, one) => (best && at(best) >= at(one) ? best : one), undefined);
}

/** Where this computer, or its team, last registered the terminal. @param here where it has just answered */
export function lastRegistration(
  terminalId: string,
  here: SessionTarget,
  store: SessionStore,
): SessionState['registration'] {
  const own = sessionsOf(terminalId, store).filter((state) => !isOfAnotherSandbox(state, here));
  return latest(own, ({ openedAt }) => Date.parse(openedAt))?.registration;
}
