import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, statfsSync, unlinkSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../session/folder.js';
import { exposedIn } from '../../session/rights.js';
import { StoreError } from '../../session/store-error.js';
import { openPayment } from '../../session/reduce.js';
import type { SessionStore } from '../../session/store.js';
import { examinedCheck } from './examined.js';
import type { Ailment, Examined } from './examined.js';
import { monotonicMs } from '../../connection/net/monotonic-clock.js';

/** A journal takes some kilobytes; a disk that is so full fails everything else, too. */
const LITTLE_BYTES = 50 * 1024 * 1024;

/** The folder of the onboardings: whether a payment could be recorded before it is made, and what is open. */
export function examineStore(store: SessionStore): readonly Examined[] {
  return [examineWriting(store.folder), examineSpace(store.folder), examineSessions(store)];
}

/** The store of a team, where one is set. */
export async function examineTeam(store: SessionStore): Promise<readonly Examined[]> {
  const sight = await store.sightOfTeam();
  if (!sight) return [];
  const { name, why, unpushed } = sight;
  const evidence = { store: name, unpushed };
  if (why !== undefined)
    return [
      examinedCheck('doctor.team', 'fail', {
        says: `the team's store cannot be used: ${why}`,
        do: 'Check the VPN, the address (terminal config get store) and PGUSER, PGPASSFILE. Until then no payment is made.',
        evidence,
        failure: { kind: 'error', code: 'store.unavailable' },
      }),
    ];
  if (unpushed.length > 0)
    return [
      examinedCheck('doctor.team', 'warn', {
        says: `the team's store (${name}) lacks something of ${unpushed.join(', ')}`,
        do: 'Send it: terminal store push',
        evidence,
      }),
    ];
  return [examinedCheck('doctor.team', 'pass', { says: `the team's store (${name}) can be used`, evidence })];
}

/** Really writes: what is mounted read-only, or full, shows in no other way. */
function examineWriting(folder: string): Examined {
  const startedAt = monotonicMs();
  try {
    makeFolder(folder);
    const path = join(folder, `doctor-${randomBytes(6).toString('hex')}.tmp`);
    const file = openSync(path, 'wx', 0o600);
    try {
      writeSync(file, 'written by terminal doctor\n');
      fsyncSync(file);
    } finally {
      closeSync(file);
      unlinkSync(path);
    }
    const exposed = exposedIn(dirname(folder));
    if (exposed.length > 0)
      return examinedCheck('doctor.store', 'warn', {
        says: `session files can be written, but ${exposed.join(', and ')}`,
        do: 'Remove these permissions (chmod go-rwx), or set TERMINAL_HOME to a folder of your own. Other users could redirect a call by changing the settings.',
        ms: monotonicMs() - startedAt,
        evidence: { folder, exposed },
      });
    return examinedCheck('doctor.store', 'pass', {
      says: `session files can be written in ${folder}`,
      ms: monotonicMs() - startedAt,
      evidence: { folder },
    });
  } catch (cause) {
    const code = codeOf(cause);
    return examinedCheck('doctor.store', 'fail', {
      says: `session files cannot be written in ${folder} (${code})`,
      do: 'Free some space, correct the permissions, or set TERMINAL_HOME to a writable folder. Until then no payment is made.',
      evidence: { folder, errno: code },
      failure: { kind: 'error', code: 'store.full' },
    });
  }
}

function examineSpace(folder: string): Examined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    const bytes = bavail * bsize;
    const says = `${String(Math.floor(bytes / 1024 / 1024))} MB are free there`;
    if (bytes >= LITTLE_BYTES) return examinedCheck('doctor.space', 'pass', { says, evidence: { bytes } });
    return examinedCheck('doctor.space', 'warn', {
      says,
      do: 'Free some space, or session files can soon not be written.',
      evidence: { bytes },
    });
  } catch (cause) {
    return examinedCheck('doctor.space', 'unknown', {
      says: `the free space is not known (${codeOf(cause)})`,
    });
  }
}

function examineSessions(store: SessionStore): Examined {
  try {
    const sessions = store.list();
    const broken = sessions.flatMap((session) => ('error' in session ? [session] : []));
    const open = sessions.flatMap((session) => ('state' in session && openPayment(session.state) ? [session.id] : []));
    const copies = sessions.flatMap((session) => ('copyOf' in session ? [session.id] : []));
    const known = sessions.length - copies.length;
    const evidence = { sessions: known, open, unreadable: broken.map(({ id }) => id), copies };
    const [first] = broken;
    if (first) return unreadable(first.error, evidence);
    if (open.length > 0) {
      return examinedCheck('doctor.sessions', 'warn', {
        says: `open test payments: ${open.join(', ')}`,
        do: `Check with the terminal again: terminal onboard --resume ${open[0] ?? ''}`,
        evidence,
      });
    }
    if (copies.length > 0) {
      return examinedCheck('doctor.sessions', 'warn', {
        says: `there are copies of session files, which are ignored: ${copies.join(', ')}`,
        do: 'Exclude the folder from synchronising tools, and move the copies to another folder.',
        evidence,
      });
    }
    return examinedCheck('doctor.sessions', 'pass', {
      says: known === 0 ? 'no onboardings yet' : `${String(known)} onboardings, no open money`,
      evidence,
    });
  } catch (cause) {
    if (cause instanceof StoreError) return unreadable(cause, {});
    throw cause;
  }
}

const DOCTORED: Readonly<Partial<Record<StoreError['code'], (Ailment & { kind: 'error' })['code']>>> = {
  'store.newer': 'store.newer',
  'store.copy': 'money.copied-record',
};

function unreadable(error: StoreError, evidence: Examined['check']['evidence']): Examined {
  const code = DOCTORED[error.code] ?? 'store.unreadable';
  return examinedCheck('doctor.sessions', 'fail', {
    says: error.message,
    do: `Do not change the folder. Keep a copy of it, and run \`terminal explain ${code}\`.`,
    evidence,
    failure: { kind: 'error', code },
  });
}

function codeOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
}
