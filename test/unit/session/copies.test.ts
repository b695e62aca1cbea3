import { copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeError } from '../../../src/cli/output/describe-error.js';
import type { SessionEvent } from '../../../src/session/events.js';
import { FolderStore } from '../../../src/session/folder-store.js';
import { Journal } from '../../../src/session/journal.js';
import { mayHideMoneyOf } from '../../../src/session/queries.js';
import { examineStore } from '../../../src/steps/doctor/store.js';
import { opened, TARGET } from './support-events.js';
import { folder, paid, STORY } from './support.js';

const ID = '20260214-abcde';
const ELSEWHERE = { host: '127.0.0.9', posxmlPort: 4445, logPort: undefined };
const OPEN = [paid('sale.intended'), paid('sale.sending'), paid('sale.lost')];

/** A store with one session, whose journal is told. */
function storeWith(events: readonly SessionEvent[], id = ID): { readonly store: FolderStore; readonly path: string } {
  const store = new FolderStore(folder());
  const journal = store.create(id);
  for (const event of [opened(id), ...events]) journal.append(event);
  journal.close();
  return { store, path: journal.path };
}

function append(path: string, events: readonly SessionEvent[]): void {
  const journal = Journal.open(path);
  for (const event of events) journal.append(event);
  journal.close();
}

const APPLE_DOUBLE = Buffer.from('00051607000200004d6163204f5320580a00', 'hex');

/** How copies come to lie beside a journal. */
const NAMES = [`${ID} - Copy`, `${ID} (Mari's conflicted copy 2026-02-14)`, `${ID}-PC`, `${ID} (1)`, `Copy of ${ID}`];

describe('a copy of a journal beside it', () => {
  test.each(NAMES)('is told as that, and stands in the way of nothing: %s', (name) => {
    const { store, path } = storeWith([...OPEN, paid('resolved')]);
    copyFileSync(path, join(store.folder, `${name}.jsonl`));
    expect(store.list()).toMatchObject([
      { id: ID, state: { id: ID } },
      { id: name, copyOf: ID },
    ]);
  });

  test('also an older one, whose money was settled since', () => {
    const { store, path } = storeWith(OPEN);
    copyFileSync(path, join(store.folder, `${ID} - Copy.jsonl`));
    append(path, [paid('resolved')]);
    expect(store.list()).toMatchObject([{ id: ID }, { copyOf: ID }]);
  });

  test('also one that the tool has not filled yet, or cut off', () => {
    const { store, path } = storeWith([...OPEN, paid('resolved')]);
    const bytes = readFileSync(path);
    writeFileSync(join(store.folder, `${ID} (1).jsonl`), Buffer.alloc(bytes.length).fill('\n', bytes.length - 1));
    writeFileSync(join(store.folder, `${ID} (2).jsonl`), bytes.subarray(0, 300));
    writeFileSync(join(store.folder, `._${ID}.jsonl`), APPLE_DOUBLE);
    const copies = store.list().flatMap((session) => ('copyOf' in session ? [session.id] : []));
    expect(copies.sort()).toEqual([`${ID} (1)`, `${ID} (2)`, `._${ID}`].sort());
  });

  test('what macOS keeps beside a file hides nothing where the file is gone', () => {
    const { store, path } = storeWith([]);
    rmSync(path);
    writeFileSync(join(store.folder, `._${ID}.jsonl`), APPLE_DOUBLE);
    expect(store.list()).toMatchObject([{ id: `._${ID}`, copyOf: ID }]);
  });

  test('is not listed as a second session of the same id, nor worked on under its own name', () => {
    const { store, path } = storeWith(STORY.slice(1));
    copyFileSync(path, join(store.folder, `${ID}-PC.jsonl`));
    for (const ask of [() => store.read(`${ID}-PC`), () => store.open(`${ID}-PC`)])
      expect(ask).toThrow(expect.objectContaining({ code: 'store.copy' }) as Error);
    try {
      store.read(`${ID}-PC`);
    } catch (error) {
      const { exit, error: told } = describeError(error);
      expect([exit, told.code]).toEqual([2, 'store.copy']);
      expect(told.message).toContain(`copy of the session file of ${ID}`);
    }
  });
});

