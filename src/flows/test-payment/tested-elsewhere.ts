import type { TerminalRecord } from '../../cloud/records.js';
import type { ErrorDocument } from '../../contract/document.js';
import type { SessionStore } from '../../session/store.js';

/** How a record tells that money may be out. */
const NOT_RETURNED: readonly string[] = ['open', 'unknown', 'not-returned'];

/**
 * Why the record's last test, which no session here knows, is open money; undefined where it is none. What a session of
 * this computer has begun is for that session to tell.
 */
export function testedElsewhere(record: TerminalRecord, store: SessionStore): ErrorDocument | undefined {
  const { id, lastTestOutcome, lastTestReference, lastTestAt } = record;
  if (lastTestOutcome === null || !NOT_RETURNED.includes(lastTestOutcome)) return undefined;
  const isOurs = store.list().some((one) => {
    if (!('state' in one)) return false;
    const { registration, payments } = one.state;
    if (lastTestReference === null) return registration?.recordId === id && payments.length > 0;
    return one.id === lastTestReference || payments.some(({ sale }) => sale?.transactionId === lastTestReference);
  });
  if (isOurs) return undefined;
  const which = [lastTestReference, lastTestAt].filter((part) => part !== null).join(', ');
  return {
    code: 'money.tested-elsewhere',
    category: 'money',
    message: `Record ${id} in the cloud shows a test payment of another computer that is not told as returned (${lastTestOutcome}${which === '' ? '' : `; ${which}`}).`,
    cause: null,
    actions: [
      'Find out who made it, and have it settled there. `terminal sessions list` on that computer names it.',
      'Where it is known how it ended: run terminal test, or terminal onboard, in a window. It asks how it was, and goes on.',
    ],
    contact: "the bank's terminal support",
    retryable: true,
  };
}
