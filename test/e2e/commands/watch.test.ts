import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../../src/sandbox/sandbox.js';
import { hostileServer, terminalReply, terminalServer } from '../../unit/connection/hostile-server.js';
import { run, start } from '../../support/run.js';
import { closedPort } from '../../support/closed-port.js';
import { cleanUp } from '../../support/clean-up.js';

const pair = (port: number): string => `127.0.0.1:${String(port)}`;
const watching = (port: number, ...more: readonly string[]): readonly string[] => [
  'probe',
  pair(port),
  '--allow-private',
  '--timeout',
  '5s',
  ...more,
];

/** A terminal that resets the connections of these numbers; a healthy look takes two. */
const failingAt = (...numbers: readonly number[]) =>
  hostileServer({
    onConnect: (socket, number) => {
      if (numbers.includes(number)) socket.resetAndDestroy();
    },
    onRequest: (socket, request) => {
      socket.end(terminalReply(request));
    },
  });

test.concurrent(
  'a fault on the second of five looks is named, with its figures; exit 5, since the port accepts',
  async () => {
    const terminal = await failingAt(3);
    const ran = await run(watching(terminal.port, '--watch', '9s', '--json'));
    const { diagnoses, result } = ran.document();
    expect([ran.status, diagnoses[0]?.code]).toEqual([5, 'network.intermittent']);
    expect(result['watch']).toMatchObject({
      posxml: {
        pair: pair(terminal.port),
        failed: 1,
        failures: { 'resets the connection': 1 },
        answerMs: { min: expect.any(Number) as number },
      },
      log: null,
    });
    expect(result['targets']).toMatchObject([{ posxml: { service: 'posxml' } }]);
    expect((result['watch'] as { looks: number }).looks).toBeLessThanOrEqual(5);
  },
);

test.concurrent('with both ports, too, and a fault on one look in five: within ten looks', async () => {
  const world = await startSandbox({ terminals: 1, scenario: 'intermittent', settings: { speed: 0 } });
  cleanUp(() => world.close());
  const [outside] = world.outside;
  const target = `127.0.0.1:${String(outside?.posxmlPort)},${String(outside?.logPort)}`;
  const ran = await run(['probe', target, '--allow-private', '--timeout', '1s', '--watch', '20s', '--json']);
  const { diagnoses, result } = ran.document();
  expect([ran.status, diagnoses.map(({ code }) => code)]).toEqual([5, ['network.intermittent']]);
  expect((result['watch'] as { looks: number }).looks).toBeLessThanOrEqual(10);
});

describe('on the screen', () => {
  test.concurrent('one line a change, then the figures', async () => {
    const terminal = await failingAt(3);
    const ran = await run(watching(terminal.port, '--watch', '9s'));
    const lines = ran.stdout
      .split('\n')
      .filter((line) => /^\d\d:\d\d:\d\d /.test(line))
      .map((line) => line.slice(9));
    const port = String(terminal.port);
    expect(lines).toEqual([
      `${port} answers PosXML`,
      `${port} answers PosXML -> resets the connection`,
      `${port} resets the connection -> answers PosXML`,
    ]);
    expect(ran.stdout).toMatch(/1 of \d failed \(\d\d %\): resets the connection 1/);
    expect(ran.stdout).toMatch(/connected in [\d.]+\/[\d.]+\/[\d.]+ ms · answered in/);
  });

  test.concurrent('--jsonl: one line a look, and a summary', async () => {
    const ran = await run(watching(await closedPort(), '--watch', '6s', '--jsonl'));
    const lines = ran.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const looks = lines.length - 1;
    expect(ran.status).toBe(3);
    expect(looks).toBeGreaterThanOrEqual(2);
    expect(lines.slice(0, 2)).toMatchObject([
      { look: 1, posxml: { reason: 'refused' }, exitCode: 3 },
      { look: 2, posxml: { reason: 'refused' } },
    ]);
    expect(lines.at(-1)).toMatchObject({
      summary: {
        exitCode: 3,
        diagnoses: { 'network.refused': 1 },
        watch: { looks, posxml: { failed: looks, lossPercent: 100 } },
      },
    });
    expect(ran.stderr).toMatch(/\d\d:\d\d:\d\d \d+ refused/);
  });
});

test.concurrent.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends it with what was seen so far, in one document', async (signal, status) => {
  const terminal = await terminalServer();
  const running = start(watching(terminal.port, '--watch', '10m', '--json'));
  await running.shows(/answers PosXML/);
  running.child.kill(signal);
  const ran = await running.ended;
  expect([ran.status, ran.document().exitCode]).toEqual([status, status]);
  expect(ran.document()).toMatchObject({
    error: { category: 'interrupted' },
    result: { watch: { looks: 1, posxml: { failed: 0 } }, targets: [{ posxml: { service: 'posxml' } }] },
  });
});

describe('before anything is dialled', () => {
  test.concurrent.each([
    [['--watch', 'soon']],
    [['--watch', '0s']],
    [['--watch', '25000m']],
    [['--watch', '5s', '--file', '-']],
    [['--watch', '5s', '--via', 'socks5://127.0.0.1:1']],
    [['127.0.0.1:1', '127.0.0.2:1', '--watch', '5s']],
  ])('the arguments %j are refused', async (args) => {
    const server = await hostileServer({});
    const ran = await run([...watching(server.port), ...args, '--json'], { stdin: '' });
    expect([ran.status, ran.document().error?.category]).toEqual([2, 'usage']);
    expect(server.accepted()).toBe(0);
  });

  test.concurrent('an inside address is refused, as without --watch', async () => {
    const server = await hostileServer({});
    const ran = await run(['probe', pair(server.port), '--watch', '5s', '--json']);
    expect([ran.status, ran.document().diagnoses.map(({ code }) => code)]).toEqual([2, ['address.private']]);
    expect(server.accepted()).toBe(0);
  });
});
