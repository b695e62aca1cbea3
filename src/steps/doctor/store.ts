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
        says: `records can be written, but ${exposed.join(', and ')}`,
        do: 'Take these rights away (chmod go-rwx), or set TERMINAL_HOME to a folder of your own. Whoever can change the settings can lead a call elsewhere.',
        ms: monotonicMs() - startedAt,
        evidence: { folder, exposed },
      });
    return examinedCheck('doctor.store', 'pass', {
      says: `records can be written in ${folder}`,
      ms: monotonicMs() - startedAt,
      evidence: { folder },
    });
  } catch (cause) {
    const code = codeOf(cause);
    return examinedCheck('doctor.store', 'fail', {
      says: `no record can be written in ${folder} (${code})`,
      do: 'Free some space, correct the rights, or set TERMINAL_HOME to a folder that can be written. No payment is made meanwhile.',
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
      do: 'Free some space before the records cannot be written any more.',
      evidence: { bytes },
    });
  } catch (cause) {
    return examinedCheck('doctor.space', 'unknown', {
      says: `how much is free there cannot be told (${codeOf(cause)})`,
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
        says: `a test payment is not proven settled: ${open.join(', ')}`,
        do: `Ask the terminal again: terminal onboard --resume ${open[0] ?? ''}`,
        evidence,
      });
    }
    if (copies.length > 0) {
      return examinedCheck('doctor.sessions', 'warn', {
        says: `beside the records lie copies of them, which are in nobody's way: ${copies.join(', ')}`,
        do: 'Keep the folder of the records out of what a tool copies or keeps alike, and move the copies elsewhere.',
        evidence,
      });
    }
    return examinedCheck('doctor.sessions', 'pass', {
      says:
        known === 0 ? 'no onboarding was begun here' : `${String(known)} onboardings can be read, and no money is open`,
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
    do: `Change nothing there. Keep a copy of the folder, and run \`terminal explain ${code}\`.`,
    evidence,
    failure: { kind: 'error', code },
  });
}

function codeOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
}
