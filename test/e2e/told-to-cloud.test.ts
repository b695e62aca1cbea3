import { expect, test } from 'vitest';
import { expectContract } from './cells.js';
import { temporaryFolder } from '../support/program.js';
import { run } from '../support/run.js';
import { AGREED, answersFor, cloudWith, credentialsOf, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';

type Terminal = Awaited<ReturnType<typeof terminalWith>>;

const sales = (terminal: Terminal): number => terminal.wire.filter(({ name }) => name === 'TransactionRequest').length;

test.concurrent(
  'a test that only the cloud was not told of is told by the same command, and charged once',
  async () => {
    const [home, terminal] = [temporaryFolder(), await terminalWith()];
    const cloud = await cloudWith({ faults: [{ kind: 'forbidden', method: 'PATCH', resource: 'terminal', times: 2 }] });
    const env = credentialsOf(cloud);
    const args = ['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), ...AGREED, '--json'];
    const untold = expectContract(await run(args, { home, env }));
    expect(untold).toMatchObject({ exitCode: 4, error: { code: 'cloud.permission' } });
    expect(untold.error?.actions).toEqual([
      expect.stringContaining(`terminal onboard --resume ${untold.resume?.id ?? 'none'}`),
    ]);
    expect(cloud.records).toMatchObject([{ status: 'pending' }]);

    expect(expectContract(await run(args, { home, env }))).toMatchObject({ exitCode: 0 });
    expect(cloud.records).toMatchObject([{ status: 'active', last_test_outcome: 'returned' }]);
    expect(sales(terminal)).toBe(1);

    // By now it was told, and a new test is a new test: the record is not active while it is made.
    const before = cloud.requests.length;
    const alone = expectContract(await run(['test', targetOf(terminal), PRIVATE, ...AGREED, '--json'], { home, env }));
    expect(alone).toMatchObject({ exitCode: 0 });
    const told = cloud.requests.slice(before).filter(({ method }) => method === 'PATCH');
    expect(told.map(({ body }) => JSON.parse(body ?? '{}') as unknown)).toMatchObject([
      { last_test_outcome: 'open', status: 'pending' },
      { last_test_outcome: 'returned', status: 'active' },
    ]);
    expect(sales(terminal)).toBe(2);
  },
);

test.concurrent(
  'a test that another computer has not returned stops a sale, and register does not end well',
  async () => {
    const terminal = await terminalWith();
    const cloud = await cloudWith();
    const [host = '', posxml = '', log = ''] = targetOf(terminal).split(/[:,]/);
    cloud.put({
      name: 'Front desk',
      host,
      posxml_port: Number(posxml),
      log_port: Number(log),
      terminal_id: terminal.settings.terminalId,
      last_test_outcome: 'not_returned',
      last_test_reference: 'ELSEWHERE234',
    });
    const env = credentialsOf(cloud);
    for (const words of [
      ['onboard', ...AGREED],
      ['register', '--yes'],
    ]) {
      const [command = '', ...rest] = words;
      const args = [command, targetOf(terminal), PRIVATE, ...answersFor(cloud.url), ...rest, '--json'];
      expect(expectContract(await run(args, { env }))).toMatchObject({
        exitCode: 10,
        error: { code: 'money.tested-elsewhere', message: expect.stringContaining('ELSEWHERE234') as string },
      });
    }
    expect(sales(terminal)).toBe(0);
  },
);

test.concurrent('register does not end well over money that is open here', async () => {
  const home = temporaryFolder();
  const terminal = await terminalWith({ returnCodes: { ReverseTransactionRequest: 32783 } });
  const cloud = await cloudWith();
  await run(['test', targetOf(terminal), PRIVATE, ...AGREED, '--json'], { home });
  const args = ['register', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), '--json'];
  expect(expectContract(await run(args, { home, env: credentialsOf(cloud) }))).toMatchObject({
    exitCode: 10,
    error: { code: 'money.open-record' },
  });
});

test.concurrent('credentials of the environment go nowhere but to their own instance', async () => {
  const terminal = await terminalWith();
  const cloud = await cloudWith();
  const args = (instance: string): readonly string[] => [
    'register',
    targetOf(terminal),
    PRIVATE,
    ...answersFor(instance),
    '--json',
  ];
  const own = credentialsOf(cloud);
  const other = { TERMINAL_CLIENT_ID: 'agent', TERMINAL_CLIENT_SECRET: 'not-a-word' };
  const missing = { exitCode: 4, error: { code: 'credentials.missing' } };
  const elsewhere = 'https://cloud.example/clinic';
  expect(expectContract(await run(args(elsewhere), { env: own })).error?.message).toMatch(/practice credentials/);
  expect(expectContract(await run(args(elsewhere), { env: other }))).toMatchObject(missing);
  expect(
    expectContract(await run(args(cloud.url), { env: { ...own, TERMINAL_INSTANCE: elsewhere } })).error?.message,
  ).toMatch(/are for https:\/\/cloud\.example\/clinic/);
  expect(cloud.requests).toEqual([]);
});

test.concurrent('an instance that can only be read says what to enter, and is done once it is there', async () => {
  const terminal = await terminalWith();
  const cloud = await cloudWith({ deployment: 'read-only' });
  const args = ['register', targetOf(terminal), PRIVATE, ...answersFor(cloud.url)];
  const env = credentialsOf(cloud);
  const { stdout, status } = await run(args, { env });
  expect(status).toBe(8);
  expect(stdout).toMatch(/Settings › Integrations, exactly as shown:\n +Name: +Front desk/);
  const [host = '', port = ''] = targetOf(terminal).split(/[:,]/);
  cloud.enteredByHand.push({ id: 3, ip: host, port });
  expect(expectContract(await run([...args, '--json'], { env }))).toMatchObject({
    exitCode: 0,
    result: { outcome: 'registered', action: 'entered-by-hand' },
  });
  expect(cloud.requests.every(({ method, resource }) => method === 'GET' || resource === 'token')).toBe(true);
});

test.concurrent.each([
  ['disabled', 'POST', 'terminals', 0],
  ['removed', 'POST', 'terminals', 0],
  ['disabled', 'PATCH', 'terminal', 1],
  ['removed', 'PATCH', 'terminal', 1],
] as const)(
  'a record that somebody has %s after the %s is a conflict, and the test is made and told once',
  async (how, method, resource, sold) => {
    const [home, terminal] = [temporaryFolder(), await terminalWith()];
    const cloud = await cloudWith({ faults: [{ kind: 'taken-away', how, method, resource }] });
    const env = credentialsOf(cloud);
    const args = ['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), ...AGREED, '--json'];
    const changed = expectContract(await run(args, { home, env }));
    expect(changed).toMatchObject({ exitCode: 7, error: { code: 'cloud.conflict' } });
    expect(changed.error?.message).toContain('was changed meanwhile');
    expect(changed.resume?.id).toBeDefined();
    expect(sales(terminal)).toBe(sold);

    const resumed = await run(['onboard', '--resume', changed.resume?.id ?? '', PRIVATE, ...AGREED, '--json'], {
      home,
      env,
    });
    expect(expectContract(resumed)).toMatchObject({ exitCode: 0 });
    expect(cloud.records).toMatchObject([{ status: 'active', last_test_outcome: 'returned' }]);
    expect(sales(terminal)).toBe(1);
  },
);

test.concurrent('a record of others that cannot be read is named, and stands in nobody’s way', async () => {
  const [home, terminal] = [temporaryFolder(), await terminalWith()];
  const cloud = await cloudWith({ ignoresFilters: true });
  cloud.put({ host: '192.0.2.9', terminal_id: 'OTHER', posxml_port: null as unknown as number });
  const env = { ...credentialsOf(cloud), TERMINAL_INSTANCE: cloud.url };
  for (const args of [
    ['register', targetOf(terminal), ...answersFor(cloud.url)],
    ['onboard', targetOf(terminal), ...answersFor(cloud.url), ...AGREED],
  ]) {
    const document = expectContract(await run([...args, PRIVATE, '--json'], { home, env }));
    expect(document).toMatchObject({ exitCode: 0, error: null });
    expect(document.warnings).toEqual([
      expect.stringMatching(
        /^Record 1 of terminal OTHER at 192\.0\.2\.9 in the cloud cannot be read: .* was skipped\.$/,
      ),
    ]);
  }
});
