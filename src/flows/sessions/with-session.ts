import { randomBytes } from 'node:crypto';
import { identityOf } from '../../connection/identity.js';
import { placeOf } from '../../model/endpoint.js';
import type { Target } from '../../model/endpoint.js';
import type { Facts } from '../../model/facts.js';
import type { SessionTarget } from '../../session/events.js';
import { acquireLock } from '../../session/lock.js';
import type { Lock } from '../../session/lock.js';
import type { SessionStore } from '../../session/store.js';
import { sessionId, SessionWriter } from '../../session/session-writer.js';
import { lockSession } from './locks.js';
import { checkBankContacts } from '../../cli/input/bank-contacts.js';
import { confirmedTerminal } from '../../session/queries.js';
import { posxmlOf } from '../../steps/test-payment/readiness.js';

export interface WorkOptions {
  readonly store: SessionStore;
  readonly target: Target;
  readonly command: string;
  readonly sandbox: boolean;
  readonly allowPrivate: boolean;
  /** The version of this program, for the journal. */
  readonly program: string;
  /** An existing session to go on with. */
  readonly resume: string | undefined;
}

/** The hold on the terminal at the target's address. */
export interface TerminalLock {
  /**
   * Takes the terminal at another address, writes that down, and lets the former one go. @throws LockedError where
   * somebody is at work there; then everything is as it was
   */
  moveTo(target: Target): Promise<void>;
}

/**
 * Holds the terminal and a session's journal while `body` runs. Nobody else on this machine works on the terminal
 * in the meantime; the hold ends with the process, however that ends.
 * @throws LockedError, StoreError, AppError usage.invalid
 */
export async function withSession<T>(
  options: WorkOptions,
  body: (work: SessionWriter, hold: TerminalLock) => Promise<T>,
): Promise<T> {
  const { store, command, resume } = options;
  checkBankContacts(process.env);
  const id = resume ?? sessionId(new Date(), randomBytes(5));
  const session = await lockSession(id, store, command);
  try {
    return await holdingPlace(options, id, body);
  } finally {
    await session.release();
  }
}

async function holdingPlace<T>(
  { store, target, command, sandbox, allowPrivate, program, resume }: WorkOptions,
  id: string,
  body: (work: SessionWriter, hold: TerminalLock) => Promise<T>,
): Promise<T> {
  const take = (where: Target): Promise<Lock> =>
    acquireLock(placeOf(where), { pid: process.pid, since: new Date().toISOString(), command, session: id });
  let [held, place] = [await take(target), placeOf(target)];
  try {
    const work =
      resume === undefined
        ? SessionWriter.begin(store.create(id), {
            type: 'session.opened',
            id,
            command,
            target: inSession(target),
            sandbox,
            program,
            allowPrivate,
          })
        : SessionWriter.resume(store.open(resume));
    const moveTo = async (next: Target): Promise<void> => {
      const former = held;
      const isAnother = placeOf(next) !== place;
      if (isAnother) held = await take(next);
      place = placeOf(next);
      recordTarget(work, next);
      if (isAnother) await former.release();
    };
    try {
      return await body(work, { moveTo });
    } finally {
      work.close();
    }
  } finally {
    await held.release();
  }
}

function inSession({ host, posxml, log }: Target): SessionTarget {
  return { host, posxmlPort: posxml?.port, logPort: log?.port };
}

/**
 * The clinic's address may be another than the session has. Where its terminal is known, it is that terminal's only once
 * that one has answered there.
 * @param answered the terminal that has named itself at the address
 */
export function recordTarget(work: SessionWriter, target: Target, answered?: string): void {
  const confirmed = confirmedTerminal(work.state);
  if (confirmed !== undefined && answered !== confirmed) return;
  const [known, now] = [work.state.target, inSession(target)];
  if (known.host === now.host && known.posxmlPort === now.posxmlPort && known.logPort === now.logPort) return;
  work.record({ type: 'target.changed', target: now });
}

/** Who answered, for the session; a terminal that does not name itself is not written down. */
export function recordIdentity(work: SessionWriter, facts: Facts): void {
  const own = posxmlOf(facts);
  const { terminalId, ownerName } = identityOf(own?.parameters);
  if (terminalId === undefined) return;
  const localIpAddress = own?.parameters?.LocalIPAddress?.trim() ?? '';
  work.record({
    type: 'terminal.identified',
    terminalId,
    ownerName,
    version: own?.version,
    ...(localIpAddress !== '' && { localIpAddress }),
  });
}
