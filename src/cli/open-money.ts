import type { Target } from '../connection/types.js';
import { EXIT } from '../contract/exit.js';
import type { PaymentState } from '../payment/machine.js';
import { openPayment } from '../session/reduce.js';
import type { SessionState } from '../session/reduce.js';
import { concernsTerminal } from '../session/store.js';
import type { SessionStore } from '../session/store.js';
import type { Work } from '../session/work.js';
import { renderPayments } from '../ui/payment.js';
import type { Context } from './context.js';
import { describeOpenRecord } from './open-record.js';
import type { Outcome } from './outcome.js';
import { resumeOfId } from './session-result.js';

/** A record whose money may be out, and the session that holds it. */
export interface OpenMoney {
  readonly session: string;
  readonly bank: string | undefined;
  readonly payment: PaymentState;
}

/**
 * Every open record of a terminal, in whichever session: by its address, and by its id where that is known.
 * @throws StoreError for a journal that cannot be read, since it may hide one
 */
export function openMoneyAt(target: Target, terminalId: string | undefined, store: SessionStore, work: Work): readonly OpenMoney[] {
  const place = { host: target.host, posxmlPort: target.posxml?.port, logPort: target.log?.port };
  // Nobody else works on a sandbox's terminals, and they are gone with it.
  if (work.state.sandbox) return asOpen(work.state);
  return store.list().flatMap((session): readonly OpenMoney[] => {
    if ('error' in session) throw session.error;
    const { state } = session;
    const ours = session.id === work.id || (!state.sandbox && concernsTerminal(state, place, terminalId));
    return ours ? asOpen(state) : [];
  });
}

function asOpen(state: SessionState): readonly OpenMoney[] {
  const payment = openPayment(state);
  return payment ? [{ session: state.id, bank: state.answers.bank, payment }] : [];
}

/** Whatever else a run came to: money that is still open is told first. */
export function moneyFirst(outcome: Outcome, open: readonly OpenMoney[], { out, width }: Context): Outcome {
  const last = open.at(-1);
  if (!last || outcome.exit === EXIT.money) return outcome;
  return {
    ...outcome,
    exit: EXIT.money,
    error: describeOpenRecord(last.payment, last.session, last.bank),
    resume: resumeOfId(last.session),
    text: [...outcome.text, ...renderPayments(open.map(({ payment }) => payment), out, width)],
  };
}
