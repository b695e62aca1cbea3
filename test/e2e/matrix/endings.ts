import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acquireLock } from '../../../src/session/lock.js';
import { FolderStore } from '../../../src/session/folder-store.js';
import { SessionWriter } from '../../../src/session/session-writer.js';
import { closedPort } from '../../support/closed-port.js';
import { temporaryFolder } from '../../support/program.js';
import type { RunOptions } from '../../support/run.js';
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
} from '../../support/sandbox.js';
import type { Ending, Line } from './cell.js';
import { damaged, fileWith, nowhere, owing, OWING } from './places.js';

const QUICKLY = ['--timeout', '2s'] as const;
const PRACTICE = { TERMINAL_CLIENT_ID: 'sandbox', TERMINAL_CLIENT_SECRET: 'sandbox' } as const;
const nobody = async (): Promise<string> => `127.0.0.1:${String(await closedPort())}`;
const silent = async (): Promise<string> => `127.0.0.1:${String(await portThat(() => undefined))}`;
const instance = async (): Promise<string> => `http://${await nobody()}/clinic`;
const words = (line: string): readonly string[] => line.split(' ').filter((word) => word !== '');
const home = (folder: string, env?: RunOptions['env']): RunOptions => ({ home: folder, ...(env && { env }) });

/** A line that needs nothing prepared. */
const plain =
  (line: string, options: RunOptions = {}) =>
  (): Line => ({ args: words(line), options });

const register = async (
  change: {
    readonly terminal?: Parameters<typeof terminalWith>[0];
    readonly env?: RunOptions['env'];
    readonly url?: string;
    readonly occupied?: readonly string[];
  } = {},
): Promise<Line> => {
  const [terminal, cloud] = [await terminalWith(change.terminal), await cloudWith()];
  for (const terminal_id of change.occupied ?? [])
    cloud.put({
      host: terminal.host,
      posxml_port: terminal.posxmlPort,
      log_port: terminal.logPort,
      terminal_id,
      department: `${cloud.url}/api/0.1/department/1/`,
    });
  return {
    args: ['register', targetOf(terminal), PRIVATE, ...answersFor(change.url ?? cloud.url)],
    options: { env: { ...credentialsOf(cloud), ...change.env } },
  };
};

const onboard = async (change: Parameters<typeof register>[0] = {}): Promise<Line> => {
  const { args, options } = await register(change);
  return { args: ['onboard', ...args.slice(1), ...AGREED], ...(options && { options }) };
};

const pay = async (settings: Parameters<typeof terminalWith>[0] = {}, options: RunOptions = {}): Promise<Line> => ({
  args: ['test', targetOf(await terminalWith(settings)), PRIVATE, ...AGREED],
  options,
});

const declined = async (): Promise<Line> => {
  const terminal = await terminalWith();
  terminal.person.will('decline');
  return { args: ['test', targetOf(terminal), PRIVATE, ...AGREED] };
};

const me = { pid: process.pid, since: new Date().toISOString(), command: 'the matrix', session: 'none' };

const payOneThatIsHeld = async (): Promise<Line> => {
  const terminal = await terminalWith();
  await acquireLock(`${terminal.host}:${String(terminal.posxmlPort)}`, me);
  return { args: ['test', targetOf(terminal), PRIVATE, ...AGREED] };
};

const RESOLVE = words(`sessions resolve ${OWING} --how void --evidence slip-17 --yes`);

const resolveOneThatIsHeld = async (): Promise<Line> => {
  const port = await closedPort();
  await acquireLock(`127.0.0.1:${String(port)}`, me);
  return { args: RESOLVE, options: home(owing(port)) };
};

const REFUSES_REVERSALS = { returnCodes: { ReverseTransactionRequest: 32783 } };
const login = (url: string, secret: string, options: RunOptions = {}): Line => ({
  args: ['login', '--instance', url, '--client-id', 'sandbox', '--client-secret-file', fileWith(secret)],
  options,
});

/** A home that has credentials for an instance, kept in a credential store that is closed now. */
function lockedIn(url: string): RunOptions {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'credentials'));
  const name = createHash('sha256').update(url).digest('hex').slice(0, 16);
  writeFileSync(join(folder, 'credentials', `${name}.json`), JSON.stringify({ instance: url, clientId: 'sandbox' }));
  return home(folder);
}

/** A home whose user configuration holds this. */
function configured(content: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'config.json'), content);
  return folder;
}

