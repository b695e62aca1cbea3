import { readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TeamCall } from '../contract/team-result.js';
import { makeFolder } from './folder.js';
import { onlyInCopy } from './copies.js';
import { journalLines, readEntriesOfTypes, Journal, readJournal, salvagedIn } from './journal.js';
import { acquireFileLock } from './file-lock.js';
import { acquireLock, hasSocketLocks } from './lock.js';
import type { Lock } from './lock.js';
import { isPractice } from './queries.js';
import { teamCall } from './team-row.js';
import { StoreError } from './store-error.js';
import { safeExcerpt } from '../text/safe-excerpt.js';
import type { LockPurpose, LockSubject, Replayed, SessionStore, StoredSession } from './store.js';
import { openPayment, replayEvents } from './reduce.js';
import type { SessionState } from './reduce.js';
import type { JournalLine, Salvaged } from './salvage.js';
import type { Entry, SessionEvent } from './events.js';

const SUFFIX = '.jsonl';
const IS_ID = /^[A-Za-z0-9-]+$/;
/** Of what is none, as it is shown. Characters. */
const LONGEST_ID = 40;

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
    const copyOf = sessionIn(journalLines(path) ?? []);
    if (copyOf !== undefined && copyOf !== id) throw copyError(path, copyOf);
    return withRemains(path, () => Journal.open(path));
  }

  read(id: string): SessionState {
    return this.replay(id).state;
  }

  replay(id: string): Replayed {
    const path = this.#path(this.#existing(id));
    const replayed = replayJournal(path);
    if (replayed.state.id !== id) throw copyError(path, replayed.state.id);
    return replayed;
  }

  ids(): readonly string[] {
    return [...this.#ids()].sort().reverse();
  }

  list(): readonly StoredSession[] {
    const ids = this.#ids();
    return ids
      .filter((id) => !isEmpty(this.#path(id)))
      .map((id) => this.#stored(id, ids))
      .sort(byUrgency);
  }

  #stored(id: string, ids: readonly string[]): StoredSession {
    // What macOS keeps beside a file on a disk of another system.
    if (id.startsWith('._')) return { id, copyOf: id.slice(2) };
    const path = this.#path(id);
    const session = orStoreError(() => replayJournal(path));
    if (!(session instanceof StoreError) && session.state.id === id) return { id, state: session.state };
    const lines = journalLines(path) ?? ['lost'];
    const copyOf =
      sessionIn(lines) ?? (IS_ID.test(id) ? undefined : ids.find((other) => id.includes(other) && other !== id));
    if (copyOf === undefined || copyOf === id) return { id, error: session as StoreError };
    const original = ids.includes(copyOf) ? orStoreError(() => replayJournal(this.#path(copyOf))) : undefined;
    const salvaged = onlyInCopy(lines, original instanceof StoreError ? undefined : original);
    if (!salvaged) return { id, copyOf };
    if (session instanceof StoreError) return { id, error: session };
    return { id, error: copyError(path, copyOf, salvaged) };
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

  async lock(subject: LockSubject, { command, session, agent, stop }: LockPurpose): Promise<Lock> {
    const since = new Date().toISOString();
    const holder = { pid: process.pid, since, command, session, ...(agent !== undefined && { agent }) };
    const real = this.#realFolder();
    const take = (what: string, called?: string): Promise<Lock> =>
      hasSocketLocks()
        ? acquireLock(what, holder, { called, stop })
        : acquireFileLock(join(dirname(real), 'locks'), what, holder, called ?? what);
    switch (subject.kind) {
      // A terminal is the same one for every folder of this machine, where the system has locks for that.
      case 'address':
        return take(subject.address);
      case 'terminal':
        return take(`${real}#${subject.terminalId}`, `terminal ${subject.terminalId}`);
      case 'session':
        return take(`${real}#session#${subject.id}`, `session ${subject.id}`);
    }
  }

  search(): ReturnType<SessionStore['search']> {
    return Promise.resolve().then(() => ({ sessions: this.list(), more: false }));
  }

  async calls(since: number): Promise<readonly TeamCall[]> {
    const { sessions } = await this.search();
    return sessions
      .flatMap((session) => ('state' in session && !isPractice(session.state) ? [session] : []))
      .filter(({ state }) => Date.parse(state.openedAt) >= since || openPayment(state) !== undefined)
      .map(({ id }) => teamCall(this.replay(id)));
  }

  /** Who else works here, the locks of this computer tell the one who needs one of them. */
  atWork(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  bring(): Promise<void> {
    return Promise.resolve();
  }

  /** What is on this disk is all there is, and a lock ends with its process alone. */
  confirm(): Promise<void> {
    return Promise.resolve();
  }

  sightOfTeam(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  /** A lock ends with its process. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Whatever links and letters it was named by: it is locked by this name. */
  #realFolder(): string {
    try {
      makeFolder(this.folder);
      return realpathSync.native(this.folder);
    } catch {
      return this.folder;
    }
  }

  #existing(id: string): string {
    if (IS_ID.test(id) && this.#ids().includes(id)) return id;
    throw new StoreError('usage.unknown-session', `no session ${id}`);
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
      throw new StoreError('store.unreadable', `the journal ${path} contains impossible events`, {
        cause,
        path,
      });
    }
  });
}

/** The session that a journal is of; undefined where its first line is lost. */
function sessionIn([first]: readonly JournalLine[]): string | undefined {
  if (typeof first !== 'object' || first.event.type !== 'session.opened') return undefined;
  // Its checksum is no signature: the file may say anything.
  return IS_ID.test(first.event.id) ? first.event.id : safeExcerpt(first.event.id, LONGEST_ID);
}

function orStoreError<T>(read: () => T): T | StoreError {
  try {
    return read();
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
}

/** @param salvaged the money that it alone tells of */
function copyError(path: string, copyOf: string, salvaged?: Salvaged): StoreError {
  return new StoreError('store.copy', `${path} is a copy of the session file of ${copyOf}`, {
    path,
    ...(salvaged && { salvaged }),
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
  if ('copyOf' in session) return 3;
  if (openPayment(session.state)) return 0;
  return session.state.exitCode === 0 ? 2 : 1;
}

function changedAt(session: StoredSession): string {
  return 'state' in session ? session.state.changedAt : '';
}
