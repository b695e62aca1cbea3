import { expect, test } from 'vitest';
import type { Act } from '../../src/sandbox/terminal/person.js';
import type { TerminalSettings } from '../../src/sandbox/terminal/settings.js';
import { both, expectContract } from './cells.js';
import type { Both } from './cells.js';
import { run, start } from '../support/run.js';
import type { RunOptions } from '../support/run.js';
import {
  AGREED,
  answersFor,
  blackhole,
  cloudWith,
  credentialsOf,
  PRIVATE,
  portThat,
  targetOf,
  terminalWith,
} from '../support/sandbox.js';
import { closedPort } from '../support/closed-port.js';
import { someOf } from '../support/thorough.js';

interface Cell {
  readonly args: readonly string[];
  readonly options?: RunOptions;
}

interface Ending {
  readonly status: number;
  /** The error's code; null where there is none. */
  readonly code: string | null;
  readonly also?: (result: Both) => void;
}

type Row = readonly [what: string, cell: () => Promise<Cell>, ending: Ending];

/** For what never answers; what answers has as long as any program gives it. */
const QUICKLY = ['--timeout', '2s'] as const;
const webServer = (): Promise<number> =>
  portThat((socket) =>
    socket.end('HTTP/1.1 200 OK\r\nServer: RouterOS\r\nContent-Length: 22\r\n\r\n<title>Router</title>\r\n'),
  );

const REACHING: readonly Row[] = [
  [
    'check a healthy terminal',
    async () => ({ args: ['check', targetOf(await terminalWith()), PRIVATE] }),
    { status: 0, code: null },
  ],
  [
    'check where nobody listens',
    async () => ({ args: ['check', `127.0.0.1:${String(await closedPort())}`, PRIVATE] }),
    { status: 3, code: 'network.refused' },
  ],
  [
    'check where nothing answers',
    async () => ({ args: ['check', `127.0.0.1:${String(await blackhole())}`, PRIVATE, ...QUICKLY] }),
    { status: 3, code: 'network.timeout' },
  ],
  [
    'check with the log port closed',
    async () => ({ args: ['check', targetOf(await terminalWith({ logForm: 'closed' })), PRIVATE] }),
    { status: 3, code: 'ports.log-closed' },
  ],
  [
    'probe a healthy terminal',
    async () => ({ args: ['probe', targetOf(await terminalWith()), PRIVATE] }),
    { status: 0, code: null },
  ],
  [
    'probe with the log port closed',
    async () => ({ args: ['probe', targetOf(await terminalWith({ logForm: 'closed' })), PRIVATE] }),
    {
      status: 0,
      code: null,
      also: ({ document, text }) => {
        expect(document.diagnoses).toMatchObject([{ code: 'ports.log-closed', severity: 'warning' }]);
        expect(text.stdout).toContain('ports.log-closed');
      },
    },
  ],
  [
    'probe where nobody listens',
    async () => ({ args: ['probe', `127.0.0.1:${String(await closedPort())}`, PRIVATE] }),
    { status: 3, code: 'network.refused' },
  ],
  [
    'probe a router',
    async () => ({ args: ['probe', `127.0.0.1:${String(await webServer())}`, PRIVATE] }),
    { status: 5, code: 'service.http' },
  ],
  [
    'probe what is silent',
    async () => ({ args: ['probe', `127.0.0.1:${String(await portThat(() => undefined))}`, PRIVATE, ...QUICKLY] }),
    { status: 5, code: 'service.silent' },
  ],
  [
    'probe swapped ports',
    async () => {
      const { host, posxmlPort, logPort } = await terminalWith();
      return { args: ['probe', `${host}:${String(logPort)},${String(posxmlPort)}`, PRIVATE] };
    },
    { status: 5, code: 'ports.swapped' },
  ],
];

interface Registering {
  readonly instance?: string;
  readonly cloud?: Parameters<typeof cloudWith>[0];
  readonly env?: RunOptions['env'];
  readonly flags?: readonly string[];
}

