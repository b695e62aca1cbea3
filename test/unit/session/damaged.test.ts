import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createHash } from 'node:crypto';
import { describeError } from '../../../src/cli/output/describe-error.js';
import { FolderStore } from '../../../src/session/folder-store.js';
import { mayHideMoneyOf } from '../../../src/session/queries.js';
import { StoreError } from '../../../src/session/store-error.js';
import { SessionWriter } from '../../../src/session/session-writer.js';
import { WINE } from '../../support/system.js';
import { EVENTS, SALE } from '../payment/support.js';
import { folder, paid, STORY } from './support.js';
import { opened, TARGET } from './support-events.js';

const ELSEWHERE = { host: '127.0.0.9', posxmlPort: 4445, logPort: undefined };

function storeWith(story: typeof STORY, id = 's1'): { readonly store: FolderStore; readonly path: string } {
  const store = new FolderStore(folder());
  const journal = store.create(id);
  for (const event of story) journal.append(event);
  journal.close();
  return { store, path: journal.path };
}

const lines = (path: string): string[] => readFileSync(path, 'utf8').split('\n').slice(0, -1);
const write = (path: string, all: readonly string[]): void => {
  writeFileSync(path, all.map((line) => `${line}\n`).join(''));
};

function forged(n: number, event: object): string {
  const body = { v: 1, n, at: '2026-02-14T08:00:00.000Z', event };
  return JSON.stringify({ ...body, sum: createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 16) });
}

function errorOf(store: FolderStore, id = 's1'): StoreError {
  try {
    store.read(id);
  } catch (error) {
    if (error instanceof StoreError) return error;
  }
  throw new Error('it was read');
}

describe('a journal that two programs wrote to', () => {
  test('is not written to by one that finds it changed', () => {
    const { store, path } = storeWith(STORY);
    const one = SessionWriter.resume(store.open('s1'));
    const other = SessionWriter.resume(store.open('s1'));
    other.recordPayment(EVENTS.resolved);
    const kept = readFileSync(path);
    expect(() => {
      one.recordPayment(EVENTS.escalated);
    }).toThrow(/was changed by another program/);
    expect(readFileSync(path)).toEqual(kept);
    expect(store.read('s1').payments.at(-1)?.stage).toBe('resolved');
  });

  test.skipIf(WINE)('nor by one whose file was taken away', () => {
    const { store, path } = storeWith(STORY);
    const work = SessionWriter.resume(store.open('s1'));
    rmSync(path);
    expect(() => {
      work.recordPayment(EVENTS.escalated);
    }).toThrow(/was removed by another program/);
  });

  test('of a former version, still names the open money', () => {
    const { store, path } = storeWith(STORY);
    const all = lines(path);
    write(path, [...all.slice(0, 5), forged(5, { type: 'session.closed', exitCode: 3 }), ...all.slice(5)]);
    const { exit, error } = describeError(errorOf(store));
    expect([exit, error.code]).toEqual([10, 'money.damaged-record']);
    for (const mark of [SALE.transactionId, SALE.terminalId, '0.01 EUR']) expect(error.message).toContain(mark);
    expect(error.actions.join()).not.toContain('rights');
    expect(error.actions.join()).toContain(path);
  });
});

describe('a damaged journal', () => {
  test('names the STAN and the authorisation that its good lines show', () => {
    const { store, path } = storeWith([
      opened(),
      paid('sale.intended'),
      paid('sale.sending'),
      paid('sale.replied approved'),
      paid('reversal.intended'),
      paid('reversal.sending'),
    ]);
    write(path, lines(path).with(4, 'nonsense'));
    expect(describeError(errorOf(store)).error.message).toMatch(/STAN 42, authorisation code 437327/);
  });

  test('does not believe an end that comes after a line that is lost', () => {
    const story = [
      opened(),
      paid('sale.intended'),
      paid('sale.sending'),
      paid('sale.lost'),
      paid('looked none'),
      paid('looked none'),
    ];
    const { store, path } = storeWith(story);
    expect(store.read('s1').payments.at(-1)?.stage).toBe('absent');
    write(path, lines(path).with(1, 'nonsense'));
    expect(describeError(errorOf(store)).exit).toBe(8);
    write(path, lines(storeWith(story).path).with(3, 'nonsense'));
    expect(describeError(errorOf(store)).exit).toBe(10);
  });

  test('believes one that comes before', () => {
    const { store, path } = storeWith([
      opened(),
      paid('sale.intended'),
      paid('sale.aborted'),
      { type: 'session.closed', exitCode: 9 },
    ]);
    write(path, lines(path).with(3, 'nonsense'));
    const { exit, error } = describeError(errorOf(store));
    expect([exit, error.code]).toEqual([8, 'store.unreadable']);
  });

  test('stands in the way of the terminals that it names, and of no other', () => {
    const { store, path } = storeWith(STORY);
    write(path, lines(path).with(6, 'nonsense'));
    const error = errorOf(store);
    expect(mayHideMoneyOf(error, ELSEWHERE, 'SB000001')).toBe(true);
    expect(mayHideMoneyOf(error, TARGET, undefined)).toBe(true);
    expect(mayHideMoneyOf(error, ELSEWHERE, 'SB000002')).toBe(false);
    write(path, ['nonsense', 'nonsense']);
    expect(mayHideMoneyOf(errorOf(store), ELSEWHERE, 'SB000002')).toBe(true);
  });
});

describe('an event that this version does not know', () => {
  test.each([
    ['of a session', { type: 'future.event', x: 1 }, 'store.newer'],
    ['of a payment', { type: 'payment', event: { type: 'future', at: 1 } }, 'store.newer'],
    ['of a prototype', { type: 'constructor' }, 'store.newer'],
    ['without its answers', { type: 'answered', answers: null }, 'store.unreadable'],
    ['with an answer that is none', { type: 'answered', answers: { name: 7 } }, 'store.unreadable'],
    ['with a look that is none', { type: 'payment', event: { type: 'looked', at: 1, look: {} } }, 'store.unreadable'],
    ['that is none', null, 'store.unreadable'],
  ])('%s makes that session unreadable, and no other', (_name, event, code) => {
    const { store, path } = storeWith([opened()]);
    store.create('s2').append(opened('s2'));
    appendFileSync(path, `${forged(2, event as object)}\n`);
    expect(store.list().map((session) => ('error' in session ? session.error.code : session.id))).toEqual([code, 's2']);
  });
});

test('what is no file among the journals is told and not read', () => {
  const { store } = storeWith([opened()]);
  mkdirSync(join(store.folder, 'folder.jsonl'));
  if (process.platform !== 'win32') spawnSync('mkfifo', [join(store.folder, 'pipe.jsonl')]);
  const told = store.list().flatMap((session) => ('error' in session ? [session.error] : []));
  expect(told.map(({ message }) => message.replace(/^.*[\\/]/, '')).sort()).toEqual([
    'folder.jsonl is not a file, so it was not read',
    ...(process.platform === 'win32' ? [] : ['pipe.jsonl is not a file, so it was not read']),
  ]);
  for (const error of told) expect(mayHideMoneyOf(error, TARGET, 'SB000001')).toBe(false);
  expect([...store.recent(9, ['session.opened'])]).toHaveLength(1);
});
