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
    message: `Registration ${id} in the cloud shows a test payment by another computer whose reversal is not confirmed (${lastTestOutcome}${which === '' ? '' : `; ${which}`}).`,
    cause: null,
    actions: [
      'Find out who made it and have it resolved there. `terminal sessions list` on that computer shows it.',
      'If you know how it ended: run terminal test or terminal onboard in a window and answer the question.',
    ],
    contact: "the bank's terminal support",
    retryable: true,
  };
}
