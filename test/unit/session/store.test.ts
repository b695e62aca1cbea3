import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../../src/session/events.js';
import { Journal } from '../../../src/session/journal.js';
import { StoreError } from '../../../src/session/store-error.js';
import { openPayment, replayEvents } from '../../../src/session/reduce.js';
import { FolderStore } from '../../../src/session/folder-store.js';
import { concernsTerminal } from '../../../src/session/queries.js';
import { sessionId, SessionWriter } from '../../../src/session/session-writer.js';
import { WINDOWS } from '../../support/system.js';
import { EVENTS } from '../payment/support.js';
import { folder, paid } from './support.js';
import { opened, TARGET } from './support-events.js';

function storeWith(sessions: Readonly<Record<string, readonly SessionEvent[]>>): FolderStore {
  const store = new FolderStore(folder());
  let minute = 0;
  for (const [id, events] of Object.entries(sessions)) {
    store.create(id).close();
    const journal = Journal.open(join(store.folder, `${id}.jsonl`), () => Date.UTC(2026, 1, 14, 8, minute));
    for (const event of [opened(id), ...events]) journal.append(event);
    journal.close();
    minute += 1;
  }
  return store;
}

const closed = (exitCode: number): SessionEvent => ({ type: 'session.closed', exitCode });
const OPEN = [paid('sale.intended'), paid('sale.sending'), paid('sale.lost')];

describe('a session that is asked for', () => {
  test.each(['none', '', '..', '../s1', 's1.jsonl', 'S1/', '.', 's1\u0000'])('as %j is not there', (id) => {
    const store = storeWith({ s1: [] });
    for (const ask of [() => store.read(id), () => store.open(id)])
      expect(ask).toThrow(expect.objectContaining({ code: 'usage.unknown-session' }) as Error);
  });

  test('is not there where nothing was ever stored', () => {
    const store = new FolderStore(join(folder(), 'never'));
    expect(store.list()).toEqual([]);
    expect(() => store.read('s1')).toThrow(StoreError);
  });

  test('tells of what cannot have happened: it is refused, not believed', () => {
    const store = storeWith({
      s1: [paid('sale.sending')],
      s2: [paid('sale.intended'), paid('sale.intended anew')],
      s3: [opened('s3')],
    });
    for (const id of ['s1', 's2', 's3'])
      expect(() => store.read(id)).toThrow(expect.objectContaining({ code: 'store.unreadable' }) as Error);
    expect(store.list().every((session) => 'error' in session)).toBe(true);
  });

  test('is read back', () => {
    const store = storeWith({
      s1: [{ type: 'answered', answers: { bank: 'seb' } }, { type: 'answered', answers: { name: 'A' } }, ...OPEN],
    });
    const state = store.read('s1');
    expect(state).toMatchObject({
      id: 's1',
      target: TARGET,
      answers: { bank: 'seb', name: 'A' },
      openedAt: '2026-02-14T08:00:00.000Z',
      exitCode: undefined,
    });
    expect(openPayment(state)).toMatchObject({ stage: 'unknown', sale: { transactionId: 'TT-ABCDEFGHJKLMN' } });
  });
});

describe('the list', () => {
  test('has open money first, then what is unfinished, then what is done; of each the latest first', () => {
    const store = storeWith({
      done1: [closed(0)],
      open1: [...OPEN, closed(10)],
      left1: [closed(3)],
      left2: [],
      open2: OPEN,
      done2: [closed(0)],
    });
    expect(store.list().map(({ id }) => id)).toEqual(['open2', 'open1', 'left2', 'left1', 'done2', 'done1']);
  });

  test.skipIf(WINDOWS)('has what cannot be read among the first, since money may be open in it', () => {
    const store = storeWith({ done: [closed(0)], bad: [closed(0)], left: [closed(3)] });
    writeFileSync(join(store.folder, 'bad.jsonl'), 'no journal\n');
    mkdirSync(join(store.folder, 'folder.jsonl'));
    symlinkSync('nowhere', join(store.folder, 'link.jsonl'));
    const list = store.list();
    expect(
      list
        .slice(0, 3)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['bad', 'folder', 'link']);
    expect(list.slice(0, 3).every((session) => 'error' in session && session.error.code === 'store.unreadable')).toBe(
      true,
    );
    expect(list.slice(3).map(({ id }) => id)).toEqual(['left', 'done']);
  });

  test('leaves out journals of nothing, which a crash before the first event leaves, and other files', () => {
    const store = storeWith({ s1: [] });
    store.create('empty').close();
    writeFileSync(join(store.folder, 'torn.jsonl'), '{"v":1,"n":1,');
    writeFileSync(join(store.folder, 'notes.txt'), 'x');
    expect(store.list().map(({ id }) => id)).toEqual(['s1']);
    expect(readdirSync(store.folder)).toHaveLength(4);
  });
});

