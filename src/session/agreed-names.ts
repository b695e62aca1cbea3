import type { Entry, SessionEvent } from './events.js';
import { isSandboxCloud } from './queries.js';
import type { SessionStore } from './store.js';

/** An agent's calls of months; a clinic that called before so many is asked again. */
const SESSIONS_MOST = 200;

const TELLING: readonly SessionEvent['type'][] = ['session.opened', 'terminal.identified', 'terminal.registered'];

/** Whether a terminal in this name was registered for this department in an earlier call. Practice is left out. @throws StoreError */
export function wereNamesAgreed(store: SessionStore, ownerName: string, departmentName: string): boolean {
  for (const entries of store.recent(SESSIONS_MOST, TELLING))
    if (isOfBoth(entries, ownerName, departmentName)) return true;
  return false;
}

function isOfBoth(entries: readonly Entry[], ownerName: string, departmentName: string): boolean {
  let owner: string | undefined;
  for (const { event } of entries) {
    if (event.type === 'session.opened' && event.sandbox) return false;
    if (event.type === 'terminal.identified') owner = event.ownerName;
    if (event.type !== 'terminal.registered' || isSandboxCloud(event.instance)) continue;
    if (owner === ownerName && event.departmentName === departmentName) return true;
  }
  return false;
}
