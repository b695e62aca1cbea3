import { randomBytes } from 'node:crypto';
import { identityOf } from '../connection/identity.js';
import type { Target } from '../connection/types.js';
import type { Facts } from '../diagnosis/facts.js';
import { lock } from '../session/lock.js';
import type { SessionStore } from '../session/store.js';
import { sessionId, Work } from '../session/work.js';
import { checkBankLines } from './bank-lines.js';
import { posxmlOf } from '../steps/readiness.js';

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

/**
 * Holds the terminal and a session's journal while `body` runs. Nobody else on this machine works on the terminal
 * in the meantime; the hold ends with the process, however that ends.
 * @throws LockedError, StoreError, AppError usage.invalid
 */
export async function withWork<T>(options: WorkOptions, body: (work: Work) => Promise<T>): Promise<T> {
  const { store, target, command, sandbox, allowPrivate, program, resume } = options;
  checkBankLines(process.env);
  const id = resume ?? sessionId(new Date(), randomBytes(5));
  const place = `${target.host}:${String(target.posxml?.port ?? target.log?.port ?? 0)}`;
  const held = await lock(place, { pid: process.pid, since: new Date().toISOString(), command, session: id });
  try {
    const sessionTarget = { host: target.host, posxmlPort: target.posxml?.port, logPort: target.log?.port };
    const work = resume === undefined
      ? Work.begin(store.create(id), { type: 'session.opened', id, command, target: sessionTarget, sandbox, program, allowPrivate })
      : Work.resume(store.open(resume));
    try {
      return await body(work);
    } finally {
      work.close();
    }
  } finally {
    await held.release();
  }
}

/** Who answered, for the session; a terminal that does not name itself is not written down. */
export function recordIdentity(work: Work, facts: Facts): void {
  const own = posxmlOf(facts);
  const { terminalId, ownerName } = identityOf(own?.parameters);
  if (terminalId === undefined) return;
  const localIpAddress = own?.parameters?.LocalIPAddress?.trim() ?? '';
  work.record({ type: 'terminal.identified', terminalId, ownerName, version: own?.version, ...(localIpAddress !== '' && { localIpAddress }) });
}
