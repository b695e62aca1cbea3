import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { expect, test } from 'vitest';
import type { TerminalSettings } from '../../src/sandbox/terminal/settings.js';
import type { VirtualTerminal } from '../../src/sandbox/terminal/virtual-terminal.js';
import { both, expectContract } from './cells.js';
import { commandLine, scrubbed, temporaryFolder } from '../support/program.js';
import { CTRL_C, ENTER, openPty } from '../support/pty.js';
import { run, start } from '../support/run.js';
import type { RunOptions } from '../support/run.js';
import { reverse, waitFor } from '../unit/sandbox/terminal/raw-client.js';
import { AGREED, answersFor, cloudWith, credentialsOf, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';

const MONEY = 10;
const REFUSES_REVERSALS: Partial<TerminalSettings> = { returnCodes: { ReverseTransactionRequest: 32783 } };

const testArgs = (terminal: VirtualTerminal): string[] => ['test', targetOf(terminal), PRIVATE, ...AGREED];
const requests = (terminal: VirtualTerminal, name: string): number =>
  terminal.wire.filter((record) => record.name === name).length;

/** A session with a sale that stands, since the terminal reverses none. */
async function openMoney(): Promise<{
  readonly home: string;
  readonly terminal: VirtualTerminal;
  readonly id: string;
}> {
  const [home, terminal] = [temporaryFolder(), await terminalWith(REFUSES_REVERSALS)];
  const document = expectContract(await run([...testArgs(terminal), '--json'], { home }));
  expect(document).toMatchObject({
    exitCode: MONEY,
    error: { category: 'money' },
    result: { payment: { charged: true, returned: false, open: true } },
  });
  const id = document.resume?.id ?? '';
  expect(document.resume?.command).toBe(`terminal onboard --resume ${id}`);
  return { home, terminal, id };
}

test.concurrent('a reversal refused for good is told with everything that the bank will ask for', async () => {
  const { home, terminal, id } = await openMoney();
  const [sale] = terminal.ledger.entries;
  const { text, document } = await both(['sessions', 'show', id], { home });
  expect(document).toMatchObject({ exitCode: MONEY, resume: { id } });
  const told = `${text.stdout}${text.stderr}`.replaceAll(/\s+/g, ' ');
  for (const fact of [
    String(sale?.stan),
    sale?.authorizationNo ?? '',
    sale?.transactionId ?? '',
    terminal.settings.terminalId,
    '0.01 EUR',
    'its reversal is not confirmed',
    `terminal sessions resolve ${id}`,
  ]) {
    expect(told).toContain(fact);
  }
  const list = await both(['sessions', 'list'], { home });
  expect(list.text.stdout).toContain('money is open');
  // One run asks the terminal once, however many of its steps have to know.
  const cloud = await cloudWith();
  const once = await run(['onboard', '--resume', id, PRIVATE, ...answersFor(cloud.url), ...AGREED], {
    home,
    env: credentialsOf(cloud),
  });
  expect([once.status, once.stderr.split('Resolving it first').length]).toEqual([MONEY, 2]);
  // That there are no credentials either is told beside it.
  const resumed = expectContract(
    await run(['onboard', '--resume', id, PRIVATE, ...answersFor('http://127.0.0.1:9/clinic'), ...AGREED, '--json'], {
      home,
    }),
  );
  expect(resumed).toMatchObject({ exitCode: MONEY, resume: { id }, error: { code: 'money.open-record' } });
  expect(resumed.warnings.join()).toContain('credentials');
});

test.concurrent(
  'money that stays open: the terminal can be asked again at once, and what it takes back then ends the test',
  async () => {
    const [terminal, cloud] = [await terminalWith(REFUSES_REVERSALS), await cloudWith()];
    const window = openPty(['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), '--skip-identify'], {
      env: credentialsOf(cloud),
    });
    await window.waitFor('agree to a test payment');
    window.type(`y${ENTER}`);
    const [asked] = await window.waitFor(/not\s+confirmed[\s\S]*What next\?[\s\S]*Save and hang up/);
    // However much is told, the sentence stands directly above the choice.
    expect(asked).toMatch(/Say: “Meil ei ole veel kinnitust, et 0,01 euro[^”]*”\s+\S? ?What next\?/);
    terminal.settings.returnCodes = {};
    window.type(ENTER);
    await window.waitFor('Did the terminal print a receipt?').catch(() => undefined);
    expect((await window.ended).status).toBe(0);
    expect([terminal.ledger.net(), requests(terminal, 'TransactionRequest')]).toEqual([0, 1]);
    expect(cloud.records).toMatchObject([{ status: 'active' }]);
  },
);

test.concurrent(
  'hanging up with money open, by choice or with Ctrl-C: what is open is told, and what to say',
  async () => {
    const [terminal, cloud] = [await terminalWith(REFUSES_REVERSALS), await cloudWith()];
    const window = openPty(['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), '--skip-identify'], {
      env: credentialsOf(cloud),
    });
    await window.waitFor('agree to a test payment');
    window.type(`y${ENTER}`);
    await window.waitFor(/What next\?[\s\S]*Save and hang up/);
    window.type(CTRL_C);
    expect((await window.ended).status).toBe(MONEY);
    expect(window.text().replaceAll(/\s+/g, ' ')).toMatch(
      /Say: “Uurime edasi, mis testmaksest sai.*terminal sessions resolve \d{8}-\w+ \(it asks how: void, refund or not-charged\)/,
    );
  },
);

test.concurrent(
  'closed by hand in a window: asked how, for what proves it, and whether to; not to agree leaves it open',
  async () => {
    const { home, id } = await openMoney();
    const close = async (
      evidence: string,
      agreed: string,
    ): Promise<{ readonly status: number; readonly text: string }> => {
      const window = openPty(['sessions', 'resolve', id], { home });
      await window.waitFor(
        /not\s+confirmed[\s\S]*How was the payment resolved\?[\s\S]*void: [\s\S]*refund: [\s\S]*not-charged: /,
      );
      window.type('refund');
      await window.waitFor('❯ refund');
      window.type(ENTER);
      await window.waitFor('What is the evidence?');
      window.type(`${evidence}${ENTER}`);
      await window.waitFor(/resolved\s+manually\s+\(refund: slip 17\)/);
      window.type(`${agreed}${ENTER}`);
      return { status: (await window.ended).status, text: window.text() };
    };
    const left = await close('slip 17', 'n');
    expect(left.status).toBe(MONEY);
    expect(left.text).toContain('The payment is still open');
    expect(left.text).not.toContain('usage.invalid');
    expect((await close('slip 17', 'y')).status).toBe(0);
    const shown = await run(['sessions', 'show', id], { home });
    expect([shown.status, shown.stdout.replaceAll(/\s+/g, ' ')]).toEqual([
      0,
      expect.stringMatching(/resolved manually \(refund by .*: slip 17\)/),
    ]);
  },
);

test.concurrent('no new sale while one is open; after it was resolved manually, one again', async () => {
  const { home, terminal, id } = await openMoney();
  const refused = expectContract(await run([...testArgs(terminal), '--json'], { home }));
  // The session that holds the money is named, not the one that found it.
  expect(refused).toMatchObject({ exitCode: MONEY, resume: { id }, error: { code: 'money.open-record' } });
  expect(refused.error?.actions.join()).toContain(`terminal sessions resolve ${id}`);
  expect(requests(terminal, 'TransactionRequest')).toBe(1);
  const resolve = [
    'sessions',
    'resolve',
    id,
    '--how',
    'void',
    '--evidence',
    'void receipt 17 of 4111 1111 1111 1111',
    '--who',
    'Mari',
  ];
  expect(expectContract(await run([...resolve.with(6, ' '), '--yes', '--json'], { home }))).toMatchObject({
    exitCode: 2,
    error: { code: 'usage.missing' },
  });
  expect(expectContract(await run([...resolve, '--json'], { home }))).toMatchObject({
    exitCode: 2,
    error: { code: 'usage.missing' },
  });
  const before = terminal.wire.length;
  expect(expectContract(await run([...resolve, '--yes', '--json'], { home }))).toMatchObject({
    exitCode: 0,
    warnings: ['The terminal was asked: it shows the payment as charged and not reversed.'],
    result: {
      session: {
        payments: [{ stage: 'resolved', open: false, resolvedBy: 'void by Mari: void receipt 17 of [card number]' }],
      },
    },
  });
  const asked = terminal.wire.slice(before).map(({ name }) => name);
  expect(asked.filter((name) => name === 'GetLastTransactionDataRequest')).toHaveLength(1);
  expect(asked.filter((name) => !/^(Get|TransactionCurrStatus)/.test(name ?? ''))).toEqual([]);
  const shown = await both(['sessions', 'show', id], { home });
  expect(shown.document.exitCode).toBe(0);
  expect(shown.text.stdout.replaceAll(/\s+/g, ' ')).toContain(
    'resolved manually (void by Mari: void receipt 17 of [card number])',
  );
  expect(expectContract(await run([...resolve, '--yes', '--json'], { home })).exitCode).toBe(2);
  terminal.settings.returnCodes = {};
  expect(expectContract(await run([...testArgs(terminal), '--json'], { home })).exitCode).toBe(0);
  expect(requests(terminal, 'TransactionRequest')).toBe(2);
});

test.concurrent.each([
  [
    'shows it as returned: nobody’s word is needed',
    { charged: true, stage: 'reconciled', resolvedBy: null },
    /shows the payment as charged and reversed/,
    (terminal: VirtualTerminal): Promise<unknown> => {
      terminal.settings.returnCodes = {};
      return reverse(terminal, { TransactionID: terminal.ledger.entries[0]?.transactionId ?? '' });
    },
  ],
  [
    'cannot be reached: it is closed on the word that was given',
    { stage: 'resolved' },
    /could not be reached/,
    (terminal: VirtualTerminal): Promise<unknown> => terminal.close(),
  ],
] as const)('resolved manually, and the terminal %s', async (_what, payment, answer, meanwhile) => {
  const { home, terminal, id } = await openMoney();
  await meanwhile(terminal);
  const resolve = ['sessions', 'resolve', id, '--how', 'void', '--evidence', 'slip 17', '--yes'];
  const ended = await run([...resolve, '--json'], { home });
  expect(expectContract(ended)).toMatchObject({ exitCode: 0, result: { session: { payments: [payment] } } });
  expect(`${ended.stdout}${ended.stderr}`).toMatch(answer);
});

test.concurrent('a resumed onboarding returns the money first, and only then tests and activates', async () => {
  const [home, terminal, cloud] = [temporaryFolder(), await terminalWith(REFUSES_REVERSALS), await cloudWith()];
  const options = { home, env: credentialsOf(cloud) };
  const left = expectContract(
    await run(['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), ...AGREED, '--json'], options),
  );
  expect(left).toMatchObject({ exitCode: MONEY, error: { code: 'money.open-record' } });
  expect(cloud.records[0]).toMatchObject({ status: 'pending' });
  terminal.settings.returnCodes = {};
  const resumed = expectContract(
    await run(['onboard', '--resume', left.resume?.id ?? '', PRIVATE, ...AGREED, '--json'], options),
  );
  expect(resumed).toMatchObject({ exitCode: 0, result: { payment: { stage: 'reconciled' } } });
  expect(cloud.records[0]).toMatchObject({ status: 'active' });
  expect(terminal.ledger.net()).toBe(0);
});

test.concurrent('the command that is told settles a test by itself, too: nobody is asked for a cloud', async () => {
  const { home, terminal, id } = await openMoney();
  const again = expectContract(await run(['onboard', '--resume', id, PRIVATE, ...AGREED, '--json'], { home }));
  expect(again).toMatchObject({ exitCode: MONEY, error: { code: 'money.open-record' }, resume: { id } });
  terminal.settings.returnCodes = {};
  const resumed = expectContract(await run(['onboard', '--resume', id, PRIVATE, ...AGREED, '--json'], { home }));
  expect(resumed).toMatchObject({ exitCode: 0, result: { registration: null, payment: { stage: 'reconciled' } } });
  expect(terminal.ledger.net()).toBe(0);
});

/**
 * Where the program is killed: the phase that the terminal stays in meanwhile; and how the next one continues. A call that
 * is resumed takes the payment that it has returned for its test; a new test makes one of its own.
 */
const DEATHS = [
  ['waiting-card', 'onboard --resume'],
  ['pin', 'test'],
  ['host', 'onboard --resume'],
  ['reversing', 'test'],
] as const;

test.concurrent.for(DEATHS)('killed while the terminal is in %s: %s settles it', async ([phase, how]) => {
  const [home, terminal, cloud] = [temporaryFolder(), await terminalWith({ stuckIn: [phase] }), await cloudWith()];
  const options: RunOptions = { home, env: credentialsOf(cloud) };
  const doomedArgs =
    how === 'test' ? testArgs(terminal) : ['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), ...AGREED];
  // The terminal still waits for its card when the program is gone, however long that takes.
  const doomed = start(
    doomedArgs.map((word) => (word === '5s' ? '60s' : word)),
    options,
  );
  await phaseOf(terminal, phase);
  doomed.child.kill('SIGKILL');
  expect((await doomed.ended).signal).toBe('SIGKILL');
  terminal.settings.stuckIn = [];
  const [session] = expectContract(await run(['sessions', 'list', '--json'], { home })).result['sessions'] as {
    id: string;
    status: string;
  }[];
  expect(session?.status).toBe('money-open');
  const args = how === 'test' ? testArgs(terminal) : ['onboard', '--resume', session?.id ?? '', PRIVATE, ...AGREED];
  const document = expectContract(await run([...args, '--json'], options));
  expect(document, JSON.stringify(document.error)).toMatchObject({ exitCode: 0 });
  expect(terminal.ledger.net()).toBe(0);
  expect(requests(terminal, 'TransactionRequest')).toBe(how === 'test' ? 2 : 1);
  if (how !== 'test') expect(cloud.records).toMatchObject([{ status: 'active', last_test_outcome: 'returned' }]);
  expect(expectContract(await run(['sessions', 'show', session?.id ?? '', '--json'], { home })).exitCode).toBe(0);
});

function phaseOf(terminal: VirtualTerminal, phase: string): Promise<void> {
  return new Promise((resolve) => {
    if (terminal.phase === phase) resolve();
    terminal.on((event) => {
      if (event.kind === 'phase' && event.phase === phase) resolve();
    });
  });
}

test.concurrent('a second program on the same terminal is told who is at work, and touches nothing', async () => {
  const [home, terminal] = [temporaryFolder(), await terminalWith()];
  terminal.person.will('manual');
  const first = start(['test', targetOf(terminal), PRIVATE, '--yes', '--skip-identify'], { home });
  await first.shows(/aiting for a card/);
  const { document } = await both(testArgs(terminal), { home: temporaryFolder() });
  expect(document).toMatchObject({ exitCode: 7, error: { code: 'conflict.locked' } });
  expect(document.error?.message).toContain(String(first.child.pid));
  terminal.insertCard();
  expect((await first.ended).status).toBe(0);
  expect(requests(terminal, 'TransactionRequest')).toBe(1);
});

test.concurrent.each([
  ['SIGINT', 130, []],
  ['SIGTERM', 143, []],
  ['SIGINT', 130, ['--json']],
] as const)(
  '%s while a card is waited for cancels on the terminal, and waits for the outcome (%i)',
  async (signal, status, form) => {
    const [home, terminal] = [temporaryFolder(), await terminalWith()];
    terminal.person.will('manual');
    const running = start([...testArgs(terminal), ...form], { home });
    await running.shows(/aiting for a card/);
    running.child.kill(signal);
    const ended = await running.ended;
    expect(ended.status, ended.stderr).toBe(status);
    // One more, on the sale's own connection, where the first is not answered in time.
    expect([1, 2]).toContain(requests(terminal, 'CancelAllOperationsRequest'));
    expect(terminal.ledger.entries).toEqual([]);
    if (form.length > 0)
      expect(expectContract(ended)).toMatchObject({
        error: { category: 'interrupted' },
        result: { payment: { open: false, charged: false } },
      });
    else expect(ended.stdout).toContain('Nothing was charged. Nothing is owed.');
  },
);

test.concurrent('Ctrl-C that comes too late: what was charged is returned before the program ends', async () => {
  const [home, terminal] = [temporaryFolder(), await terminalWith({ stuckIn: ['host'] })];
  const running = start([...testArgs(terminal), '--json'], { home });
  await phaseOf(terminal, 'host');
  running.child.kill('SIGINT');
  await running.shows(/Cancelling/);
  terminal.settings.stuckIn = [];
  const document = expectContract(await running.ended);
  expect(document).toMatchObject({ exitCode: 130, result: { payment: { stage: 'reconciled' } } });
  expect(terminal.ledger.entries).toHaveLength(2);
  expect(terminal.ledger.net()).toBe(0);
});

test.concurrent.each([[[]], [['--json']]])('Ctrl-C twice leaves at once and names what is open %j', async (form) => {
  const [home, terminal] = [temporaryFolder(), await terminalWith({ stuckIn: ['host'] })];
  const running = start([...testArgs(terminal), ...form], { home });
  await phaseOf(terminal, 'host');
  running.child.kill('SIGINT');
  await running.shows(/Cancelling/);
  running.child.kill('SIGINT');
  const ended = await running.ended;
  expect(ended.status).toBe(MONEY);
  const command = /terminal onboard --resume (\S+?)["\s]/.exec(`${ended.stdout}${ended.stderr}`);
  expect(command?.[1]).toBeDefined();
  expect(`${ended.stdout}${ended.stderr}`.replaceAll(/\s+/g, ' ')).toContain('is not known');
  if (form.length > 0) expect(expectContract(ended).resume?.id).toBe(command?.[1]);
  terminal.settings.stuckIn = [];
  expect(expectContract(await run(['sessions', 'show', command?.[1] ?? '', '--json'], { home })).exitCode).toBe(MONEY);
  expect(expectContract(await run([...testArgs(terminal), '--json'], { home })).exitCode).toBe(0);
  expect(terminal.ledger.net()).toBe(0);
});

/** The journal as it was when the sale was only intended: what came later was never written. */
function cutAfterIntent(home: string, id: string): void {
  const path = join(home, 'sessions', `${id}.jsonl`);
  const lines = readFileSync(path, 'utf8').split('\n');
  writeFileSync(
    path,
    `${lines.slice(0, lines.findIndex((line) => line.includes('"sale.intended"')) + 1).join('\n')}\n`,
  );
}

test.concurrent(
  'a payment that was only intended is no open money, and the terminal is asked before it is told as not sent',
  async () => {
    const [home, terminal] = [temporaryFolder(), await terminalWith()];
    const made = expectContract(await run([...testArgs(terminal), '--json'], { home }));
    const id = made.result['session'] as string;
    cutAfterIntent(home, id);
    const show = await both(['sessions', 'show', id], { home });
    expect(show.document).toMatchObject({
      exitCode: 0,
      result: {
        session: {
          status: 'unfinished',
          payments: [{ stage: 'intended', open: false, charged: null, returned: false }],
        },
      },
    });
    expect(show.text.stdout).toMatch(/was prepared\.\s+Nothing shows that it was sent/);
    expect((await run(['sessions', 'list'], { home })).stdout).not.toContain('money is open');
    const resolve = ['sessions', 'resolve', id, '--how', 'void', '--evidence', 'slip 17', '--yes', '--json'];
    expect(expectContract(await run(resolve, { home }))).toMatchObject({
      exitCode: 2,
      error: { code: 'usage.invalid' },
    });
    const again = await run(testArgs(terminal), { home });
    expect(again.status, again.stderr).toBe(0);
    const words = `${again.stdout}${again.stderr}`.replaceAll(/\s+/g, ' ');
    expect(words).toMatch(/left a test payment that it has no record of sending \(TT[A-Z2-9]{10}\)/);
    expect(words).not.toContain('not known');
    expect(expectContract(await run(['sessions', 'show', id, '--json'], { home })).result['session']).toMatchObject({
      payments: [{ stage: 'reconciled', charged: true, returned: true }],
    });
  },
);

test.concurrent('a journal that was changed is refused, and nothing is paid without it', async () => {
  const { home, terminal, id } = await openMoney();
  const path = join(home, 'sessions', `${id}.jsonl`);
  writeFileSync(path, readFileSync(path, 'utf8').replace('"amount":1', '"amount":2'));
  for (const args of [['sessions', 'show', id], testArgs(terminal)]) {
    expect((await both(args, { home })).document).toMatchObject({ exitCode: 8, error: { code: 'store.unreadable' } });
  }
  expect((await both(['sessions', 'list'], { home })).document.warnings.join()).toContain(id);
  expect(requests(terminal, 'TransactionRequest')).toBe(1);
});

test.concurrent('money that is open is told first, also where the terminal cannot be reached any more', async () => {
  const { home, terminal, id } = await openMoney();
  await terminal.close();
  const document = expectContract(await run([...testArgs(terminal), '--timeout', '1s', '--json'], { home }));
  expect(document).toMatchObject({ exitCode: MONEY, error: { code: 'money.open-record' }, resume: { id } });
  expect(document.diagnoses.map((one) => one.code)).toContain('network.refused');
});

test.concurrent('a resumed onboarding returns the money though the cloud is down', async () => {
  const [home, terminal, cloud] = [temporaryFolder(), await terminalWith(REFUSES_REVERSALS), await cloudWith()];
  const options = { home, env: credentialsOf(cloud) };
  const left = expectContract(
    await run(['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), ...AGREED, '--json'], options),
  );
  expect(left.exitCode).toBe(MONEY);
  terminal.settings.returnCodes = {};
  await cloud.close();
  const resumed = expectContract(
    await run(['onboard', '--resume', left.resume?.id ?? '', PRIVATE, ...AGREED, '--json'], options),
  );
  expect(resumed.exitCode).toBe(6);
  expect(terminal.ledger.net()).toBe(0);
});

test.concurrent('a window that is closed in mid reversal is a stop, once the money is back', async () => {
  const [home, terminal] = [temporaryFolder(), await terminalWith()];
  terminal.person.will('pay', 'manual');
  const [file, ...words] = commandLine(testArgs(terminal));
  const window = spawn(file, words, { env: scrubbed(home, { TERM: 'xterm' }) });
  const ended = new Promise((resolve) => {
    window.onExit(resolve);
  });
  await waitFor(() => terminal.wire.some(({ name }) => name === 'ReverseTransactionRequest'), 'the reversal');
  await waitFor(() => terminal.phase === 'waiting-card', 'the card');
  (window as unknown as { destroy(): void }).destroy();
  process.kill(window.pid, 'SIGHUP');
  terminal.insertCard();
  expect(await ended).toMatchObject({ exitCode: 143 });
  expect(terminal.ledger.net()).toBe(0);
});