/** A home whose session was settled. */
/** A folder stands where the results of practice belong. */
function unreadablePractice(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'practice.jsonl'));
  return folder;
}

function settled(): string {
  const folder = owing();
  const journal = new FolderStore(folder).open(OWING);
  const work = SessionWriter.resume(journal);
  work.recordPayment({ type: 'resolved', at: Date.now(), who: 'Mari', how: 'void', evidence: 'slip 17' });
  work.close();
  return folder;
}

const ROWS: readonly (readonly [
  command: string,
  what: string,
  status: number,
  code: string | null,
  begin: Ending['begin'],
])[] = [
  ['check', 'done', 0, null, async () => ({ args: ['check', targetOf(await terminalWith()), PRIVATE] })],
  ['check', 'refused', 3, 'network.refused', async () => ({ args: ['check', await nobody(), PRIVATE] })],
  [
    'check',
    'no answer',
    3,
    'network.timeout',
    async () => ({ args: ['check', `127.0.0.1:${String(await blackhole())}`, PRIVATE, ...QUICKLY] }),
  ],
  ['check', 'wrong usage', 2, 'address.invalid', plain('check 84.111.222.333')],

  ['probe', 'done', 0, null, async () => ({ args: ['probe', targetOf(await terminalWith()), PRIVATE] })],
  ['probe', 'refused', 3, 'network.refused', async () => ({ args: ['probe', await nobody(), PRIVATE] })],
  ['probe', 'no PosXML', 5, 'service.silent', async () => ({ args: ['probe', await silent(), PRIVATE, ...QUICKLY] })],
  ['probe', 'wrong usage', 2, 'usage.invalid', plain('probe 127.0.0.1:1 --allow-private --timeout 5h')],

  ['register', 'done', 0, null, () => register()],
  ['register', 'refused', 3, 'ports.posxml-closed', () => register({ terminal: { posxmlForm: 'closed' } })],
  ['register', 'wrong secret', 4, 'cloud.unauthorized', () => register({ env: { TERMINAL_CLIENT_SECRET: 'not-it' } })],
  ['register', 'no secret', 4, 'credentials.missing', () => register({ env: { TERMINAL_CLIENT_SECRET: undefined } })],
  ['register', 'no PosXML', 5, 'posxml.disabled', () => register({ terminal: { enabled: false } })],
  ['register', 'no cloud', 6, 'cloud.unavailable', async () => register({ url: await instance() })],
  ['register', 'occupied', 7, 'cloud.conflict', () => register({ occupied: ['ANOTHER1'] })],
  ['register', 'wrong usage', 2, 'usage.missing', plain('register')],

  ['test', 'done', 0, null, () => pay()],
  ['test', 'refused', 3, 'network.refused', async () => ({ args: ['test', await nobody(), PRIVATE, ...AGREED] })],
  ['test', 'no PosXML', 5, 'posxml.disabled', () => pay({ enabled: false })],
  ['test', 'held by another', 7, 'conflict.locked', payOneThatIsHeld],
  ['test', 'nowhere to keep records', 8, 'store.full', () => pay({}, nowhere())],
  ['test', 'declined', 9, 'payment.declined', declined],
  ['test', 'money', 10, 'money.open-record', () => pay(REFUSES_REVERSALS)],
  ['test', 'wrong usage', 2, 'usage.missing', plain('test 127.0.0.1:1 --allow-private')],

  ['onboard', 'done', 0, null, () => onboard()],
  ['onboard', 'refused', 3, 'ports.posxml-closed', () => onboard({ terminal: { posxmlForm: 'closed' } })],
  ['onboard', 'wrong secret', 4, 'cloud.unauthorized', () => onboard({ env: { TERMINAL_CLIENT_SECRET: 'not-it' } })],
  ['onboard', 'no PosXML', 5, 'posxml.disabled', () => onboard({ terminal: { enabled: false } })],
  ['onboard', 'no cloud', 6, 'cloud.unavailable', async () => onboard({ url: await instance() })],
  ['onboard', 'occupied', 7, 'cloud.conflict', () => onboard({ occupied: ['ANOTHER1', 'ANOTHER2'] })],
  ['onboard', 'nowhere to keep records', 8, 'store.full', plain('onboard --sandbox', nowhere())],
  ['onboard', 'cancelled', 9, 'payment.cancelled', plain('onboard --sandbox --scenario red-key --card-timeout 5s')],
  ['onboard', 'money', 10, 'money.open-record', () => onboard({ terminal: REFUSES_REVERSALS })],
  ['onboard', 'wrong usage', 2, 'usage.missing', plain('onboard')],

  ['sessions list', 'done', 0, null, () => ({ args: words('sessions list'), options: home(owing()) })],
  [
    'sessions list',
    'damaged',
    8,
    'store.unreadable',
    () => ({ args: words('sessions list'), options: home(damaged()) }),
  ],
  ['sessions list', 'nowhere to keep records', 8, 'store.full', plain('sessions list', nowhere())],
  ['sessions list', 'wrong usage', 2, 'usage.invalid', plain('sessions list --since soon')],

  [
    'sessions show',
    'money',
    10,
    'money.open-record',
    () => ({ args: ['sessions', 'show', OWING], options: home(owing()) }),
  ],
  ['sessions show', 'done', 0, null, () => ({ args: ['sessions', 'show', OWING], options: home(settled()) })],
  [
    'sessions show',
    'damaged',
    8,
    'store.unreadable',
    () => ({ args: ['sessions', 'show', OWING], options: home(damaged()) }),
  ],
  ['sessions show', 'wrong usage', 2, 'usage.unknown-session', plain('sessions show 20990101-nobody')],

  ['sessions close', 'done', 0, null, () => ({ args: ['sessions', 'close', OWING], options: home(settled()) })],
  [
    'sessions close',
    'damaged',
    8,
    'store.unreadable',
    () => ({ args: ['sessions', 'close', OWING], options: home(damaged()) }),
  ],
  [
    'sessions close',
    'money',
    2,
    'usage.invalid',
    () => ({ args: ['sessions', 'close', OWING], options: home(owing()) }),
  ],

  ['sessions note', 'done', 0, null, () => ({ args: ['sessions', 'note', OWING, 'x'], options: home(settled()) })],
  [
    'sessions note',
    'damaged',
    8,
    'store.unreadable',
    () => ({ args: ['sessions', 'note', OWING, 'x'], options: home(damaged()) }),
  ],
  ['sessions note', 'wrong usage', 2, 'usage.missing', plain(`sessions note ${OWING}`)],

  ['sessions resolve', 'done', 0, null, async () => ({ args: RESOLVE, options: home(owing(await closedPort())) })],
  ['sessions resolve', 'held by another', 7, 'conflict.locked', resolveOneThatIsHeld],
  ['sessions resolve', 'damaged', 8, 'store.unreadable', () => ({ args: RESOLVE, options: home(damaged()) })],
  ['sessions resolve', 'wrong usage', 2, 'usage.missing', plain(`sessions resolve ${OWING}`)],

  ['report', 'done', 0, null, () => ({ args: ['report', OWING], options: home(settled()) })],
  ['report', 'money', 10, 'money.open-record', () => ({ args: ['report', OWING], options: home(owing()) })],
  ['report', 'damaged', 8, 'store.unreadable', () => ({ args: ['report', OWING], options: home(damaged()) })],
  ['report', 'wrong usage', 2, 'usage.missing', plain('report')],

  ['letter', 'done', 0, null, () => ({ args: ['letter', OWING], options: home(settled()) })],
  ['letter', 'damaged', 8, 'store.unreadable', () => ({ args: ['letter', OWING], options: home(damaged()) })],
  ['letter', 'wrong usage', 2, 'usage.missing', plain('letter')],

  ['explain', 'done', 0, null, plain('explain ports.swapped')],
  ['explain', 'wrong usage', 2, 'usage.unknown-code', plain('explain nothing.such')],

  ['completion', 'done', 0, null, plain('completion fish')],
  ['completion', 'wrong usage', 2, 'usage.invalid', plain('completion tcsh')],

  [
    'doctor',
    'done',
    0,
    null,
    async () => ({ args: ['doctor', '--instance', (await cloudWith()).url], options: { env: PRACTICE } }),
  ],
  [
    'doctor',
    'own side',
    3,
    'network.own-side',
    async () => ({ args: ['doctor'], options: { env: { TERMINAL_CONTROL_MUST_ANSWER: await nobody() } } }),
  ],
  [
    'doctor',
    'no secret',
    4,
    'credentials.missing',
    async () => ({ args: ['doctor', '--instance', (await cloudWith()).url] }),
  ],
  [
    'doctor',
    'no cloud',
    6,
    'cloud.unavailable',
    async () => ({ args: ['doctor', '--instance', await instance()], options: { env: PRACTICE } }),
  ],
  ['doctor', 'nowhere to keep records', 8, 'store.full', plain('doctor', nowhere())],
  ['doctor', 'wrong usage', 2, 'usage.invalid', plain('doctor --instance http://cloud.invalid/x')],

  // What ends well needs a PostgreSQL: test/store.
  ['store init', 'no server', 8, 'store.unavailable', async () => ({ args: ['store', 'init', ...(await noServer())] })],
  ['store init', 'wrong usage', 2, 'usage.missing', plain('store init')],
  [
    'store status',
    'no server',
    8,
    'store.unavailable',
    async () => ({ args: ['store', 'status', ...(await noServer())] }),
  ],
  ['store status', 'wrong usage', 2, 'usage.invalid', plain('store status --store postgresql://a:b@c/d')],
  ['store push', 'nothing to send', 0, null, async () => ({ args: ['store', 'push', ...(await noServer())] })],
  ['store push', 'wrong usage', 2, 'usage.invalid', plain('store push --store db.example')],

  [
    'store prune',
    'no server',
    8,
    'store.unavailable',
    async () => ({ args: ['store', 'prune', '--older-than', '400d', '--yes', ...(await noServer())] }),
  ],
  ['store prune', 'wrong usage', 2, 'usage.missing', plain('store prune')],
  ['team', 'done', 0, null, plain('team')],
  ['team', 'wrong usage', 2, 'usage.invalid', plain('team --since never')],
  ['team', 'nowhere to keep records', 8, 'store.full', plain('team', nowhere())],

  ['login', 'done', 0, null, async () => login((await cloudWith()).url, 'sandbox')],
  ['login', 'wrong secret', 4, 'cloud.unauthorized', async () => login((await cloudWith()).url, 'not-it')],
  ['login', 'no cloud', 6, 'cloud.unavailable', async () => login(await instance(), 'sandbox')],
  ['login', 'nowhere to keep them', 8, 'store.full', async () => login((await cloudWith()).url, 'sandbox', nowhere())],
  ['login', 'wrong usage', 2, 'usage.missing', plain('login')],

  ['logout', 'done', 0, null, plain('logout --instance http://127.0.0.1:1/x')],
  [
    'logout',
    'closed key store',
    4,
    'credentials.unreadable',
    () => ({ args: words('logout --instance http://127.0.0.1:1/x'), options: lockedIn('http://127.0.0.1:1/x') }),
  ],
  ['logout', 'nowhere to keep them', 8, 'store.full', plain('logout --instance http://127.0.0.1:1/x', nowhere())],
  ['logout', 'wrong usage', 2, 'usage.missing', plain('logout')],

  ['config', 'done', 0, null, plain('config')],
  ['config', 'damaged', 2, 'usage.configuration', () => ({ args: ['config'], options: home(configured('{"langu')) })],
  ['config', 'wrong usage', 2, 'usage.unknown-command', plain('config frobnicate')],
  ['config get', 'done', 0, null, plain('config get language')],
  ['config get', 'wrong usage', 2, 'usage.missing', plain('config get')],
  ['config set', 'done', 0, null, plain('config set language en')],
  ['config set', 'nowhere to keep it', 8, 'store.full', plain('config set language en', nowhere())],
  ['config set', 'wrong usage', 2, 'usage.invalid', plain('config set language fi')],
  ['config unset', 'done', 0, null, plain('config unset language')],
  ['config unset', 'wrong usage', 2, 'usage.invalid', plain('config unset colour')],

  ['practice', 'done', 0, null, plain('practice')],
  ['practice', 'damaged', 8, 'store.unreadable', () => ({ args: ['practice'], options: home(unreadablePractice()) })],
  ['practice', 'wrong usage', 2, 'usage.invalid', plain('practice hard')],

  ['sandbox', 'list', 0, null, plain('sandbox --list')],
  ['sandbox', 'wrong usage', 2, 'usage.invalid', plain('sandbox --terminals 0')],
];

async function noServer(): Promise<readonly string[]> {
  return ['--store', `postgresql://${await nobody()}/none`];
}

export const ENDINGS: readonly Ending[] = ROWS.map(([command, what, status, code, begin]) => ({
  command,
  what,
  status,
  code,
  begin,
}));