const register = async (terminal: Partial<TerminalSettings>, change: Registering = {}): Promise<Cell> => {
  const cloud = await cloudWith(change.cloud);
  const env = { ...credentialsOf(cloud), ...change.env };
  return {
    args: [
      'register',
      targetOf(await terminalWith(terminal)),
      PRIVATE,
      ...answersFor(change.instance ?? cloud.url),
      ...(change.flags ?? []),
    ],
    options: { env },
  };
};

const REGISTERING: readonly Row[] = [
  ['register', () => register({}), { status: 0, code: null }],
  [
    'register, for a look only',
    () => register({}, { flags: ['--dry-run'] }),
    {
      status: 0,
      code: null,
      also: ({ document }) => {
        expect(document.result).toMatchObject({ action: 'would-create' });
      },
    },
  ],
  [
    'register with a wrong secret',
    () => register({}, { env: { TERMINAL_CLIENT_SECRET: 'not-it' } }),
    { status: 4, code: 'cloud.unauthorized' },
  ],
  [
    'register with no secret',
    () => register({}, { env: { TERMINAL_CLIENT_SECRET: undefined } }),
    { status: 4, code: 'credentials.missing' },
  ],
  [
    'register with no cloud',
    async () => register({}, { instance: `http://127.0.0.1:${String(await closedPort())}/sandbox` }),
    { status: 6, code: 'cloud.unavailable' },
  ],
  [
    'register at a cloud in trouble',
    () => register({}, { cloud: { faults: [{ kind: 'html', status: 200, resource: 'terminals', times: 99 }] } }),
    { status: 6, code: 'cloud.unavailable' },
  ],
  [
    'register what the cloud refuses',
    () =>
      register(
        {},
        {
          cloud: {
            faults: [
              {
                kind: 'field-error',
                fields: { name: ['Too plain.'] },
                resource: 'terminals',
                method: 'POST',
                times: 99,
              },
            ],
          },
        },
      ),
    {
      status: 6,
      code: 'cloud.rejected',
      also: ({ text }) => {
        expect(text.stdout.replaceAll(/\s+/g, ' ')).toContain('HTTP status 400: name: Too plain.');
      },
    },
  ],
  [
    'register a terminal that is closed',
    () => register({ posxmlForm: 'closed' }),
    { status: 3, code: 'ports.posxml-closed' },
  ],
  [
    'register a terminal that speaks no PosXML',
    () => register({ enabled: false }),
    { status: 5, code: 'posxml.disabled' },
  ],
  [
    'register at the place of another terminal',
    async () => {
      const [terminal, cloud] = [await terminalWith(), await cloudWith()];
      cloud.put({
        host: terminal.host,
        posxml_port: terminal.posxmlPort,
        log_port: terminal.logPort,
        terminal_id: 'ANOTHER1',
        department: `${cloud.url}/api/0.1/department/1/`,
      });
      return {
        args: ['register', targetOf(terminal), PRIVATE, ...answersFor(cloud.url)],
        options: { env: credentialsOf(cloud) },
      };
    },
    {
      status: 7,
      code: 'cloud.conflict',
      also: ({ document }) => {
        expect(document.error?.actions.join()).toContain('--yes');
      },
    },
  ],
  [
    'register a terminal that is registered elsewhere',
    async () => {
      const [terminal, cloud] = [await terminalWith(), await cloudWith()];
      cloud.put({
        host: '127.0.0.9',
        posxml_port: 4445,
        log_port: 5551,
        terminal_id: terminal.settings.terminalId,
        department: `${cloud.url}/api/0.1/department/2/`,
      });
      return {
        args: ['register', targetOf(terminal), PRIVATE, ...answersFor(cloud.url)],
        options: { env: credentialsOf(cloud) },
      };
    },
    { status: 7, code: 'cloud.conflict' },
  ],
];

