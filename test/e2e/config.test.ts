import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closedPort } from '../support/closed-port.js';
import { both, expectContract } from './cells.js';
import { temporaryFolder } from '../support/program.js';
import { run } from '../support/run.js';
import type { RunOptions } from '../support/run.js';
import { AGREED, answersFor, cloudWith, credentialsOf, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';

/** A home whose user has set these. */
function homeWith(configuration: unknown): string {
  const home = temporaryFolder();
  writeFileSync(
    join(home, 'config.json'),
    typeof configuration === 'string' ? configuration : JSON.stringify(configuration),
  );
  return home;
}

const json = async (args: readonly string[], options: RunOptions) =>
  expectContract(await run([...args, '--json'], options));
const settingsOf = (result: { readonly [key: string]: unknown }) =>
  Object.fromEntries(
    (result['settings'] as { key: string; value: string | null; origin: string }[]).map(({ key, value, origin }) => [
      key,
      [value, origin],
    ]),
  );

test.concurrent(
  'a flag beats the environment, that the user configuration, and that the default: as told, and in fact',
  async () => {
    const home = temporaryFolder();
    const set = await both(['config', 'set', 'TERMINAL_LANGUAGE', 'ru'], { home });
    expect(set.document.result).toMatchObject({ key: 'language', value: 'ru', file: join(home, 'config.json') });
    expect((await json(['config', 'set', 'timeout', '7s'], { home })).exitCode).toBe(0);
    const env = { TERMINAL_LANGUAGE: 'en', TERMINAL_BANK: 'seb' };
    const unset = { TERMINAL_TIMEOUT: undefined };
    const all = settingsOf((await json(['config', '--timeout', '2s'], { home, env })).result);
    expect(all).toMatchObject({
      language: ['en', 'environment'],
      bank: ['seb', 'environment'],
      timeout: ['2s', 'flag'],
      'card-timeout': ['60s', 'default'],
      instance: [null, 'default'],
    });
    expect(settingsOf((await json(['config'], { home, env: unset })).result)).toMatchObject({
      language: ['ru', 'configuration'],
      timeout: ['7s', 'configuration'],
    });
    const said = async (args: readonly string[], own: RunOptions): Promise<unknown> =>
      (await json(['explain', 'payment.declined', ...args], own)).result['say'];
    expect(await said([], { home })).toMatch(/\p{Script=Cyrillic}/u);
    expect(await said([], { home, env })).toBe(await said(['--language', 'en'], {}));
    expect(await said(['--language', 'et'], { home, env })).toBe(await said([], {}));
    expect((await run(['config', 'get', 'language'], { home })).stdout).toBe('ru\n');
    const beaten = await run(['config', 'set', 'language', 'et'], { home, env });
    expect(beaten.stderr).toContain('TERMINAL_LANGUAGE is set in the environment');
    expect((await json(['config', 'unset', 'language'], { home })).result).toMatchObject({ removed: true });
    expect((await json(['config', 'unset', 'language'], { home })).result).toMatchObject({ removed: false });
    expect(JSON.parse(readFileSync(join(home, 'config.json'), 'utf8'))).toEqual({ timeout: '7s' });
  },
);

test.concurrent('settings count in the commands that have them', async () => {
  const [cloud, terminal, nobody] = [await cloudWith(), await terminalWith(), await closedPort()];
  const home = homeWith({
    timeout: '30s',
    instance: cloud.url,
    bank: 'lhv',
    model: 'ipp320',
    via: `socks5://127.0.0.1:${String(nobody)}`,
    'control-must-answer': `127.0.0.1:${String(terminal.posxmlPort)}`,
    'bank-lines': 'lhv=+372 600 0002',
    'no-color': true,
  });
  const env = credentialsOf(cloud);
  expect(
    (await json(['doctor'], { home, env })).checks.filter(({ status }) => status === 'pass').map(({ id }) => id),
  ).toEqual(expect.arrayContaining(['doctor.control', 'cloud.auth']));
  expect((await json(['register', targetOf(terminal), PRIVATE], { home, env })).error?.message).toMatch(
    /Missing: --department, --name\./,
  );
  expect(
    (await json(['register', targetOf(terminal), PRIVATE, '--department', '1', '--name', 'Desk'], { home, env }))
      .exitCode,
  ).toBe(0);
  expect(cloud.records).toMatchObject([{ model: 'ingenico_ipp320' }]);
  const looked = await json(['check', targetOf(terminal), PRIVATE], { home });
  expect(JSON.stringify(looked.result)).toContain(`socks5://127.0.0.1:${String(nobody)}`);
  // What is not there beside it is not refused for it.
  expect((await json(['probe', targetOf(terminal), PRIVATE, '--watch', '1s'], { home })).error?.category).not.toBe(
    'usage',
  );
  const coloured = await run(['explain', 'ports.swapped'], { home, env: { FORCE_COLOR: '1' } });
  expect(coloured.stdout).not.toContain('\u001b[');
});

test.concurrent('accessible mode can be set for good, and for one command be set aside', async () => {
  const home = temporaryFolder();
  expect((await json(['config', 'set', 'accessible', 'yes'], { home })).error).toMatchObject({
    code: 'usage.invalid',
    actions: ['It is true or false.'],
  });
  expect((await json(['config', 'set', 'accessible', 'true'], { home })).exitCode).toBe(0);
  expect(settingsOf((await json(['config'], { home })).result)).toMatchObject({
    accessible: ['true', 'configuration'],
  });
  const told = async (env = {}): Promise<string> =>
    (await run(['check', `127.0.0.1:${String(await closedPort())}`, PRIVATE], { home, env })).stdout;
  expect(await told()).toMatch(/^ +Problem: \d+ posxml/m);
  expect(await told({ TERMINAL_ACCESSIBLE: 'false' })).not.toContain('Problem:');
});

test.concurrent('an onboarding that is gone on with keeps its own instance', async () => {
  const [home, own, other, terminal] = [temporaryFolder(), await cloudWith(), await cloudWith(), await terminalWith()];
  const left = await json(['onboard', targetOf(terminal), PRIVATE, ...answersFor(own.url), ...AGREED], {
    home,
    env: { TERMINAL_CLIENT_ID: 'sandbox', TERMINAL_CLIENT_SECRET: 'wrong' },
  });
  expect([left.exitCode, own.records.length]).toEqual([4, 0]);
  for (const [key, value] of [
    ['instance', other.url],
    ['bank', 'lhv'],
    ['model', 'ipp310'],
  ] as const)
    expect((await run(['config', 'set', key, value], { home })).status).toBe(0);
  const resumed = await json(['onboard', '--resume', left.resume?.id ?? '', PRIVATE, ...AGREED], {
    home,
    env: credentialsOf(own),
  });
  expect([resumed.exitCode, own.records.length, other.records.length]).toEqual([0, 1, 0]);
  expect(own.records).toMatchObject([{ model: 'ingenico_desk3200', bank: 'seb' }]);
});

test.concurrent('a secret is refused, and not said again', async () => {
  const home = temporaryFolder();
  for (const key of ['TERMINAL_CLIENT_SECRET', 'password']) {
    const ran = await run(['config', 'set', key, 'canary-hush-90125', 'more-of-canary', '--json'], { home });
    expect([ran.status, ran.document().error?.actions[0]]).toEqual([2, expect.stringContaining('terminal login')]);
    expect(`${ran.stdout}${ran.stderr}`).not.toContain('canary');
  }
  expect(existsSync(join(home, 'config.json'))).toBe(false);
  const byHand = homeWith({ 'client-secret': 'canary-hush-90125', via: 'socks5://agent:canary-hush@127.0.0.1:1' });
  const { text, json: told, document } = await both(['config'], { home: byHand });
  expect([document.exitCode, document.warnings.length]).toEqual([0, 2]);
  expect(`${text.stdout}${text.stderr}${told.stdout}${told.stderr}`).not.toContain('canary');
});

test.concurrent.each([
  ['damaged', '{"language": "ru"', /damaged/],
  ['of nested values', '{"language": {"et": 1}}', /damaged/],
  ['with a value that cannot be used', '{"language": "fi"}', /language.*fi.*not valid/],
])(
  'a user configuration that is %s: exit 2 before anything is done, and it is left as it is',
  async (_what, content, says) => {
    const home = homeWith(content);
    const document = await json(['check', '127.0.0.1:1', PRIVATE], { home });
    expect(document).toMatchObject({
      command: 'check',
      exitCode: 2,
      error: { code: 'usage.configuration', message: expect.stringMatching(says) as string },
    });
    expect(document.error?.message).toContain(join(home, 'config.json'));
    const mended = await json(['config', 'set', 'language', 'en'], { home });
    expect(mended.exitCode).toBe(content.includes('fi') ? 0 : 2);
    if (mended.exitCode !== 0) expect(readFileSync(join(home, 'config.json'), 'utf8')).toBe(content);
  },
);

test.concurrent(
  'a key that is none does not count, is told with what was meant, and can be taken out; a folder in its place is told',
  async () => {
    const home = homeWith({ langage: 'ru', timeout: 5 });
    expect((await run(['--version'], { home })).status).toBe(0);
    const { document, text } = await both(['config'], { home, env: { TERMINAL_TIMEOUT: undefined } });
    expect(document.warnings).toEqual([
      expect.stringMatching(/timeout.*cannot be used/),
      expect.stringMatching(/"langage".*Did you mean language\?/),
    ]);
    expect(text.stderr).toContain('langage');
    expect((await json(['config', 'unset', 'langage'], { home })).result).toMatchObject({ removed: true });
    expect((await json(['config', 'unset', 'timeout'], { home })).result).toMatchObject({ removed: true });
    expect((await json(['explain', 'ports.swapped'], { home })).exitCode).toBe(0);
    const odd = temporaryFolder();
    mkdirSync(join(odd, 'config.json'));
    expect((await json(['explain'], { home: odd })).error).toMatchObject({
      code: 'usage.configuration',
      message: expect.stringContaining('EISDIR') as string,
    });
  },
);

test.concurrent(
  'a value is taken in the letter case of the screens; the list tells what each setting is and how to set one',
  async () => {
    const home = temporaryFolder();
    expect((await json(['config', 'set', 'bank', 'SEB'], { home })).result).toMatchObject({ value: 'seb' });
    const { stdout } = await run(['config'], { home });
    expect(stdout).toMatch(/^bank +seb \(user configuration\)\n +the clinic's bank$/m);
    expect(stdout).toContain('terminal config set KEY VALUE');
  },
);
