import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanUp } from '../../support/clean-up.js';
import { dialledFile, temporaryFolder } from '../../support/program.js';
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
import type { Stage, Waiting } from './cell.js';
import { fileWith } from './places.js';

const LONG = ['--timeout', '1m'] as const;
/** More than a pipe holds, and no target in it. */
const COMMENTS = `# nothing yet ${'.'.repeat(60)}\n`.repeat(4000);

/** As long as a busy machine may take, and no longer: nobody waits any more by then. Milliseconds. */
const SOON_MS = 60_000;

async function soon(isSo: () => boolean): Promise<void> {
  const end = performance.now() + SOON_MS;
  while (!isSo() && performance.now() < end) await sleep(20);
}

/** Waits for a connection that neither stands nor fails. The guard has seen it dial, so that it listens for signals by then. */
async function dialling(args: (pair: string) => readonly string[], options: RunOptions = {}): Promise<Waiting> {
  const [port, home] = [await blackhole(), temporaryFolder()];
  return {
    args: args(`127.0.0.1:${String(port)}`),
    options: { home, ...options },
    until: () => soon(() => existsSync(dialledFile(home))),
  };
}

/** Waits for a reply to what it has asked. */
async function unanswered(args: (pair: string) => readonly string[], options: RunOptions = {}): Promise<Waiting> {
  let came = false;
  const port = await portThat((socket) =>
    socket.once('data', () => {
      came = true;
    }),
  );
  return { args: args(`127.0.0.1:${String(port)}`), options, until: () => soon(() => came) };
}

/** Waits for the end of stdin. Anyone who takes more of it than a pipe holds is reading. */
const reading = (...args: readonly string[]): Waiting => ({
  args,
  until: ({ child }) => new Promise((resolve) => child.stdin?.write(COMMENTS, resolve)),
});

/** Waits for the cloud to answer a request. */
async function cloudIsSlow(
  args: (url: string) => Promise<readonly string[]>,
  resource: 'token' | 'department' | 'departments' | 'terminals' | 'terminal',
  method?: 'GET' | 'POST' | 'PATCH',
): Promise<Waiting> {
  const cloud = await cloudWith({ faults: [{ kind: 'slow', ms: 60_000, resource, ...(method && { method }) }] });
  const isAsked = (): boolean =>
    cloud.requests.some(
      (request) => request.resource === resource && (method === undefined || request.method === method),
    );
  return { args: await args(cloud.url), options: { env: credentialsOf(cloud) }, until: () => soon(isAsked) };
}

/** Waits for a credential store that never answers. */
async function keyStoreIsSilent(args: (url: string) => readonly string[]): Promise<Waiting> {
  const [bus, cloud] = [join(temporaryFolder(), 'bus'), await cloudWith()];
  let asked = false;
  const server = createServer((socket) => {
    asked = true;
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => {
    server.listen(bus, resolve);
  });
  cleanUp(() => server.close());
  return {
    args: args(cloud.url),
    options: { env: { TERMINAL_KEYRING: undefined, DBUS_SESSION_BUS_ADDRESS: `unix:path=${bus}` } },
    until: () => soon(() => asked),
  };
}

/** Waits for a person to show a card. */
async function cardAwaited(args: (target: string) => readonly string[], options: RunOptions = {}): Promise<Waiting> {
  const terminal = await terminalWith();
  terminal.person.will('manual');
  return { args: args(targetOf(terminal)), options, until: (running) => running.shows(/aiting for a card/) };
}

const register = async (url: string): Promise<readonly string[]> => [
  'register',
  targetOf(await terminalWith()),
  PRIVATE,
  ...answersFor(url),
];
const onboard = async (url: string): Promise<readonly string[]> => [
  'onboard',
  ...(await register(url)).slice(1),
  ...AGREED,
];
const login = (url: string): readonly string[] => [
  'login',
  '--instance',
  url,
  '--client-id',
  'sandbox',
  '--client-secret-file',
  fileWith('sandbox'),
];
const PRACTICE = { TERMINAL_CLIENT_ID: 'sandbox', TERMINAL_CLIENT_SECRET: 'sandbox' } as const;
const PAID = ['--yes', '--skip-identify'] as const;

const ROWS: readonly (readonly [command: string, what: string, begin: Stage['begin']])[] = [
  ['check', 'reads stdin', () => Promise.resolve(reading('check', '--file', '-'))],
  ['check', 'dials', () => dialling((pair) => ['check', pair, PRIVATE, ...LONG])],
  ['probe', 'reads stdin', () => Promise.resolve(reading('probe', '--file', '-'))],
  ['probe', 'dials', () => dialling((pair) => ['probe', pair, PRIVATE, ...LONG])],
  ['probe', 'waits for a reply', () => unanswered((pair) => ['probe', pair, PRIVATE, ...LONG])],
  ['probe', 'watches', () => unanswered((pair) => ['probe', pair, PRIVATE, '--watch', '5m', ...LONG])],
  [
    'register',
    'looks at the terminal',
    () =>
      unanswered((pair) => ['register', pair, PRIVATE, ...answersFor('http://127.0.0.1:1/clinic'), ...LONG], {
        env: PRACTICE,
      }),
  ],
  ['register', 'gets a token', () => cloudIsSlow(register, 'token')],
  ['register', 'reads the department', () => cloudIsSlow(register, 'department')],
  ['register', 'reads the list', () => cloudIsSlow(register, 'terminals', 'GET')],
  ['register', 'writes the record', () => cloudIsSlow(register, 'terminals', 'POST')],
  ['test', 'dials', () => dialling((pair) => ['test', pair, PRIVATE, ...AGREED, ...LONG])],
  ['test', 'aiting for a card', () => cardAwaited((target) => ['test', target, PRIVATE, ...PAID])],
  [
    'onboard',
    'checks',
    () =>
      dialling((pair) => ['onboard', pair, PRIVATE, ...answersFor('http://127.0.0.1:1/clinic'), ...AGREED, ...LONG], {
        env: PRACTICE,
      }),
  ],
  ['onboard', 'reads the department', () => cloudIsSlow(onboard, 'department')],
  ['onboard', 'writes the record', () => cloudIsSlow(onboard, 'terminals', 'POST')],
  ['onboard', 'tells the cloud of the test', () => cloudIsSlow(onboard, 'terminal', 'PATCH')],
  [
    'doctor',
    'asks a host that must answer',
    async () => {
      const pair = `127.0.0.1:${String(await blackhole())}`;
      const home = temporaryFolder();
      return {
        args: ['doctor', ...LONG],
        options: { home, env: { TERMINAL_CONTROL_MUST_ANSWER: pair } },
        until: () => soon(() => existsSync(dialledFile(home))),
      };
    },
  ],
  [
    'doctor',
    'gets a token',
    () => cloudIsSlow((url) => Promise.resolve(['doctor', '--instance', url, ...LONG]), 'token'),
  ],
  [
    'login',
    'reads stdin',
    () =>
      Promise.resolve(
        reading('login', '--instance', 'http://127.0.0.1:1/x', '--client-id', 'sandbox', '--client-secret-file', '-'),
      ),
  ],
  ['login', 'tries them', () => cloudIsSlow((url) => Promise.resolve(login(url)), 'token')],
  ['login', 'keeps them', () => keyStoreIsSilent(login)],
  ['logout', 'removes them', () => keyStoreIsSilent((url) => ['logout', '--instance', url])],
];

export const STAGES: readonly Stage[] = ROWS.map(([command, what, begin]) => ({ command, what, begin }));
