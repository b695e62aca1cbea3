import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { offerResume } from '../../../../src/flows/onboard/offer-resume.js';
import type { SessionEvent } from '../../../../src/session/events.js';
import { FolderStore } from '../../../../src/session/folder-store.js';
import type { ChoiceQuestion, Prompter } from '../../../../src/steps/dependencies.js';
import { makeFolder } from '../../../../src/session/folder.js';
import { Journal } from '../../../../src/session/journal.js';

const DAY_MS = 24 * 60 * 60_000;
const NOW = Date.UTC(2026, 10, 25, 12);

function emptyStore(): FolderStore {
  const home = mkdtempSync(join(tmpdir(), 'terminal-offer-'));
  onTestFinished(() => {
    rmSync(home, { recursive: true, force: true });
  });
  const store = new FolderStore(home);
  makeFolder(store.folder);
  return store;
}

interface Left {
  readonly id: string;
  readonly daysAgo?: number;
  readonly command?: string;
  readonly sandbox?: boolean;
  readonly port?: number;
  readonly events?: readonly SessionEvent[];
}

function leave(
  store: FolderStore,
  { id, daysAgo = 0.1, command = 'onboard', sandbox = false, port = 4445, events = [] }: Left,
): void {
  const journal = Journal.create(join(store.folder, `${id}.jsonl`), () => NOW - daysAgo * DAY_MS);
  journal.append({
    type: 'session.opened',
    id,
    command,
    target: { host: '84.50.12.34', posxmlPort: port, logPort: undefined },
    sandbox,
    program: '0.1.0',
  });
  journal.append({ type: 'answered', answers: { name: `Desk ${id}` } });
  for (const event of events) journal.append(event);
  journal.close();
}

const ended = (step: 'check' | 'probe' | 'register' | 'test', exitCode: number): SessionEvent => ({
  type: 'step.ended',
  step,
  exitCode,
  summary: '',
  codes: [],
});
const UNREACHED = [ended('check', 3), { type: 'session.closed', exitCode: 3 }] as const;
const DONE = [
  ended('check', 0),
  ended('probe', 0),
  ended('register', 0),
  ended('test', 0),
  { type: 'session.closed', exitCode: 0 },
] as const;
const MONEY: SessionEvent = {
  type: 'payment',
  event: {
    type: 'sale.intended',
    at: NOW,
    sale: {
      transactionId: 'A1',
      amount: 1,
      currency: 'EUR',
      terminalId: 'T1',
      cardTimeoutS: 60,
      host: '84.50.12.34',
      port: 4445,
      protocolVersion: '7.1.0',
    },
    baseline: { nextStan: 1, fileNumber: 1, transactionsCount: 0 },
  },
};

/** Asks with whatever is the default as the answer, or with another. */
async function offered(
  store: FolderStore,
  answer?: string,
): Promise<{ readonly chosen: string | undefined; readonly asked: ChoiceQuestion | undefined }> {
  let asked: ChoiceQuestion | undefined;
  const choose = (question: ChoiceQuestion): Promise<string> => {
    asked = question;
    return Promise.resolve(answer ?? question.default ?? '');
  };
  const no = (): Promise<never> => Promise.reject(new Error('not expected'));
  const talk: Prompter = { interactive: true, choose, confirm: no, text: no };
  return { chosen: await offerResume(store, talk, NOW), asked };
}

const ids = (asked: ChoiceQuestion | undefined): readonly string[] => asked?.choices.map(({ value }) => value) ?? [];

test('nothing was left, or nobody can be asked: no question', async () => {
  const store = emptyStore();
  leave(store, { id: 'done', events: DONE });
  leave(store, { id: 'practice', sandbox: true, events: UNREACHED });
  leave(store, { id: 'alone', command: 'test', events: [ended('test', 9), { type: 'session.closed', exitCode: 9 }] });
  leave(store, { id: 'long-ago', daysAgo: 31, port: 4446, events: UNREACHED });
  expect((await offered(store)).asked).toBeUndefined();
  leave(store, { id: 'left', events: UNREACHED });
  const silent: Prompter = {
    interactive: false,
    choose: () => Promise.reject(new Error('asked')),
    confirm: () => Promise.reject(new Error('asked')),
    text: () => Promise.reject(new Error('asked')),
  };
  expect(await offerResume(store, silent, NOW)).toBeUndefined();
});

test('the latest first, in words; a new call is at hand, and comes first after a day', async () => {
  const store = emptyStore();
  leave(store, {
    id: 'older',
    daysAgo: 3,
    port: 4447,
    events: [ended('check', 0), ended('probe', 0), ended('register', 0), ended('test', 9)],
  });
  const before = await offered(store);
  expect([before.chosen, ids(before.asked)]).toEqual([undefined, ['older', 'new']]);
  leave(store, { id: 'today', events: UNREACHED });
  const { asked, chosen } = await offered(store);
  expect([chosen, ids(asked)]).toEqual(['today', ['today', 'older', 'new']]);
  expect(asked?.choices.map(({ label }) => label)).toEqual([
    expect.stringMatching(/^Desk today; stopped (today|\d+ Nov) \d\d:\d\d; next: connect to the terminal$/),
    expect.stringMatching(/^Desk older; stopped 22 Nov .*; next: make the test payment$/),
    'Start a new one',
  ]);
  expect((await offered(store, 'new')).chosen).toBeUndefined();
});

test('open money is offered before all else, however old it is and whoever began it', async () => {
  const store = emptyStore();
  leave(store, { id: 'today', port: 4446, events: UNREACHED });
  leave(store, {
    id: 'money',
    command: 'test',
    daysAgo: 90,
    events: [MONEY, { type: 'payment', event: { type: 'sale.sending', at: NOW } }],
  });
  const { asked, chosen } = await offered(store);
  expect([chosen, ids(asked)]).toEqual(['money', ['money', 'today', 'new']]);
  expect(asked?.choices[0]?.label).toMatch(/^Money is open: Desk money; .*; next: resolve the open test payment$/);
});

test('a call that another has brought to its end since is not offered; one that cannot be read is told', async () => {
  const store = emptyStore();
  leave(store, { id: 'first-try', daysAgo: 2, events: UNREACHED });
  leave(store, { id: 'second-try', daysAgo: 1, events: DONE });
  expect((await offered(store)).asked).toBeUndefined();
  leave(store, { id: 'third', events: UNREACHED });
  writeFileSync(join(store.folder, 'broken.jsonl'), 'x\ny\n');
  const { asked } = await offered(store);
  expect(ids(asked)).toEqual(['third', 'new']);
  expect(asked?.preamble?.join()).toContain('terminal sessions list');
});
