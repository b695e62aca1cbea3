import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, linkSync, readdirSync, readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './folder.js';
import type { Lock } from './lock.js';
import { LockedError } from './locked-error.js';
import type { Holder } from './locked-error.js';
import { readHolder } from './read-holder.js';

/**
 * Takes a lock where sockets cannot be one: a file for each time that it was taken, numbered, of which the highest one
 * counts. It holds who has taken it, and nothing once that one has let go. A program that finds the highest free, or its
 * process gone, makes the next one by a link, which one alone can. A number is never used again: a program that looked
 * long ago cannot take what another holds by now.
 * @param folder of the locks, made if there is none
 * @throws LockedError, NodeJS.ErrnoException
 */
export async function acquireFileLock(folder: string, what: string, holder: Holder, called: string): Promise<Lock> {
  makeFolder(folder);
  const name = createHash('sha256').update(what).digest('hex').slice(0, 24);
  const path = (number: number): string => join(folder, `${name}.${String(number)}`);
  for (;;) {
    const last = highest(folder, name);
    const other = last === 0 ? undefined : await whoHolds(path(last));
    if (other) throw new LockedError(called, other === 'unknown' ? undefined : other);
    const mine = last + 1;
    if (!(await linked(path(mine), holder))) continue;
    if (highest(folder, name) > mine) {
      unlinkSync(path(mine));
      continue;
    }
    removeBelow(mine, folder, name);
    return {
      release: () => {
        // By the number that is ours alone: another one may be the highest by now.
        if (existsSync(path(mine))) truncateSync(path(mine));
        return Promise.resolve();
      },
    };
  }
}

function numbers(folder: string, name: string): readonly number[] {
  return readdirSync(folder).flatMap((file) => {
    const [first, number = ''] = file.split('.');
    return first === name && /^[1-9]\d{0,14}$/.test(number) ? [Number(number)] : [];
  });
}

function highest(folder: string, name: string): number {
  return Math.max(0, ...numbers(folder, name));
}

/** The file has its content before it has its name. */
async function linked(path: string, holder: Holder): Promise<boolean> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, JSON.stringify({ ...holder, start: await startOf(holder.pid) }), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, path);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  } finally {
    unlinkSync(draft);
  }
}

function removeBelow(mine: number, folder: string, name: string): void {
  for (const number of numbers(folder, name)) {
    if (number >= mine) continue;
    try {
      unlinkSync(join(folder, `${name}.${String(number)}`));
    } catch {
      // Another one has removed it.
    }
  }
}

/** Undefined where it is free, or its holder gone. */
async function whoHolds(path: string): Promise<Holder | 'unknown' | undefined> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    // Removed by the one who has a higher one: the next look finds that.
    return (cause as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : 'unknown';
  }
  if (text === '') return undefined;
  const holder = readHolder(text);
  if (!holder) return 'unknown';
  return (await isSameProcess(holder.pid, startIn(text))) ? holder : undefined;
}

function startIn(text: string): string {
  return String((JSON.parse(text) as { readonly start?: unknown }).start);
}

/** A number of a process is used again; not with the same start. */
async function isSameProcess(pid: number, start: string): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return [start, ''].includes(await startOf(pid));
}

/** When a process was started, as the system writes it; empty where it cannot tell. */
function startOf(pid: number): Promise<string> {
  const options = { env: { PATH: '/bin:/usr/bin', LC_ALL: 'C', TZ: 'UTC' }, timeout: PS_MS };
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'lstart=', '-p', String(pid)], options, (failed, stdout) => {
      resolve(failed ? '' : stdout.trim());
    });
  });
}

const PS_MS = 5000;
