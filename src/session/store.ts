import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './folder.js';
import { readEntriesOfTypes, Journal, readJournal, salvagedIn } from './journal.js';
import type { Salvaged } from './salvage.js';
import { StoreError } from './store-error.js';
import { openPayment, replayEvents, unsettledPayment } from './reduce.js';
import type { SessionState } from './reduce.js';
import type { Entry, SessionEvent, SessionTarget } from './events.js';

export type StoredSession =
  | { readonly id: string; readonly state: SessionState }
  /** Its journal cannot be relied on; told, never skipped in silence. */
  | { readonly id: string; readonly error: StoreError };

export interface Replayed {
  readonly entries: readonly Entry[];
  /** What they come to. */
  readonly state: SessionState;
}

const SUFFIX = '.jsonl';

/** The onboardings of this machine: one journal file each, in one folder. */
export class SessionStore {
  readonly folder: string;

  /** @param home the program's folder, see `TERMINAL_HOME` */
  constructor(home: string) {
    this.folder = join(home, 'sessions');
  }

  /** @throws StoreError `store.full` */
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

  /** @throws StoreError */
  read(id: string): SessionState {
    return this.replay(id).state;
  }

  /** A session with all that led to it. @throws StoreError */
  replay(id: string): Replayed {
    return replayJournal(this.#path(this.#existing(id)));
  }

  /** Every session's id, the latest day's first. @throws StoreError */
  ids(): readonly string[] {
    return [...this.#ids()].sort().reverse();
  }

  /** All sessions: those with open money first, then the latest changed first. */
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

  /** The events of some types in the sessions begun last, the latest day first; a session that cannot be read is left out. @throws StoreError */
  *recent(most: number, types: readonly SessionEvent['type'][]): Generator<readonly Entry[]> {
    for (const id of this.ids().slice(0, most)) {
      try {
        yield readEntriesOfTypes(this.#path(id), types);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
      }
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

/** True if a journal that cannot be relied on may hide money of this terminal: it names it, or no terminal at all. */
export function mayHideMoneyOf(
  { salvaged }: StoreError,
  target: SessionTarget,
  terminalId: string | undefined,
): boolean {
  if (!salvaged) return true;
  if (salvaged.sandbox !== undefined && isOfNone(salvaged)) return false;
  if (isOfNone(salvaged)) return true;
  if (terminalId !== undefined && salvaged.terminalIds.includes(terminalId)) return true;
  return salvaged.targets.some(({ host, posxmlPort }) => host === target.host && posxmlPort === target.posxmlPort);
}

/** Practice, and what is no journal at all. */
function isOfNone({ sandbox, terminalIds, targets }: Salvaged): boolean {
  return sandbox === true || (terminalIds.length === 0 && targets.length === 0);
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

/** True if both may be the same terminal: the same confirmed id, or the same address where no id is known. */
export function concernsTerminal(state: SessionState, target: SessionTarget, terminalId: string | undefined): boolean {
  const payment = unsettledPayment(state);
  if (!payment?.sale) return false;
  const { sale } = payment;
  if (
    terminalId !== undefined &&
    [sale.terminalId, ...payment.claims.map((claim) => claim.terminalId)].includes(terminalId)
  )
    return true;
  return sale.host === target.host && sale.port === target.posxmlPort;
}
