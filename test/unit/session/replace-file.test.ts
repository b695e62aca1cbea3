import type * as Fs from 'node:fs';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { replaceFile } from '../../../src/session/replace-file.js';
import { folder } from './support.js';

/** How often a rename is still refused, as Windows refuses it while somebody has the file open. */
const held = vi.hoisted(() => ({ times: 0, code: 'EPERM' }));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof Fs>();
  return {
    ...real,
    renameSync: (from: string, to: string) => {
      if (held.times > 0) {
        held.times -= 1;
        throw Object.assign(new Error(held.code), { code: held.code });
      }
      real.renameSync(from, to);
    },
  };
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

test('on Windows a file that stays open is told, and no draft is left', () => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
  const home = folder();
  Object.assign(held, { times: 1000, code: 'EPERM' });
  expect(() => {
    replaceFile(join(home, 'config.json'), 'new');
  }).toThrow('EPERM');
  expect(readdirSync(home)).toEqual([]);
});

test('elsewhere a rename that is refused is told at once', () => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue('linux');
  Object.assign(held, { times: 1, code: 'EPERM' });
  expect(() => {
    replaceFile(join(folder(), 'config.json'), 'new');
  }).toThrow('EPERM');
});
