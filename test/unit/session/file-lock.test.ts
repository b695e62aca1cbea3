import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { FolderStore } from '../../../src/session/folder-store.js';
import { acquireFileLock } from '../../../src/session/file-lock.js';
import { LockedError } from '../../../src/session/locked-error.js';
import type { Holder } from '../../../src/session/locked-error.js';
import { WINDOWS } from '../../support/system.js';
import { folder } from './support.js';

/** Where sockets cannot be the lock, as on macOS. Nothing of it needs that system. */
const SCRIPT = fileURLToPath(new URL('hold-file-lock.ts', import.meta.url));
const OWN: Holder = { pid: process.pid, since: '2026-02-14T08:00:00.000Z', command: 'test', session: 's1' };
const WHAT = '84.50.12.34:4445';

async function told(child: ChildProcess & { stdout: NodeJS.ReadableStream }): Promise<string> {
  const [text] = (await once(child.stdout, 'data')) as [Buffer];
  return text.toString().trim();
}

function contender(home: string): ChildProcess & { stdout: NodeJS.ReadableStream } {
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, home, WHAT], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

test('a lock in a file is held once, and its holder named', async () => {
  const home = folder();
  const held = await acquireFileLock(home, WHAT, OWN, WHAT);
  await expect(acquireFileLock(home, WHAT, OWN, WHAT)).rejects.toMatchObject({ holder: OWN });
  await (await acquireFileLock(home, 'another', OWN, 'another')).release();
  await held.release();
  await (await acquireFileLock(home, WHAT, OWN, WHAT)).release();
});

test('a lock in a file dies with its holder, and is then won by one of many who want it at once', async () => {
  const home = folder();
  const first = contender(home);
  expect(await told(first)).toBe('ready');
  first.stdin?.write('go\n');
  expect(await told(first)).toBe('held');
  await expect(acquireFileLock(home, WHAT, OWN, WHAT)).rejects.toBeInstanceOf(LockedError);
  const others = Array.from({ length: 5 }, () => contender(home));
  await Promise.all(others.map(told));
  first.kill('SIGKILL');
  await once(first, 'exit');
  for (const other of others) other.stdin?.write('go\n');
  const outcomes = await Promise.all(others.map(told));
  expect(outcomes.filter((outcome) => outcome === 'held')).toHaveLength(1);
  expect(readdirSync(home).length).toBeLessThan(4);
});

test('a lock in a file whose holder has been another process since is free', async () => {
  const home = folder();
  const held = await acquireFileLock(home, WHAT, { ...OWN, pid: 999_999_999 }, WHAT);
  const next = await acquireFileLock(home, WHAT, OWN, WHAT);
  await next.release();
  await held.release();
});

test('the release of a lock in a file leaves the one that was taken since', async () => {
  const home = folder();
  const lost = await acquireFileLock(home, WHAT, { ...OWN, pid: 999_999_999 }, WHAT);
  const held = await acquireFileLock(home, WHAT, OWN, WHAT);
  await lost.release();
  await expect(acquireFileLock(home, WHAT, OWN, WHAT)).rejects.toBeInstanceOf(LockedError);
  await held.release();
});

test.skipIf(WINDOWS)('on macOS locks lie in the home, by its real path, and not in a temporary folder', async () => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
  const home = folder();
  const other = join(folder(), 'link');
  symlinkSync(home, other);
  vi.stubEnv('TMPDIR', folder());
  const purpose = { command: 'test', session: 's1' };
  const subjects = [
    { kind: 'address', address: WHAT },
    { kind: 'terminal', terminalId: 'SB000001' },
    { kind: 'session', id: 's1' },
  ] as const;
  for (const subject of subjects) {
    const held = await new FolderStore(home).lock(subject, purpose);
    vi.stubEnv('TMPDIR', folder());
    await expect(new FolderStore(other).lock(subject, purpose), subject.kind).rejects.toBeInstanceOf(LockedError);
    await held.release();
  }
  expect(statSync(join(home, 'locks')).mode & 0o777).toBe(0o700);
});

test.skipIf(WINDOWS)('two spellings of one home are one home', async () => {
  const home = folder();
  const other = join(folder(), 'link');
  symlinkSync(home, other);
  const held = await new FolderStore(`${home}/.`).lock(
    { kind: 'session', id: 's1' },
    { command: 'test', session: 's1' },
  );
  await expect(
    new FolderStore(other).lock({ kind: 'session', id: 's1' }, { command: 'test', session: 's1' }),
  ).rejects.toBeInstanceOf(LockedError);
  await held.release();
});
