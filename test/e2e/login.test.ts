import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PrintedDocument } from '../support/validate.js';
import { closedPort } from '../support/closed-port.js';
import { both, expectContract } from './cells.js';
import { cleanUp } from '../support/clean-up.js';
import { loading, temporaryFolder } from '../support/program.js';
import type { Environment } from '../support/program.js';
import { CTRL_C, ENTER, openPty } from '../support/pty.js';
import { run } from '../support/run.js';
import { answersFor, cloudWith, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';

const SECRET = 'sandbox';
const idOf = (url: string): readonly string[] => ['--instance', url, '--client-id', 'sandbox'];
const keptFiles = (home: string): readonly string[] =>
  existsSync(join(home, 'credentials')) ? readdirSync(join(home, 'credentials')) : [];

/** How the credentials of an instance come out, and where they are from. */
async function auth(
  url: string,
  home: string,
  env: Environment = {},
): Promise<readonly [status: string | undefined, from: unknown]> {
  const check = expectContract(
    await run(['doctor', '--instance', url, '--timeout', '30s', '--json'], { home, env }),
  ).checks.find(({ id }) => id === 'cloud.auth');
  return [check?.status, check?.evidence['from'] ?? null];
}

test.concurrent(
  'what is kept counts for its instance alone, gives way to the environment, and can be removed',
  async () => {
    const [home, one, other] = [temporaryFolder(), await cloudWith(), await cloudWith()];
    for (const { url } of [one, other]) {
      const document = expectContract(
        await run(['login', ...idOf(url), '--json'], { home, stdin: `\uFEFF${SECRET}\r\n` }),
      );
      expect(document).toMatchObject({
        exitCode: 0,
        result: { instance: url, clientId: 'sandbox', tried: true, keptIn: 'file', keyring: 'TERMINAL_KEYRING is off' },
        checks: [{ id: 'cloud.auth', status: 'pass' }],
      });
      expect(statSync(document.result['file'] as string).mode & 0o777).toBe(0o600);
    }
    expect(statSync(join(home, 'credentials')).mode & 0o777).toBe(0o700);
    expect(await auth(one.url, home)).toEqual(['pass', 'a private file']);
    expect(await auth(one.url, home, { TERMINAL_CLIENT_ID: 'sandbox', TERMINAL_CLIENT_SECRET: 'other' })).toEqual([
      'fail',
      'the environment',
    ]);
    const told = (await run(['doctor'], { home })).stdout;
    expect([told.includes(one.url), told.includes(other.url)]).toEqual([true, true]);

    const registered = await run(['register', targetOf(await terminalWith()), PRIVATE, ...answersFor(one.url)], {
      home,
    });
    expect([registered.status, one.records.length], registered.stderr).toEqual([0, 1]);

    const gone = expectContract(await run(['logout', '--instance', `${one.url}/`, '--json'], { home }));
    expect(gone).toMatchObject({ exitCode: 0, result: { removed: ['file'] } });
    expect(await auth(one.url, home)).toEqual(['fail', null]);
    expect(await auth(other.url, home)).toEqual(['pass', 'a private file']);
    const again = await both(['logout', '--instance', one.url], { home });
    expect(again.document).toMatchObject({ exitCode: 0, result: { removed: [] } });
    expect(again.text.stdout).toMatch(/^There were no saved credentials for/);

    const missing = expectContract(
      await run(['register', targetOf(await terminalWith()), PRIVATE, ...answersFor(one.url), '--json'], { home }),
    );
    expect(missing.error).toMatchObject({
      code: 'credentials.missing',
      actions: [`terminal login --instance ${one.url}`, expect.any(String)],
    });
  },
);

test.concurrent('what the cloud refuses, or what cannot be tried, is not kept and changes nothing', async () => {
  const [home, cloud] = [temporaryFolder(), await cloudWith()];
  const file = join(temporaryFolder(), 'secret.txt');
  writeFileSync(file, 'not-it\n');
  const wrong = await both(['login', ...idOf(cloud.url), '--client-secret-file', file], { home });
  expect(wrong.document).toMatchObject({
    exitCode: 4,
    error: { code: 'cloud.unauthorized' },
    result: { keptIn: null, tried: true },
  });
  expect(wrong.text.stderr).toMatch(/Nothing was saved/);
  // Nobody of the clinic is on the line.
  expect(wrong.text.stdout).not.toMatch(/^ +(?:say|ask) /m);
  const down = `http://127.0.0.1:${String(await closedPort())}/down`;
  const untried = await both(['login', ...idOf(down), '--client-secret-file', file], { home });
  expect(untried.document).toMatchObject({
    exitCode: 6,
    error: { code: 'cloud.unavailable' },
    result: { keptIn: null, tried: false },
  });
  expect(untried.text.stderr).toMatch(/Nothing was saved.*--no-verify/);
  expect(keptFiles(home)).toEqual([]);

  await run(['login', ...idOf(cloud.url), '--client-secret-file', '-'], { home, stdin: SECRET });
  expect((await run(['login', ...idOf(cloud.url), '--client-secret-file', file], { home })).status).toBe(4);
  expect(await auth(cloud.url, home)).toEqual(['pass', 'a private file']);
  const asTold = expectContract(
    await run(['login', ...idOf(down), '--client-secret-file', file, '--no-verify', '--json'], { home }),
  );
  expect(asTold).toMatchObject({ exitCode: 0, checks: [], result: { keptIn: 'file', tried: false } });
  expect(keptFiles(home)).toHaveLength(2);

  for (const name of keptFiles(home)) writeFileSync(join(home, 'credentials', name), '{"instance"');
  const damaged = expectContract(
    await run(['register', targetOf(await terminalWith()), PRIVATE, ...answersFor(cloud.url), '--json'], { home }),
  );
  expect(damaged).toMatchObject({ exitCode: 4, error: { code: 'credentials.unreadable' } });
  expect((await run(['logout', '--instance', cloud.url], { home })).status).toBe(0);
  expect(keptFiles(home)).toHaveLength(1);
});

const LOADED = loading('guard.cjs', 'fake-keyring.cjs');

test.concurrent("the system's credential store has the secret, and no file, argument or variable", async () => {
  const [home, cloud] = [temporaryFolder(), await cloudWith()];
  const keyring = join(temporaryFolder(), 'keyring.json');
  writeFileSync(keyring, '{}');
  const env = { NODE_OPTIONS: LOADED, FAKE_KEYRING: keyring, TERMINAL_KEYRING: undefined };
  // A secret with a form of its own, which is kept untried.
  const canary = 'canary-9s0m3thing';
  const kept = expectContract(
    await run(['login', ...idOf(cloud.url), '--no-verify', '--debug', '--json'], { home, env, stdin: canary }),
  );
  expect(kept.result).toMatchObject({ keptIn: 'keyring', file: null, keyring: null });
  expect(readFileSync(keyring, 'utf8')).toContain(canary);
  expect(readFileSync(keyring, 'utf8'), 'not the one that is lost with the next start').toContain(
    `${cloud.url} secret-service`,
  );
  expect(
    keptFiles(home)
      .map((name) => readFileSync(join(home, 'credentials', name), 'utf8'))
      .join(''),
  ).not.toContain(canary);
  expect(readFileSync(`${keyring}.started`, 'utf8')).not.toContain(canary);
  expect(readFileSync(`${keyring}.started`, 'utf8')).toContain('keyring-child.js');

  const right = await run(['login', ...idOf(cloud.url)], { home, env, stdin: SECRET });
  expect(right.stdout).toMatch(/They are saved in the system's credential store\.\n$/);
  expect(await auth(cloud.url, home, env)).toEqual(['pass', "the system's credential store"]);
  const was = readFileSync(keyring, 'utf8');

  writeFileSync(keyring, 'locked');
  const locked = await both(['register', targetOf(await terminalWith()), PRIVATE, ...answersFor(cloud.url)], {
    home,
    env,
  });
  expect(locked.document.error).toMatchObject({
    code: 'credentials.unreadable',
    category: 'credentials',
    retryable: false,
  });
  expect(
    (await run(['logout', '--instance', cloud.url], { home, env })).status,
    'what is not removed is not said to be',
  ).toBe(4);
  expect((await run(['logout', '--instance', cloud.url], { home })).stderr).toMatch(/TERMINAL_KEYRING=off/);
  expect(keptFiles(home)).toHaveLength(1);

  writeFileSync(keyring, was);
  const gone = expectContract(await run(['logout', '--instance', cloud.url, '--json'], { home, env }));
  expect([gone.result['removed'], readFileSync(keyring, 'utf8'), keptFiles(home)]).toEqual([['keyring'], '{}', []]);
});

(process.platform === 'linux' ? test.concurrent : test.skip)(
  'a key store that never answers, or is not there, does not hold up the login: a file has it',
  async () => {
    const cloud = await cloudWith();
    const bus = join(temporaryFolder(), 'bus');
    const silent = createServer((socket) => {
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => {
      silent.listen(bus, resolve);
    });
    cleanUp(() => silent.close());
    const results = await Promise.all(
      [bus, `${bus}-is-not-there`].map(async (path): Promise<PrintedDocument> => {
        const env = { TERMINAL_KEYRING: undefined, DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` };
        return expectContract(await run(['login', ...idOf(cloud.url), '--json'], { env, stdin: SECRET }));
      }),
    );
    expect(results.map(({ exitCode, result }) => [exitCode, result['keptIn']])).toEqual([
      [0, 'file'],
      [0, 'file'],
    ]);
    expect(results.map(({ result }) => result['keyring'])).toEqual([
      'it did not answer within 5 s; it may be locked',
      expect.stringMatching(/connect/),
    ]);
  },
);

test.concurrent('at a keyboard: what is missing is asked for, and the secret never shows', async () => {
  const [home, cloud] = [temporaryFolder(), await cloudWith()];
  const window = openPty(['login'], { home });
  await window.waitFor('Instance');
  window.type(`${cloud.url}${ENTER}`);
  await window.waitFor('Client ID');
  window.type(`sandbox${ENTER}`);
  await window.waitFor('Client secret');
  await window.waitFor('(hidden)');
  window.type(ENTER);
  await window.waitFor('It must not be empty');
  window.type('qzj');
  await window.waitFor('3 characters');
  window.type('\u007f\u007f\u007f\u001b[200~sandbox\u001b[201~');
  await window.waitFor('7 characters');
  const before = window.text().length;
  window.type(ENTER);
  await window.waitFor('accepts the credentials of sandbox');
  const { status, settings } = await window.ended;
  expect([status, keptFiles(home).length]).toEqual([0, 1]);
  expect(settings).toMatch(/ echo\b/);
  expect(window.text()).not.toContain('qz');
  expect(window.text().slice(window.text().indexOf('Client secret'), before)).not.toContain('sandbox');
});

test.concurrent('Ctrl-C at the secret: 130, nothing kept, and what is typed shows again', async () => {
  const home = temporaryFolder();
  const window = openPty(['login', ...idOf('http://127.0.0.1:1/x')], { home });
  await window.waitFor('(hidden)');
  window.type('qzj');
  await window.waitFor('3 characters');
  window.type(CTRL_C);
  const { status, settings } = await window.ended;
  expect([status, keptFiles(home)]).toEqual([130, []]);
  expect(settings).toMatch(/ icanon\b/);
  expect(settings).toMatch(/ echo\b/);
});
