import { randomBytes } from 'node:crypto';
import { checkBankContacts } from '../../cli/input/bank-contacts.js';
import { resolveHost } from '../../connection/net/dial.js';
import type { Resolver } from '../../connection/net/resolver.js';
import { formatPair } from '../../model/endpoint.js';
import type { Target } from '../../model/endpoint.js';
import { sessionId, SessionWriter } from '../../session/session-writer.js';
import type { SessionStore } from '../../session/store.js';
import { recordTarget, sessionTarget } from './record-terminal.js';

export interface RecordOptions {
  readonly store: SessionStore;
  readonly target: Target;
  readonly command: string;
  readonly sandbox: boolean;
  readonly allowPrivate: boolean;
  /** The setting, checked before anything is begun. */
  readonly bankLines: string | undefined;
  /** Who is at work, for the journal. */
  readonly agent: string;
  /** The version of this program, for the journal. */
  readonly program: string;
  /** An existing session to resume. */
  readonly resume: string | undefined;
  /** Ends the wait for the one who holds a lock. */
  readonly stop: AbortSignal;
}

export interface SessionOptions extends RecordOptions {
  /** Of names, whose address is what is locked. */
  readonly resolver: Resolver;
}

/** After so long without an answer of the DNS server, the name is locked in place of its address. Milliseconds. */
const RESOLVE_MS = 5000;

/** The lock on the terminal at an address. */
export interface TerminalLock {
  /** Where it is by now. */
  readonly target: Target;
  /**
   * Locks the terminal at another address, records that, and unlocks the previous one. @throws LockedError where
   * another program works there; then everything is as it was
   */
  moveTo(target: Target): Promise<void>;
}

/**
 * Locks a session's journal while `body` writes it, and no terminal: nothing is dialled, so that another program may be at
 * work there. @throws LockedError, StoreError, AppError usage.invalid
 */
export function withRecord<T>(options: RecordOptions, body: (session: SessionWriter) => Promise<T>): Promise<T> {
  return withJournal(options, async (id) => {
    const session = openSession(options, id);
    try {
      return await body(session);
    } finally {
      session.close();
    }
  });
}

/**
 * Locks the terminal and a session's journal while `body` runs: no other program of this machine works on the terminal
 * in the meantime. The locks end with the process, however that ends.
 * @throws LockedError, StoreError, AppError usage.invalid
 */
export function withSession<T>(
  options: SessionOptions,
  body: (session: SessionWriter, lock: TerminalLock) => Promise<T>,
): Promise<T> {
  return withJournal(options, (id) => withTerminal(options, id, body));
}

async function withJournal<T>(options: RecordOptions, work: (id: string) => Promise<T>): Promise<T> {
  const { store, command, resume, agent, stop } = options;
  checkBankContacts(options.bankLines);
  const id = resume ?? sessionId(new Date(), randomBytes(5));
  const journal = await store.lock({ kind: 'session', id }, { command, session: id, agent, stop });
  try {
    return await work(id);
  } finally {
    await journal.release();
  }
}

async function withTerminal<T>(
  options: SessionOptions,
  id: string,
  body: (session: SessionWriter, lock: TerminalLock) => Promise<T>,
): Promise<T> {
  const { store, command, agent, stop } = options;
  const placeAt = (where: Target): Promise<string> => dialledPlace(where, options.resolver);
  const take = (address: string): ReturnType<SessionStore['lock']> =>
    store.lock({ kind: 'address', address }, { command, session: id, agent, stop });
  let [place, at] = [await placeAt(options.target), options.target];
  let held = await take(place);
  try {
    const session = openSession(options, id);
    const moveTo = async (next: Target): Promise<void> => {
      const [previous, nextPlace] = [held, await placeAt(next)];
      const isAnother = nextPlace !== place;
      if (isAnother) held = await take(nextPlace);
      [place, at] = [nextPlace, next];
      recordTarget(session, next);
      if (isAnother) await previous.release();
    };
    const lock: TerminalLock = {
      get target() {
        return at;
      },
      moveTo,
    };
    try {
      return await body(session, lock);
    } finally {
      session.close();
    }
  } finally {
    await held.release();
  }
}

/** Two names of one address are one terminal. */
export async function dialledPlace(target: Target, resolver: Resolver): Promise<string> {
  const pair = target.posxml ?? target.log;
  if (!pair) return target.host;
  const found = await resolveHost(pair, { deadlineMs: RESOLVE_MS, resolver });
  return formatPair({ host: found.ok ? found.address : pair.host, port: pair.port });
}

function openSession(options: RecordOptions, id: string): SessionWriter {
  const { store, target, command, sandbox, agent, program, allowPrivate, resume } = options;
  if (resume !== undefined) return SessionWriter.resume(store.open(resume));
  const opened = { id, command, target: sessionTarget(target), sandbox, program, allowPrivate, agent };
  return SessionWriter.begin(store.create(id), { type: 'session.opened', ...opened });
}
