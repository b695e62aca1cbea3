import { spawnSync } from 'node:child_process';
import type * as Fs from 'node:fs';
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Journal, readJournal } from '../../../src/session/journal.js';
import { StoreError } from '../../../src/session/store-error.js';
import { FolderStore } from '../../../src/session/folder-store.js';
import { WINDOWS } from '../../support/system.js';
import { folder, paid, STORY } from './support.js';
import { opened } from './support-events.js';

type Call = (...given: unknown[]) => unknown;

/** What the disk was asked to do, in order, and what it does instead. */
interface Disk {
  readonly calls: string[];
  instead: Record<string, Call | undefined>;
}

const disk = vi.hoisted((): Disk => ({ calls: [], instead: {} }));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof Fs>();
  const watched =
    (name: 'fsyncSync' | 'writeSync' | 'ftruncateSync'): Call =>
    (...given) => {
      disk.calls.push(name);
      return (disk.instead[name] ?? (real[name] as unknown as Call))(...given);
    };
  return {
    ...real,
    fsyncSync: watched('fsyncSync'),
    writeSync: watched('writeSync'),
    ftruncateSync: watched('ftruncateSync'),
  };
});

const breaks =
  (code: string): Call =>
  () => {
    throw Object.assign(new Error(code), { code });
  };

/** Half a line gets there, and then the disk is full. */
async function fillUp(): Promise<void> {
  const { writeSync } = await vi.importActual<typeof Fs>('node:fs');
  disk.instead['writeSync'] = (descriptor) => {
    disk.instead['writeSync'] = breaks('ENOSPC');
    return writeSync(descriptor as number, '{"v":1,"n":2,');
  };
}

function begun(): { readonly journal: Journal; readonly path: string } {
  const path = join(folder(), 'a.jsonl');
  const journal = Journal.create(path);
  journal.append(opened());
  return { journal, path };
}

afterEach(() => {
  disk.instead = {};
  disk.calls.length = 0;
});

