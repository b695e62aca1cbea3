import type { TeamCall } from '../contract/team-result.js';
import type { Lock } from './lock.js';
import type { Holding } from './locked-error.js';
import type { StoreError } from './store-error.js';
import type { SessionState } from './reduce.js';
import type { Entry, SessionEvent } from './events.js';

export type StoredSession =
  | { readonly id: string; readonly state: SessionState }
  /** Its journal cannot be relied on; reported, never skipped in silence. */
  | { readonly id: string; readonly error: StoreError }
  /** A copy of another one's journal, made by a person or a tool, which tells of no money that the journal does not. */
  | { readonly id: string; readonly copyOf: string };

export interface Replayed {
  readonly entries: readonly Entry[];
  /** What they come to. */
  readonly state: SessionState;
}

/** The record of one session while it is written. */
export interface SessionJournal {
  readonly entries: readonly Entry[];
  /** Adds an event; when it returns, the event is on disk. @throws StoreError `store.full`, `store.changed` */
  append(event: SessionEvent): void;
  close(): void;
}

/** What one program at a time may work on: a terminal by its address or by its id, or a session by its id. */
export type LockSubject =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'terminal'; readonly terminalId: string }
  | { readonly kind: 'session'; readonly id: string };

/** Who takes a lock, for the one who finds it taken. */
export interface LockPurpose {
  readonly command: string;
  readonly session: string;
  /** Who is at work, for the one who finds it taken. */
  readonly agent?: string | undefined;
  /** Ends the wait for the one who holds it. */
  readonly stop?: AbortSignal | undefined;
}

/** What cannot be reversed, and must wait until the team knows of all that led to it. */
export type IrrevocableAct =
  | { readonly kind: 'sale' | 'cloud'; readonly withinMs?: number }
  /** What was charged is to be returned: `lastsMs` is how long that may take at most. */
  | { readonly kind: 'reversal'; readonly withinMs?: number; readonly lastsMs: number };

/** What a look at a team's store shows. */
export interface TeamSight {
  /** For people: database and host. */
  readonly name: string;
  /** Why it cannot be used; undefined where it can. */
  readonly why: string | undefined;
  /** Sessions of this computer of which it lacks something. */
  readonly unpushed: readonly string[];
}

/** Which calls a list is to show. */
export interface SessionSearch {
  /** Those alone with which something is left to do. */
  readonly open: boolean;
  /** Whose. */
  readonly agent: string | undefined;
  /** Changed since then: epoch milliseconds. */
  readonly since: number | undefined;
  readonly practice: boolean;
  /** Each is to be found in it, whatever the case of the letters. */
  readonly words: readonly string[];
}

/** Where sessions are kept. */
export interface SessionStore {
  /** The folder of this machine's own journals. */
  readonly folder: string;
  /** @throws StoreError `store.full` */
  create(id: string): SessionJournal;
  /** Opens a session to add to it. @throws StoreError */
  open(id: string): SessionJournal;
  /** @throws StoreError */
  read(id: string): SessionState;
  /** A session with all that led to it. @throws StoreError */
  replay(id: string): Replayed;
  /** Every session's id, the latest day's first. @throws StoreError */
  ids(): readonly string[];
  /** All sessions: those with open money first, then the latest changed first. @throws StoreError */
  list(): readonly StoredSession[];
  /**
   * At least the sessions that a list is to show, in its order, and no more than a person reads: `more` says that there
   * are others. @throws StoreError
   */
  search(search: SessionSearch): Promise<{ readonly sessions: readonly StoredSession[]; readonly more: boolean }>;
  /** The calls that were begun since an instant, and all with open money; practice is left out. @throws StoreError */
  calls(since: number): Promise<readonly TeamCall[]>;
  /** The sessions that agents of the team are at work on now. @throws StoreError */
  atWork(): Promise<readonly Holding[]>;
  /** The events of some types in the sessions begun last, the latest day first; a session that cannot be read is left out. @throws StoreError */
  recent(most: number, types: readonly SessionEvent['type'][]): Iterable<readonly Entry[]>;
  /** Held for the life of this process, or until it is released. @throws LockedError */
  lock(subject: LockSubject, purpose: LockPurpose): Promise<Lock>;
  /** What a team has of a session is here when this returns, as far as it can be had. */
  bring(id: string): Promise<void>;
  /**
   * Before an act that cannot be reversed: everything recorded so far is where it must be, and what was locked is still
   * ours. @throws StoreError `store.unavailable`, `store.taken`
   */
  confirm(act: IrrevocableAct): Promise<void>;
  /** Looks at the team's store; undefined where there is none. */
  sightOfTeam(): Promise<TeamSight | undefined>;
  /** At the end of a run: what is still to be told is told, and what is still held is let go. Never throws. */
  close(): Promise<void>;
}
