import { expect, test } from 'vitest';
import { expectContract } from './cells.js';
import { temporaryFolder } from '../support/program.js';
import { run } from '../support/run.js';
import { answersFor, cloudWith, credentialsOf, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';

/** Without what differs from run to run: ids, times, and how long it took. */
function steady(stdout: string): string {
  return stdout.replaceAll(
    /"(runId|durationMs|ms|waitedMs|timing|at|clockOffsetS|clock|Time)":("[^"]*"|\{[^}]*\}|[\d.-]+)/g,
    '"$1":0',
  );
}

const PLACES: readonly Readonly<Record<string, string>>[] = [
  { LC_ALL: 'C', TZ: 'UTC', LANG: 'C' },
  { LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Chatham', LANG: 'ar_EG.UTF-8', LANGUAGE: 'tr' },
];

test.concurrent('neither locale nor time zone changes a byte of JSON', async () => {
  const [terminal, cloud, home] = [await terminalWith(), await cloudWith(), temporaryFolder()];
  const lines = [
    ['probe', targetOf(terminal), PRIVATE],
    ['register', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), '--dry-run'],
    ['explain', 'ports.swapped'],
    ['check', '84.50.12'],
  ];
  for (const line of lines) {
    const printed: string[] = [];
    for (const place of PLACES)
      printed.push(
        steady((await run([...line, '--json'], { home, env: { ...credentialsOf(cloud), ...place } })).stdout),
      );
    expect(printed[1], line.join(' ')).toBe(printed[0]);
  }
});

/** What the environment says, a command on which it shows, and how. A flag overrides it. */
const SAID: readonly (readonly [env: Readonly<Record<string, string>>, args: readonly string[], shows: object])[] = [
  [{ TERMINAL_JSON: '1' }, ['explain', 'ports.swapped'], { exitCode: 0, result: { code: 'ports.swapped' } }],
  [{ TERMINAL_JSON: 'true' }, ['check', '--frobnicate'], { exitCode: 2, error: { code: 'usage.unknown-flag' } }],
  [{ TERMINAL_JSON: 'true' }, ['frobnicate'], { exitCode: 2, error: { code: 'usage.unknown-command' } }],
  [
    { TERMINAL_TIMEOUT: 'soon' },
    ['check', '127.0.0.1:1', PRIVATE, '--json'],
    { exitCode: 2, error: { code: 'usage.invalid' } },
  ],
  [
    { TERMINAL_LANGUAGE: 'ru' },
    ['explain', 'ports.swapped', '--json'],
    { exitCode: 0, result: { say: expect.stringMatching(/[а-я]/) as unknown } },
  ],
  [
    { TERMINAL_LANGUAGE: 'ru' },
    ['explain', 'ports.swapped', '--language', 'en', '--json'],
    { exitCode: 0, result: { say: expect.stringMatching(/^[^а-я]*$/) as unknown } },
  ],
  [
    { TERMINAL_LIST: 'true' },
    ['sandbox', '--json'],
    { exitCode: 0, result: { scenarios: expect.any(Array) as unknown } },
  ],
  [
    { TERMINAL_BANK: 'mine' },
    ['register', '127.0.0.1:1', PRIVATE, '--json'],
    { exitCode: 2, error: { message: expect.stringContaining('mine') as unknown } },
  ],
  [
    { TERMINAL_RESUME: '20990101-nobody' },
    ['onboard', '--json'],
    { exitCode: 2, error: { code: 'usage.unknown-session' } },
  ],
  [
    { TERMINAL_FORMAT: 'pdf' },
    ['report', '20990101-nobody', '--json'],
    { exitCode: 2, error: { code: 'usage.invalid' } },
  ],
];

test.concurrent.for(SAID)('the environment %j is heeded by terminal %j', async ([env, args, shows]) => {
  expect(expectContract(await run(args, { env }))).toMatchObject(shows);
});

test.concurrent('what the environment says is no flag given, where it is wrong for a command', async () => {
  const document = expectContract(
    await run(['explain', '--json'], {
      env: { TERMINAL_BANK: 'mine', TERMINAL_SCENARIO: 'nowhere', TERMINAL_VIA: 'x' },
    }),
  );
  expect(document.exitCode).toBe(0);
});

test.concurrent.each([{ TERMINAL_HOME: 'practice' }, { TERMINAL_HOME: '~/practice' }])(
  'no record is looked for in the folder that happens to be the current one: %j',
  async (env) => {
    for (const args of [
      ['sessions', 'list'],
      ['config', 'set', 'bank', 'seb'],
      ['test', '127.0.0.1:1', PRIVATE],
    ])
      expect(expectContract(await run([...args, '--json'], { env })), args[0]).toMatchObject({
        exitCode: 2,
        error: { code: 'usage.invalid', message: expect.stringContaining('TERMINAL_HOME') as unknown },
      });
    expect((await run(['--version'], { env })).status).toBe(0);
    expect((await run(['--help'], { env })).status).toBe(0);
  },
);