const pay = async (
  settings: Partial<TerminalSettings>,
  acts: readonly Act[] = [],
  flags: readonly string[] = [],
): Promise<Cell> => {
  const terminal = await terminalWith(settings);
  terminal.person.will(...acts, ...acts);
  return { args: ['test', targetOf(terminal), PRIVATE, ...AGREED, ...flags] };
};

const PAYING: readonly Row[] = [
  [
    'test',
    () => pay({}),
    {
      status: 0,
      code: null,
      also: ({ text, document }) => {
        expect(text.stdout).toContain('0.01 EUR charged and 0.01 EUR reversed');
        expect(document.result['payment']).toMatchObject({
          stage: 'reconciled',
          charged: true,
          returned: true,
          amount: 1,
        });
      },
    },
  ],
  [
    'test a declined card',
    () => pay({}, ['decline']),
    {
      status: 9,
      code: 'payment.declined',
      also: ({ text }) => {
        expect(text.stdout).toContain('Nothing was charged');
      },
    },
  ],
  ['test with nobody there', () => pay({ timeoutScale: 0.05 }, ['no-card']), { status: 9, code: 'payment.no-card' }],
  ['test and the red key', () => pay({}, ['red-key']), { status: 9, code: 'payment.cancelled' }],
  [
    'test a terminal that is off',
    async () => ({ args: ['test', `127.0.0.1:${String(await closedPort())}`, PRIVATE, ...AGREED] }),
    { status: 3, code: 'network.refused' },
  ],
  [
    'test a router',
    async () => ({ args: ['test', `127.0.0.1:${String(await webServer())}`, PRIVATE, ...AGREED, ...QUICKLY] }),
    { status: 5, code: 'service.http' },
  ],
  [
    'test another terminal than was named',
    () => pay({}, [], ['--tid', 'ELSEWHERE'.slice(0, 8)]),
    { status: 5, code: 'terminal.other-clinic' },
  ],
  ['test a terminal that has no id', () => pay({ parametersAbsent: 'all' }), { status: 5, code: 'terminal.unnamed' }],
  ['test a terminal with a broken reader', () => pay({ cardReader: 'broken' }), { status: 5, code: 'terminal.reader' }],
];

test.concurrent.for(someOf('outcomes', [...REACHING, ...REGISTERING, ...PAYING], 12))(
  'an outcome is told: %s',
  async ([, cell, { status, code, also }]) => {
    const { args, options } = await cell();
    const result = await both(args, options);
    expect(result.document.error?.code ?? null, JSON.stringify(result.document)).toBe(code);
    expect(result.document.exitCode).toBe(status);
    also?.(result);
  },
);

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 143],
] as const;

test.concurrent.each(SIGNALS)('sandbox tells one document at its start and ends at %s', async (signal, status) => {
  const running = start(['sandbox', '--json', '--speed', '0']);
  await running.shows(/\}\n/);
  const document = running.stdout();
  running.child.kill(signal);
  const ended = await running.ended;
  expect(ended.status).toBe(status);
  expect(ended.stdout).toBe(document);
  expect(ended.document()).toMatchObject({ command: 'sandbox', ok: true, result: { scenario: 'healthy' } });
});

test.concurrent('sandbox serves who connects, as it said', async () => {
  const sandbox = start(['sandbox', '--json', '--speed', '0', '--terminals', '2']);
  await sandbox.shows(/\}\n/);
  const {
    result: { terminals, cloud },
  } = JSON.parse(sandbox.stdout()) as {
    result: {
      terminals: { target: string; terminalId: string }[];
      cloud: { instance: string; environment: Record<string, string> };
    };
  };
  expect(terminals).toHaveLength(2);
  const onboarded = await run(
    ['onboard', terminals[1]?.target ?? '', PRIVATE, ...answersFor(cloud.instance), ...AGREED, '--json'],
    { env: cloud.environment },
  );
  expect(expectContract(onboarded)).toMatchObject({ exitCode: 0, result: { terminalId: terminals[1]?.terminalId } });
  sandbox.child.kill('SIGTERM');
  expect((await sandbox.ended).status).toBe(143);
});
