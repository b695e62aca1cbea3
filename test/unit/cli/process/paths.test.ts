import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { cacheFolder, codeFolder, homeFolder } from '../../../../src/cli/process/paths.js';
import { temporaryFolder } from '../../../support/program.js';
import { WINDOWS } from '../../../support/system.js';

beforeEach(() => {
  for (const name of ['TERMINAL_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'APPDATA', 'LOCALAPPDATA'])
    vi.stubEnv(name, undefined);
});

const NO_WHOLE_PATHS = [
  'practice',
  './practice',
  '../practice',
  '~',
  '~/practice',
  ' /tmp/practice',
  '%APPDATA%\\t',
  '.',
];

describe.skipIf(WINDOWS)('the folder of records', () => {
  test.each(NO_WHOLE_PATHS)('is not TERMINAL_HOME %j, which leads to another place from each folder', (named) => {
    vi.stubEnv('TERMINAL_HOME', named);
    expect(homeFolder).toThrow(
      expect.objectContaining({
        fields: expect.objectContaining({ code: 'usage.invalid', exit: 2 }) as unknown,
      }) as Error,
    );
  });

  test('shows what stands in TERMINAL_HOME, and no control character of it', () => {
    vi.stubEnv('TERMINAL_HOME', 'x\u001b[31m');
    expect(homeFolder).toThrow('x\\x1b[31m');
  });

  test('is TERMINAL_HOME where that is a whole path', () => {
    vi.stubEnv('TERMINAL_HOME', '/tmp/practice');
    expect(homeFolder()).toBe('/tmp/practice');
  });

  test('is the usual one where TERMINAL_HOME is empty', () => {
    vi.stubEnv('TERMINAL_HOME', '');
    expect(homeFolder()).toBe(join(homedir(), '.local', 'share', 'terminal'));
  });

  test.each([...NO_WHOLE_PATHS, ''])('is in none that XDG_DATA_HOME %j names', (named) => {
    vi.stubEnv('XDG_DATA_HOME', named);
    vi.stubEnv('XDG_CACHE_HOME', named);
    expect(homeFolder()).toBe(join(homedir(), '.local', 'share', 'terminal'));
    expect(cacheFolder()).toBe(join(homedir(), '.cache', 'terminal'));
  });

  test('is where XDG_DATA_HOME says, where that is a whole path', () => {
    vi.stubEnv('XDG_DATA_HOME', '/srv/data');
    expect(homeFolder()).toBe('/srv/data/terminal');
  });

  test.each(['', 'home', '~', '.'])('is in the home that the system knows where HOME is %j', (named) => {
    vi.stubEnv('HOME', named);
    expect(homeFolder()).toBe(join(userInfo().homedir, '.local', 'share', 'terminal'));
  });
});

describe('on another system, the folder', () => {
  const on = (platform: NodeJS.Platform): void => {
    vi.spyOn(process, 'platform', 'get').mockReturnValue(platform);
  };

  test.skipIf(WINDOWS)('is in the library on macOS', () => {
    on('darwin');
    vi.stubEnv('HOME', '/Users/mari');
    vi.stubEnv('XDG_DATA_HOME', '/srv/data');
    expect([homeFolder(), cacheFolder()]).toEqual([
      '/Users/mari/Library/Application Support/terminal',
      '/Users/mari/Library/Caches/terminal',
    ]);
  });

  test('is in the local data on Windows', () => {
    on('win32');
    vi.stubEnv('LOCALAPPDATA', 'C:\\Users\\Mari Tamm\\AppData\\Local');
    expect([homeFolder(), cacheFolder()]).toEqual([
      'C:\\Users\\Mari Tamm\\AppData\\Local\\terminal\\Data',
      'C:\\Users\\Mari Tamm\\AppData\\Local\\terminal\\Cache',
    ]);
  });

  test.each(['C:practice', '\\practice', 'C:', '%APPDATA%\\t', ' C:\\th', '~\\t'])(
    'is not TERMINAL_HOME %j on Windows, which means another place on each drive',
    (named) => {
      on('win32');
      vi.stubEnv('TERMINAL_HOME', named);
      expect(homeFolder).toThrow('TERMINAL_HOME');
    },
  );

  test.each(['C:\\th', 'c:/th', '\\\\server\\share\\th'])('is TERMINAL_HOME %j on Windows', (named) => {
    on('win32');
    vi.stubEnv('TERMINAL_HOME', named);
    expect(homeFolder()).toBe(named);
  });

  test('that code is run from is on Windows none outside the profile', () => {
    on('win32');
    vi.stubEnv('USERPROFILE', 'C:\\Users\\Mari');
    vi.stubEnv('LOCALAPPDATA', 'D:\\shared');
    expect(codeFolder()).toBeUndefined();
  });
});

describe.skipIf(WINDOWS)('the folder that code is run from', () => {
  const cacheIn = (folder: string): void => {
    vi.stubEnv('XDG_CACHE_HOME', folder);
  };

  test('is made for its owner alone', () => {
    const folder = temporaryFolder();
    cacheIn(folder);
    expect(codeFolder()).toBe(join(folder, 'terminal'));
    expect(statSync(join(folder, 'terminal')).mode & 0o777).toBe(0o700);
  });

  test.each([0o777, 0o770, 0o720, 0o1777])('is none that others can write to: %o', (mode) => {
    const folder = temporaryFolder();
    cacheIn(folder);
    mkdirSync(join(folder, 'terminal'));
    chmodSync(join(folder, 'terminal'), mode);
    expect(codeFolder()).toBeUndefined();
  });

  test('is none in a folder where others can put another in its place', () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o777);
    cacheIn(folder);
    expect(codeFolder()).toBeUndefined();
  });

  test('is none that a link leads to from a folder of others', () => {
    const [own, open] = [temporaryFolder(), temporaryFolder()];
    mkdirSync(join(open, 'terminal'));
    chmodSync(open, 0o777);
    symlinkSync(join(open, 'terminal'), join(own, 'terminal'));
    cacheIn(own);
    expect(codeFolder()).toBeUndefined();
  });

  test.skipIf(process.getuid?.() !== 0)('is none of somebody else', () => {
    const folder = temporaryFolder();
    cacheIn(folder);
    mkdirSync(join(folder, 'terminal'), { mode: 0o700 });
    chownSync(join(folder, 'terminal'), 12_345, 12_345);
    expect(codeFolder()).toBeUndefined();
  });

  test('is none where none can be made', () => {
    cacheIn('/proc/nowhere');
    expect(codeFolder()).toBeUndefined();
  });
});
