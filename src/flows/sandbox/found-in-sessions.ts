import type { Outside } from '../../sandbox/rules.js';
import { StoreError } from '../../session/store-error.js';
import type { Entry, SessionTarget } from '../../session/events.js';
import type { SessionStore } from '../../session/store.js';

/** Whoever practises has not begun more sessions than this since. */
const SESSIONS_MOST = 50;

/**
 * Whether a session of this machine has found the code at one of these desks since then. True is proof; false is not
 * the opposite, since `check` and `probe` keep no record, and a payment that was declined and then approved ends well.
 */
export function foundInSessions(code: string, desks: readonly Outside[], since: number, store: SessionStore): boolean {
  try {
    for (const entries of store.recent(SESSIONS_MOST, ['session.opened', 'target.changed', 'step.ended'])) {
      if (foundIn(entries, code, desks, since)) return true;
    }
    return false;
  } catch (error) {
    // Practice is not worth an error about the records of true calls.
    if (error instanceof StoreError) return false;
    throw error;
  }
}

function foundIn(entries: readonly Entry[], code: string, desks: readonly Outside[], since: number): boolean {
  let target: SessionTarget | undefined;
  for (const { at, event } of entries) {
    if (event.type === 'session.opened' || event.type === 'target.changed') target = event.target;
    if (event.type !== 'step.ended' || Date.parse(at) < since || !event.codes.includes(code)) continue;
    // A port of this machine may have been another sandbox's before; by now it is this one's.
    if (
      desks.some(
        ({ host, posxmlPort, logPort }) =>
          target?.host === host && (target.posxmlPort === posxmlPort || target.logPort === logPort),
      )
    )
      return true;
  }
  return false;
}
