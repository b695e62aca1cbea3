import type * as Fs from 'node:fs';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { replaceFile } from '../../../src/session/replace-file.js';
import { FolderStore } from '../../../src/session/folder-store.js';
import { Mirror } from '../../../src/session/team/mirror.js';
import { deleteHere } from '../../../src/session/team/prune.js';
import { folder } from './support.js';

/** How often a rename is still refused, as Windows refuses it while another program has the file open. */
const held = vi.hoisted(() => ({ times: 0, code: 'EPERM' }));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof Fs>();
  return {
    ...real,
    renameSync: (from: string, to: string) => {
      refuseWhileHeld();
      real.renameSync(from, to);
    },
    rmSync: (path: string, options: Fs.RmOptions) => {
      refuseWhileHeld();
      real.rmSync(path, options);
    },
  };

  function refuseWhileHeld(): void {
    if (held.times === 0) return;
    held.times -= 1;
    throw Object.assign(new Error(held.code), { code: held.code });
  }
});

beforeEach(() => {
  held.times = 0;
});

test.each(['EPERM', 'EACCES', 'EBUSY'])(
  'on Windows a file that somebody has open is replaced when they let go: %s',
  (code) => {
    vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
    const path = join(folder(), 'config.json');
    Object.assign(held, { times: 3, code });
    replaceFile(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
  },
);

test.each(['EPERM', 'EBUSY'])(
  'on Windows one that somebody has open is moved, and removed, when they let go: %s',
  async (code) => {
    vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
    const store = new FolderStore(folder());
    const path = join(store.folder, 's1.jsonl');
    store.create('s1').close();
    Object.assign(held, { times: 3, code });
    const aside = new Mirror(store.folder).setAside('s1');
    expect([existsSync(path), existsSync(aside)]).toEqual([false, true]);
    store.create('s1').close();
    Object.assign(held, { times: 3, code });
    expect(await deleteHere(store, ['s1'])).toBe(1);
    expect(existsSync(path)).toBe(false);
  },
);

test('on Windows a file that stays open is told, and no draft is left', () => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
  const home = folder();
  // Longer than anybody waits: it is removed, and not replaced.
  const later = vi.spyOn(Date, 'now').mockReturnValueOnce(0).mockReturnValue(60_000);
  Object.assign(held, { times: 1, code: 'EPERM' });
  expect(() => {
    replaceFile(join(home, 'config.json'), 'new');
  }).toThrow('EPERM');
  later.mockRestore();
  expect(readdirSync(home)).toEqual([]);
});

test('elsewhere a rename that is refused is told at once', () => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue('linux');
  Object.assign(held, { times: 1, code: 'EPERM' });
  expect(() => {
    replaceFile(join(folder(), 'config.json'), 'new');
  }).toThrow('EPERM');
});
