import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './folder.js';
import { readEntriesOfTypes, Journal, readJournal, salvagedIn } from './journal.js';
import { acquireLock } from './lock.js';
import type { Lock } from './lock.js';
import { StoreError } from './store-error.js';
import type { LockPurpose, LockSubject, Replayed, SessionStore, StoredSession } from './store.js';
import { openPayment, replayEvents } from './reduce.js';
import type { SessionState } from './reduce.js';
import type { Entry, SessionEvent } from './events.js';

const SUFFIX = '.jsonl';

/** The onboardings of this machine: one journal file each, in one folder. */
export class FolderStore implements SessionStore {
  readonly folder: string;

  /** @param home the program's folder, see `TERMINAL_HOME` */
  constructor(home: string) {
    this.folder = join(home, 'sessions');
  }

  create(id: string): Journal {
    try {
      makeFolder(this.folder);
    } catch (cause) {
      throw new StoreError('store.full', `the folder ${this.folder} cannot be made`, { cause });
    }
    return Journal.create(this.#path(id));
  }

  open(id: string): Journal {
    const path = this.#path(this.#existing(id));
    return withRemains(path, () => Journal.open(path));
  }

  read(id: string): SessionState {
    return this.replay(id).state;
  }

  replay(id: string): Replayed {
    return replayJournal(this.#path(this.#existing(id)));
  }

  ids(): readonly string[] {
    return [...this.#ids()].sort().reverse();
  }

  list(): readonly StoredSession[] {
    return this.#ids()
      .filter((id) => !isEmpty(this.#path(id)))
      .map((id): StoredSession => {
        try {
          return { id, state: this.read(id) };
        } catch (error) {
          if (error instanceof StoreError) return { id, error };
          throw error;
        }
      })
      .sort(byUrgency);
  }

  *recent(most: number, types: readonly SessionEvent['type'][]): Generator<readonly Entry[]> {
    for (const id of this.ids().slice(0, most)) {
      try {
        yield readEntriesOfTypes(this.#path(id), types);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
      }
    }
  }

  lock(subject: LockSubject, { command, session }: LockPurpose): Promise<Lock> {
    const holder = { pid: process.pid, since: new Date().toISOString(), command, session };
    switch (subject.kind) {
      // A terminal is the same one for every folder of this machine.
      case 'address':
        return acquireLock(subject.address, holder);
      case 'terminal':
        return acquireLock(`${this.folder}#${subject.terminalId}`, holder, `terminal ${subject.terminalId}`);
      case 'session':
        return acquireLock(`${this.folder}#session#${subject.id}`, holder, `session ${subject.id}`);
    }
  }

  #existing(id: string): string {
    if (/^[A-Za-z0-9-]+$/.test(id) && this.#ids().includes(id)) return id;
    throw new StoreError('usage.unknown-session', `there is no session ${id}`);
  }

  #ids(): readonly string[] {
    try {
      return readdirSync(this.folder)
        .filter((name) => name.endsWith(SUFFIX))
        .map((name) => name.slice(0, -SUFFIX.length));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw new StoreError('store.full', `the folder ${this.folder} cannot be read`, { cause });
    }
  }

  #path(id: string): string {
    return join(this.folder, `${id}${SUFFIX}`);
  }
}

/** A crash before the first event was on disk leaves a journal of nothing: no session was begun. */
function isEmpty(path: string): boolean {
  try {
    return readJournal(path).entries.length === 0;
  } catch {
    return false;
  }
}

function replayJournal(path: string): Replayed {
  return withRemains(path, () => {
    const { entries } = readJournal(path);
    try {
      return { entries, state: replayEvents(entries) };
    } catch (cause) {
      throw new StoreError('store.unreadable', `the journal ${path} tells of something that cannot have happened`, {
        cause,
        path,
      });
    }
  });
}

/** A journal that cannot be relied on is told with what it still proves. */
function withRemains<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof StoreError) || error.salvaged !== undefined || !DAMAGED.includes(error.code)) throw error;
    const salvaged = salvagedIn(path);
    throw new StoreError(error.code, error.message, { cause: error.cause, path, ...(salvaged && { salvaged }) });
  }
}

const DAMAGED: readonly StoreError['code'][] = ['store.unreadable', 'store.newer'];

function byUrgency(a: StoredSession, b: StoredSession): number {
  return rank(a) - rank(b) || changedAt(b).localeCompare(changedAt(a));
}

/** Unreadable ones may hide open money, so they come with it. */
function rank(session: StoredSession): number {
  if ('error' in session) return 0;
  if (openPayment(session.state)) return 0;
  return session.state.exitCode === 0 ? 2 : 1;
}

function changedAt(session: StoredSession): string {
  return 'state' in session ? session.state.changedAt : '';
}