describe('on disk before it returns', () => {
  test('is every event', () => {
    const { journal, path } = begun();
    let synced = '';
    const { calls } = disk;
    calls.length = 0;
    disk.instead['fsyncSync'] = () => (synced = readFileSync(path, 'utf8'));
    journal.append(paid('sale.intended'));
    expect(calls).toEqual(['writeSync', 'fsyncSync']);
    // The sync came after the whole line.
    expect(synced).toBe(readFileSync(path, 'utf8'));
    expect(synced.endsWith('\n')).toBe(true);
  });

  test.skipIf(WINDOWS)('is the name of a new journal', () => {
    begun().journal.close();
    expect(disk.calls).toEqual(['fsyncSync', 'writeSync', 'fsyncSync']);
  });

  test('is the cut of a torn line', () => {
    const { journal, path } = begun();
    journal.close();
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"v"`);
    disk.calls.length = 0;
    Journal.open(path).close();
    expect(disk.calls).toEqual(['ftruncateSync', 'fsyncSync']);
  });
});

describe('when the disk does not take it', () => {
  test.each([
    ['the write', 'writeSync', 'ENOSPC'],
    ['the sync', 'fsyncSync', 'EIO'],
  ])('%s fails: the event did not happen, and the journal can go on later', (_what, call, code) => {
    const { journal, path } = begun();
    disk.instead[call] = breaks(code);
    expect(() => {
      journal.append(paid('sale.intended'));
    }).toThrow(expect.objectContaining({ code: 'store.full' }) as Error);
    expect(journal.entries).toHaveLength(1);
    disk.instead = {};
    journal.append(paid('sale.intended'));
    expect(readJournal(path).entries.map(({ n }) => n)).toEqual([1, 2]);
  });

  test('half a line is taken back', async () => {
    const { journal, path } = begun();
    const before = readFileSync(path, 'utf8');
    await fillUp();
    expect(() => {
      journal.append(paid('sale.intended'));
    }).toThrow(StoreError);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  // Windows refuses that with EPERM: the descriptor that appends must not be the one that cuts.
  test.skipIf(process.platform !== 'linux')('half a line is taken back by a descriptor that may cut', async () => {
    const { journal, path } = begun();
    const before = readFileSync(path, 'utf8');
    await fillUp();
    const { ftruncateSync, readlinkSync, readFileSync: real } = await vi.importActual<typeof Fs>('node:fs');
    disk.instead['ftruncateSync'] = (descriptor, length) => {
      const flags = /flags:\s+(\d+)/.exec(real(`/proc/self/fdinfo/${String(descriptor)}`, 'utf8'))?.[1] ?? '';
      expect(readlinkSync(`/proc/self/fd/${String(descriptor)}`)).toBe(path);
      if ((parseInt(flags, 8) & 0o2000) !== 0) throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
      ftruncateSync(descriptor as number, length as number);
    };
    expect(() => {
      journal.append(paid('sale.intended'));
    }).toThrow(StoreError);
    disk.instead = {};
    expect(readFileSync(path, 'utf8')).toBe(before);
    journal.append(paid('sale.intended'));
    expect(readJournal(path).entries).toHaveLength(2);
  });

  test('half a line that cannot be taken back is never written after', async () => {
    const { journal, path } = begun();
    await fillUp();
    disk.instead['ftruncateSync'] = breaks('EIO');
    expect(() => {
      journal.append(paid('sale.intended'));
    }).toThrow(StoreError);
    disk.instead = {};
    expect(() => {
      journal.append(paid('sale.intended'));
    }).toThrow(StoreError);
    expect(readJournal(path).entries).toHaveLength(1);
    expect(Journal.open(path).entries).toHaveLength(1);
  });

  test.skipIf(WINDOWS)('a journal is not made whose name would not last', () => {
    disk.instead['fsyncSync'] = breaks('EIO');
    expect(() => Journal.create(join(folder(), 'a.jsonl'))).toThrow(StoreError);
  });
});

/** As a person whom the permissions bind. */
function unprivileged<T>(act: () => T): T {
  if (process.geteuid?.() !== 0) return act();
  process.seteuid?.(65_534);
  try {
    return act();
  } finally {
    process.seteuid?.(0);
  }
}

function placeOf(name: string): string {
  const home = folder();
  chmodSync(home, 0o755);
  const place = join(home, name);
  mkdirSync(place);
  if (process.geteuid?.() === 0) chownSync(place, 65_534, 65_534);
  return place;
}

describe.skipIf(WINDOWS)('where nothing may be written', () => {
  const full = expect.objectContaining({ code: 'store.full' }) as Error;

  test('no journal is made and none is gone on with, but all are read', () => {
    const store = new FolderStore(placeOf('home'));
    unprivileged(() => {
      const journal = store.create('s1');
      for (const event of STORY) journal.append(event);
      journal.close();
      chmodSync(join(store.folder, 's1.jsonl'), 0o400);
      chmodSync(store.folder, 0o500);
      expect(() => store.create('s2')).toThrow(full);
      expect(() => store.open('s1')).toThrow(full);
      expect(store.read('s1')).toMatchObject({ id: 's1' });
      expect(store.list()).toMatchObject([{ id: 's1' }]);
      chmodSync(store.folder, 0o700);
    });
  });

  test('no folder is made', () => {
    const place = placeOf('home');
    chmodSync(place, 0o500);
    unprivileged(() => {
      expect(() => new FolderStore(place).create('s1')).toThrow(full);
    });
  });

  test('a folder that cannot be read is told, not taken for empty', () => {
    const store = new FolderStore(placeOf('home'));
    unprivileged(() => {
      store.create('s1').close();
      chmodSync(store.folder, 0o000);
      expect(() => store.list()).toThrow(full);
      chmodSync(store.folder, 0o700);
    });
  });
});

const mounts = process.platform === 'linux' && spawnSync('unshare', ['-m', 'true']).status === 0;

describe.skipIf(!mounts)('on a disk of 64 KiB (skipped where nothing may be mounted)', () => {
  test('a journal is appended to until it is full, says so, and what was said to be there is there', () => {
    const mountPoint = folder();
    const script = fileURLToPath(new URL('fill-disk.ts', import.meta.url));
    const { stdout, stderr } = spawnSync(
      'unshare',
      [
        '-m',
        'sh',
        '-c',
        `mount -t tmpfs -o size=64k none "${mountPoint}" && exec "${process.execPath}" --import tsx "${script}" "${mountPoint}"`,
      ],
      { encoding: 'utf8' },
    );
    const { appended, code, read, again } = JSON.parse(stdout || `{"stderr":${JSON.stringify(stderr)}}`) as Record<
      string,
      unknown
    >;
    expect(code).toBe('store.full');
    expect(Number(appended)).toBeGreaterThan(10);
    expect(read).toBe(appended);
    expect(again).toBe('store.full');
  });
});
