import { acquireLock } from '../../session/lock.js';
import type { Lock } from '../../session/lock.js';
import type { SessionStore } from '../../session/store.js';

/** One terminal can be reached at two addresses: its id is held as well, for as long as its money is worked on. @throws LockedError */
export function lockTerminal(
  terminalId: string,
  store: SessionStore,
  { command, session }: { readonly command: string; readonly session: string },
): Promise<Lock> {
  return acquireLock(
    `${store.folder}#${terminalId}`,
    { pid: process.pid, since: new Date().toISOString(), command, session },
    `terminal ${terminalId}`,
  );
}

/** One session has one journal, whichever address it is gone on with at: held by all that writes to it. @throws LockedError */
export function lockSession(id: string, store: SessionStore, command: string): Promise<Lock> {
  return acquireLock(
    `${store.folder}#session#${id}`,
    { pid: process.pid, since: new Date().toISOString(), command, session: id },
    `session ${id}`,
  );
}
