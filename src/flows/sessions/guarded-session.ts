import type { CommandContext } from '../../cli/command/context.js';
import type { Language } from '../../contract/language.js';
import type { Outcome } from '../../cli/output/outcome.js';
import type { SessionWriter } from '../../session/session-writer.js';
import { openPaymentsAt, openPaymentsFirst } from '../open-payments/open-payments.js';
import { interruptedSession } from './interrupted-session.js';
import { withSession } from './with-session.js';
import type { SessionOptions, TerminalLock } from './with-session.js';

interface GuardedOptions extends SessionOptions {
  /** The terminal that is meant, where that is known before it has answered. */
  readonly terminalId: string | undefined;
  /** Of the clinic. */
  readonly language: Language;
}

/**
 * A session that works with money: however the run ends, the payments that are open on its terminal come first, and the
 * way to resume is named.
 * @throws LockedError, StoreError, AppError usage.invalid before the session is open; never afterwards
 */
export function guardedSession(
  options: GuardedOptions,
  context: CommandContext,
  body: (session: SessionWriter, lock: TerminalLock) => Promise<Outcome>,
): Promise<Outcome> {
  const { store, terminalId } = options;
  return withSession(options, (session, lock) => {
    const open = (): ReturnType<typeof openPaymentsAt> =>
      openPaymentsAt(lock.target, session.state.terminal?.terminalId ?? terminalId, store, session.state);
    const unfinished = {
      ...openPaymentsFirst(open, context, options.language),
      resume: () => interruptedSession(session),
    };
    return context.scope.run(unfinished, () => body(session, lock));
  });
}
