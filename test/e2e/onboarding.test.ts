import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { SandboxCloud } from '../../src/sandbox/cloud/server.js';
import type { VirtualTerminal } from '../../src/sandbox/terminal/virtual-terminal.js';
import { both, expectContract, expectPlain } from './cells.js';
import { temporaryFolder } from '../support/program.js';
import { run } from '../support/run.js';
import type { Run, RunOptions } from '../support/run.js';
import { AGREED, answersFor, cloudWith, credentialsOf, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';
import { closedPort } from '../support/closed-port.js';
import { someOf } from '../support/thorough.js';

const onboardArgs = (target: string, instance: string): string[] => [
  'onboard',
  target,
  PRIVATE,
  ...answersFor(instance),
  ...AGREED,
];

function onboard(terminal: VirtualTerminal, cloud: SandboxCloud, options: RunOptions = {}): Promise<Run> {
  return run([...onboardArgs(targetOf(terminal), cloud.url), '--json'], {
    ...options,
    env: { ...credentialsOf(cloud), ...options.env },
  });
}

const CHECKS = [
  'address',
  'tcp.posxml',
  'tcp.log',
  'service.posxml',
  'service.log',
  'posxml.version',
  'posxml.status',
  'posxml.parameters',
  'identity',
  'test.identify',
  'cloud.auth',
  'cloud.register',
  'test.sale',
  'test.reversal',
  'test.reconcile',
];

test.concurrent("the README's first line, in a pipe: everything passes, and the record is active", async () => {
  const [text, json] = await Promise.all([run(['onboard', '--sandbox']), run(['onboard', '--sandbox', '--json'])]);
  expect(text.status).toBe(0);
  expectPlain(text);
  expect(text.stderr).toMatch(/display shows: .*Kood: (\d{4})\n[\s\S]*\[clinic\] reads the code: \1\n/);
  expect(text.stdout).toContain('0.01 EUR charged and 0.01 EUR reversed. Nothing is owed.');
  const document = expectContract(json);
  expect(document).toMatchObject({
    exitCode: 0,
    error: null,
    resume: null,
    result: { registration: { status: 'active' }, payment: { stage: 'reconciled' } },
  });
  expect(document.checks.map(({ id }) => id)).toEqual(CHECKS);
  expect(document.checks.map(({ status }) => status)).toEqual(CHECKS.map(() => 'pass'));
});

/** Situations that the sandbox plays, with the exit status and the code that an onboarding ends with. */
const SCENARIOS: readonly (readonly [scenario: string, status: number, code: string | null])[] = [
  ['declined-then-approved', 9, 'payment.declined'],
  ['red-key', 9, 'payment.cancelled'],
  ['wrong-card', 0, null],
  ['bank-unreachable', 9, 'terminal.bank-unreachable'],
  ['reply-lost', 0, null],
  ['reversal-reply-lost', 0, null],
  ['log-closed', 0, 'ports.log-closed'],
  ['posxml-closed', 3, 'ports.posxml-closed'],
  ['swapped', 5, 'ports.swapped'],
  ['busy', 5, 'posxml.busy'],
  ['card-left-in', 0, 'terminal.card-in-reader'],
  ['clock-wrong', 0, 'terminal.clock'],
  ['reversal-active', 5, 'terminal.reversal-active'],
  ['version-6', 0, null],
  ['version-unknown', 5, 'posxml.version'],
];

test.concurrent.for(someOf('scenarios of an onboarding', SCENARIOS, 6))(
  'onboard --sandbox --scenario %s ends with %i (%s)',
  async ([scenario, status, code]) => {
    const home = temporaryFolder();
    const document = expectContract(
      await run(['onboard', '--sandbox', '--scenario', scenario, '--card-timeout', '5s', '--json'], { home }),
    );
    expect(document.exitCode).toBe(status);
    expect(document.diagnoses.map((finding) => finding.code)).toEqual(code === null ? [] : [code]);
    expect(document.error?.code ?? null).toBe(status === 0 ? null : code);
    const owed = document.result['payment'] as { open: boolean } | null;
    expect(owed?.open ?? false).toBe(false);
  },
);

test.concurrent('registered twice is one record, updated', async () => {
  const [terminal, cloud] = [await terminalWith(), await cloudWith()];
  const args = (name: string): string[] => [
    'register',
    targetOf(terminal),
    PRIVATE,
    ...answersFor(cloud.url, name),
    '--json',
  ];
  const runs = [];
  for (const name of ['Front desk', 'Front desk', 'Back desk'])
    runs.push(await run(args(name), { env: credentialsOf(cloud) }));
  // What a person wrote is not written over without consent.
  runs.push(await run([...args('Back desk'), '--yes'], { env: credentialsOf(cloud) }));
  expect(runs.map((one) => expectContract(one).result['action'])).toEqual(['created', 'unchanged', null, 'updated']);
  expect(runs.map(({ status }) => status)).toEqual([0, 0, 7, 0]);
  expect(cloud.records).toMatchObject([
    { name: 'Back desk', status: 'pending', terminal_id: terminal.settings.terminalId },
  ]);
});

test.concurrent('onboarded twice is one active record, and two settled tests', async () => {
  const [home, terminal, cloud] = [temporaryFolder(), await terminalWith(), await cloudWith()];
  for (let time = 0; time < 2; time += 1)
    expect(expectContract(await onboard(terminal, cloud, { home })).exitCode).toBe(0);
  expect(cloud.records).toMatchObject([{ status: 'active', last_test_outcome: 'returned' }]);
  expect(terminal.ledger.entries).toHaveLength(4);
  expect(terminal.ledger.net()).toBe(0);
  expect(readdirSync(`${home}/sessions`)).toHaveLength(2);
});

test.concurrent('two terminals at one place are a conflict that not even --yes overwrites', async () => {
  const [terminal, cloud] = [await terminalWith(), await cloudWith()];
  const department = `${cloud.url}/api/0.1/department/1/`;
  for (const terminal_id of ['OTHER001', 'OTHER002'])
    cloud.put({
      host: terminal.host,
      posxml_port: terminal.posxmlPort,
      log_port: terminal.logPort,
      terminal_id,
      department,
    });
  const { document } = await both(onboardArgs(targetOf(terminal), cloud.url), { env: credentialsOf(cloud) });
  expect(document).toMatchObject({
    exitCode: 7,
    error: { code: 'cloud.conflict', category: 'conflict' },
    result: { payment: null },
  });
  expect(terminal.ledger.entries).toEqual([]);
  expect(cloud.records.map((record) => record.terminal_id)).toEqual(['OTHER001', 'OTHER002']);
});

test.concurrent('no cloud ends with 6, wrong credentials with 4; no card is asked for', async () => {
  const [terminal, cloud] = [await terminalWith(), await cloudWith()];
  const down = run([...onboardArgs(targetOf(terminal), `http://127.0.0.1:${String(await closedPort())}/x`), '--json'], {
    env: credentialsOf(cloud),
  });
  expect(expectContract(await down)).toMatchObject({ exitCode: 6, error: { code: 'cloud.unavailable' } });
  const refused = await onboard(terminal, cloud, { env: { TERMINAL_CLIENT_SECRET: 'wrong' } });
  expect(expectContract(refused)).toMatchObject({ exitCode: 4, error: { code: 'cloud.unauthorized' } });
  expect(terminal.ledger.entries).toEqual([]);
});

test.concurrent('a cloud that fails after the test is told, and the record is not active', async () => {
  const [terminal, cloud] = [await terminalWith(), await cloudWith()];
  cloud.faults.push({ kind: 'unavailable', method: 'PATCH', times: 99 });
  const document = expectContract(await onboard(terminal, cloud));
  expect(document).toMatchObject({
    exitCode: 6,
    error: { code: 'cloud.unavailable' },
    result: { payment: { stage: 'reconciled' } },
  });
  expect(document.resume?.command).toMatch(/^terminal onboard --resume /);
  expect(cloud.records[0]?.status).toBe('pending');
});

test.concurrent('a cloud that keeps an active record active: no card is asked for', async () => {
  const [terminal, cloud] = [await terminalWith(), await cloudWith()];
  expect((await onboard(terminal, cloud)).status).toBe(0);
  cloud.faults.push({ kind: 'unavailable', method: 'PATCH', times: 99 });
  const document = expectContract(await onboard(terminal, cloud));
  expect(document).toMatchObject({ exitCode: 6, error: { code: 'cloud.unavailable' }, result: { payment: null } });
  expect(terminal.ledger.entries).toHaveLength(2);
});

test.concurrent(
  'the terminal of a call that is gone on with is another now: nothing is written and nothing is sold',
  async () => {
    const [home, terminal, cloud] = [temporaryFolder(), await terminalWith(), await cloudWith()];
    const session = expectContract(await onboard(terminal, cloud, { home })).result['session'] as string;
    const records = structuredClone(cloud.records);
    terminal.settings.terminalId = 'JT000009';
    const resume = ['onboard', '--resume', session, PRIVATE, ...AGREED, '--json'];
    for (let time = 0; time < 2; time += 1) {
      expect(expectContract(await run(resume, { home, env: credentialsOf(cloud) }))).toMatchObject({
        exitCode: 5,
        error: { code: 'terminal.other-clinic' },
      });
    }
    expect(cloud.records).toEqual(records);
    expect(terminal.ledger.entries).toHaveLength(2);
    // Named, it is meant.
    expect(
      expectContract(await run([...resume, '--tid', 'JT000009'], { home, env: credentialsOf(cloud) })).exitCode,
    ).toBe(0);
    expect(cloud.records).toMatchObject([{ terminal_id: 'JT000009', status: 'active' }]);
  },
);

test.concurrent('one terminal at two addresses of a call has not moved in between', async () => {
  const [one, other, cloud] = [await terminalWith(), await terminalWith(), await cloudWith()];
  const args = [
    'onboard',
    targetOf(one),
    targetOf(other),
    PRIVATE,
    ...answersFor(cloud.url, 'D1'),
    '--name',
    'D2',
    ...AGREED,
    '--json',
  ];
  const document = expectContract(await run(args, { env: credentialsOf(cloud) }));
  expect(document).toMatchObject({
    exitCode: 7,
    error: { code: 'cloud.conflict' },
    result: { terminals: [{ exitCode: 0 }, { exitCode: 7 }] },
  });
  expect(cloud.records).toMatchObject([{ name: 'D1', posxml_port: one.posxmlPort, status: 'active' }]);
  expect(other.ledger.entries).toEqual([]);
});

test.concurrent('what was left is gone on with, from the answers that were given', async () => {
  const [home, terminal, cloud] = [temporaryFolder(), await terminalWith({ cardReader: 'broken' }), await cloudWith()];
  const left = expectContract(await onboard(terminal, cloud, { home }));
  expect(left).toMatchObject({ exitCode: 5, error: { code: 'terminal.reader' } });
  const { id = '', command = '' } = left.resume ?? {};
  const shown = expectContract(await run(['sessions', 'show', id, '--json'], { home }));
  expect(shown).toMatchObject({ exitCode: 0, resume: { id }, result: { session: { status: 'failed' } } });
  terminal.settings.cardReader = 'ok';
  const again = expectContract(
    await run([...command.split(' ').slice(1), PRIVATE, ...AGREED, '--json'], { home, env: credentialsOf(cloud) }),
  );
  expect(again).toMatchObject({ exitCode: 0, result: { session: id } });
  expect(cloud.records).toMatchObject([{ status: 'active' }]);
  const listed = expectContract(await run(['sessions', 'list', '--json'], { home }));
  expect(listed.result['sessions']).toMatchObject([{ id, status: 'done' }]);
});