describe('a store', () => {
  test.skipIf(WINDOWS)('is its owner’s alone', () => {
    const home = join(folder(), 'a', 'b');
    const store = new FolderStore(home);
    store.create('s1').close();
    expect([home, store.folder].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700]);
    expect(statSync(join(store.folder, 's1.jsonl')).mode & 0o777).toBe(0o600);
  });

  test('never gives one name to two sessions', () => {
    const store = storeWith({ s1: [] });
    expect(() => store.create('s1')).toThrow(StoreError);
  });
});

describe('an open record', () => {
  const state = storeWithOpen();
  function storeWithOpen() {
    return replayEvents([opened(), ...OPEN].map((event, index) => ({ n: index + 1, at: '', event })));
  }

  test.each([
    ['the same terminal at the same place', TARGET, 'SB000001', true],
    ['the same terminal at another place', { ...TARGET, host: '84.50.12.34' }, 'SB000001', true],
    ['not the terminal of the same name in another sandbox', { ...TARGET, host: '127.0.0.2' }, 'SB000001', false],
    ['another terminal at the same place', TARGET, 'SB000002', true],
    ['an unknown terminal at the same place', TARGET, undefined, true],
    ['another terminal at another port', { ...TARGET, posxmlPort: 14_445 }, 'SB000002', false],
    ['an unknown terminal at another place', { ...TARGET, host: '127.0.0.2' }, undefined, false],
  ])('an open record concerns %s', (_what, target, terminalId, concerns) => {
    expect(concernsTerminal(state, target, terminalId)).toBe(concerns);
  });

  test('concerns nobody once it is closed', () => {
    const settled = replayEvents(
      [opened(), ...OPEN, paid('resolved')].map((event, index) => ({ n: index + 1, at: '', event })),
    );
    expect(concernsTerminal(settled, TARGET, 'SB000001')).toBe(false);
  });
});

describe('work on a session', () => {
  const begun = () => SessionWriter.begin(Journal.create(join(folder(), 'a.jsonl')), opened());

  test('writes nothing that cannot happen', () => {
    const work = begun();
    expect(() => work.recordPayment(EVENTS['sale.sending'])).toThrow();
    expect(() => {
      work.record(opened());
    }).toThrow();
    expect(work.recordPayment(EVENTS['sale.intended'])).toMatchObject({ stage: 'intended' });
    expect(() => work.recordPayment(EVENTS['sale.intended anew'])).toThrow('another was open');
    work.close();
  });

  test('sells with an id once, however that ended and however long ago', () => {
    const work = begun();
    const twice = [
      EVENTS['sale.intended'],
      EVENTS['sale.aborted'],
      EVENTS['sale.intended anew'],
      EVENTS['sale.aborted'],
    ];
    for (const event of twice) work.recordPayment(event);
    expect(() => work.recordPayment(EVENTS['sale.intended'])).toThrow('second payment');
    expect(() => work.recordPayment(EVENTS['sale.intended anew'])).toThrow();
    expect(work.state.payments).toHaveLength(2);
  });

  test('goes on where the journal ends', () => {
    const path = join(folder(), 'a.jsonl');
    const first = SessionWriter.begin(Journal.create(path), opened());
    for (const event of [EVENTS['sale.intended'], EVENTS['sale.sending']]) first.recordPayment(event);
    first.close();
    const second = SessionWriter.resume(Journal.open(path));
    expect(second.state).toEqual(first.state);
    expect(second.recordPayment(EVENTS['sale.lost'])).toMatchObject({ stage: 'unknown' });
  });

  test('has an id that can be read out', () => {
    expect(sessionId(new Date('2026-02-14T23:00:00Z'), Uint8Array.of(0, 22, 23, 255, 7))).toMatch(
      /^20260214-[a-hj-km-np-z]{5}$/,
    );
  });
});

test.skipIf(process.platform !== 'linux')('a place where no folder can be made is told, and not tried for ever', () => {
  expect(() => new FolderStore('/proc/nowhere/at-all').create('s1')).toThrow(StoreError);
});