describe('a copy that alone tells of money', () => {
  const hides = (store: FolderStore, name: string) => {
    const found = store.list().find(({ id }) => id === name);
    if (!found || !('error' in found)) throw new Error('it hides nothing');
    return found.error;
  };

  test('which another computer has written, stands in the way of its terminal alone', () => {
    const { store, path } = storeWith([]);
    const other = join(store.folder, `${ID} (conflicted copy).jsonl`);
    copyFileSync(path, other);
    append(path, [{ type: 'session.closed', exitCode: 3 }]);
    append(other, [
      { type: 'terminal.identified', terminalId: 'SB000001', ownerName: undefined, version: undefined },
      ...OPEN,
    ]);
    const error = hides(store, `${ID} (conflicted copy)`);
    expect(describeError(error)).toMatchObject({ exit: 10, error: { code: 'money.copied-record' } });
    expect(describeError(error).error.message).toContain('TT-ABCDEFGHJKLMN');
    expect(mayHideMoneyOf(error, TARGET, 'SB000001')).toBe(true);
    expect(mayHideMoneyOf(error, ELSEWHERE, 'SB000002')).toBe(false);
  });

  test('where the journal says that the sale was never sent', () => {
    const { store, path } = storeWith([paid('sale.intended')]);
    const other = join(store.folder, `${ID} - Copy.jsonl`);
    copyFileSync(path, other);
    append(path, [paid('sale.aborted')]);
    append(other, [paid('sale.sending'), paid('sale.replied approved')]);
    expect(describeError(hides(store, `${ID} - Copy`)).exit).toBe(10);
  });

  test('whose journal is gone, or cannot be read', () => {
    for (const spoil of [
      rmSync,
      (path: string) => {
        writeFileSync(path, 'no journal\n');
      },
    ]) {
      const { store, path } = storeWith(OPEN);
      copyFileSync(path, join(store.folder, `${ID} - Copy.jsonl`));
      spoil(path);
      expect(describeError(hides(store, `${ID} - Copy`)).exit).toBe(10);
    }
  });

  test('which may be in lines that it has lost', () => {
    const { store, path } = storeWith(OPEN);
    const other = join(store.folder, `${ID} - Copy.jsonl`);
    renameSync(path, other);
    append(other, [{ type: 'step.ended', step: 'test', exitCode: 10, summary: '', codes: [] }]);
    const { path: fresh } = storeWith([]);
    copyFileSync(fresh, path);
    writeFileSync(other, readFileSync(other, 'utf8').split('\n').with(2, 'lost').join('\n'));
    expect(hides(store, `${ID} - Copy`).code).toBe('store.unreadable');
    expect(mayHideMoneyOf(hides(store, `${ID} - Copy`), TARGET, undefined)).toBe(true);
  });
});

test('a copy of practice hides no money', () => {
  const { store, path } = storeWith([]);
  rmSync(path);
  const other = Journal.create(join(store.folder, `${ID} - Copy.jsonl`));
  for (const event of [{ ...opened(ID), sandbox: true }, ...OPEN]) other.append(event);
  other.close();
  expect(store.list()).toMatchObject([{ copyOf: ID }]);
});

test('the doctor names copies, and those that tell of money as the matter that they are', () => {
  const { store, path } = storeWith([]);
  copyFileSync(path, join(store.folder, `${ID} - Copy.jsonl`));
  const sessions = () => examineStore(store).find(({ check }) => check.id === 'doctor.sessions');
  expect(sessions()).toMatchObject({ check: { status: 'warn', evidence: { sessions: 1, copies: [`${ID} - Copy`] } } });
  append(join(store.folder, `${ID} - Copy.jsonl`), OPEN);
  expect(sessions()).toMatchObject({ check: { status: 'fail' }, failure: { code: 'money.copied-record' } });
});
