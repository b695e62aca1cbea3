import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { expectContract } from './cells.js';
import { dialledFile, loading, PROGRAM, scrubbed, temporaryFolder } from '../support/program.js';
import { run } from '../support/run.js';
import { cloudWith, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';

/** One file, which does what the program does, on a machine that has nothing else of it. */
const FOLDER = dirname(PROGRAM);
const { commands } = JSON.parse(readFileSync(new URL('../../oclif.manifest.json', import.meta.url), 'utf8')) as {
  readonly commands: Readonly<Record<string, unknown>>;
};
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

test('it is all that it needs: alone in a folder, with no Node on the path', async () => {
  const alone = join(temporaryFolder(), 'terminal');
  copyFileSync(PROGRAM, alone);
  const { stdout, stderr } = await promisify(execFile)(alone, ['--version'], {
    env: { ...scrubbed(temporaryFolder()), PATH: '' },
  });
  expect([stdout, stderr]).toEqual([
    expect.stringMatching(new RegExp(`^terminal/${version} \\S+ node-v\\d+\\.\\S+\n$`)),
    '',
  ]);
});

test.concurrent('the executable shows its help', async () => {
  const { status, stdout } = await run(['--help']);
  expect([status, stdout]).toEqual([0, expect.stringContaining('onboard')]);
});

test.concurrent('the executable completes commands', async () => {
  expect((await run(['complete', '--', 'onb'])).stdout).toMatch(/^onboard\t/);
});

test.concurrent.each(Object.keys(commands).map((id) => id.replaceAll(':', ' ')))(
  '%s is in it, and refuses a wrong flag',
  async (command) => {
    const { status, stderr } = await run([...command.split(' '), '--nonsense']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('--nonsense')]);
  },
);

test.concurrent('it probes a terminal, and dials nobody else', async () => {
  const [home, terminal] = [temporaryFolder(), await terminalWith()];
  const ended = await run(['probe', targetOf(terminal), PRIVATE, '--json'], { home });
  expect(expectContract(ended)).toMatchObject({ ok: true, exitCode: 0 });
  expect(new Set(readFileSync(dialledFile(home), 'utf8').trim().split('\n'))).toEqual(
    new Set([`connect ${terminal.host}`]),
  );
});

test.concurrent('it shows a whole onboarding', async () => {
  const { status, stderr } = await run(['onboard', '--sandbox']);
  expect([status, stderr]).toEqual([0, expect.stringContaining('[clinic]')]);
});

test.concurrent('a stack names the lines of the sources', async () => {
  const ended = await run(['sessions', 'list', '--debug'], {
    env: { NODE_OPTIONS: loading('guard.cjs', 'broken.cjs'), BROKEN: 'sessions' },
  });
  expect([ended.status, ended.stderr]).toEqual([
    1,
    expect.stringMatching(/^ +at .*[\\/]src[\\/]commands[\\/]sessions[\\/]list\.ts:\d+:\d+\)$/m),
  ]);
});

test.concurrent('what was compiled when it was built is not compiled again', async () => {
  const { stderr } = await run(['probe', targetOf(await terminalWith()), PRIVATE], {
    env: { NODE_OPTIONS: loading('guard.cjs', 'rejected.cjs') },
  });
  const told = stderr.split('\n').filter((line) => line.startsWith('compiled '));
  expect(told.length).toBeGreaterThan(4);
  expect(told.filter((line) => !line.startsWith('compiled before'))).toEqual([]);
});

test.concurrent('an option for V8, which makes it compile anew, is told nobody', async () => {
  const { status, stdout, stderr } = await run(['--version'], {
    env: { NODE_OPTIONS: `${loading('guard.cjs')} --stack-trace-limit=50` },
  });
  expect([status, stdout, stderr]).toEqual([0, expect.stringMatching(/^terminal\//), '']);
});

(process.platform === 'linux' ? test.concurrent : test.skip)(
  "the system's credential store is asked, by a library that is put into the user's cache and is never another one",
  async () => {
    const [home, cloud] = [temporaryFolder(), await cloudWith()];
    const noBus = {
      TERMINAL_KEYRING: undefined,
      XDG_CACHE_HOME: undefined,
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(home, 'no-bus')}`,
    };
    const login = async (): Promise<unknown> =>
      expectContract(
        await run(['login', '--instance', cloud.url, '--client-id', cloud.clientId, '--json'], {
          home,
          env: noBus,
          stdin: cloud.clientSecret,
        }),
      ).result;
    // It is the library that misses the credential store.
    const inFile = { keptIn: 'file', keyring: expect.stringMatching(/connect/) as unknown };
    expect(await login()).toMatchObject(inFile);
    const folder = join(home, '.cache', 'terminal');
    const [library = '', ...others] = readdirSync(folder);
    expect([library, others]).toEqual([expect.stringMatching(/^keyring\..*\.node$/), []]);
    const bytes = readFileSync(join(folder, library));
    writeFileSync(join(folder, library), 'something else');
    expect(await login()).toMatchObject(inFile);
    expect(readFileSync(join(folder, library)).equals(bytes)).toBe(true);
  },
);

test.concurrent('where the library cannot be put, a private file has the credentials', async () => {
  const [home, cloud] = [temporaryFolder(), await cloudWith()];
  writeFileSync(join(home, 'cache'), 'no folder');
  const ended = await run(['login', '--instance', cloud.url, '--client-id', cloud.clientId, '--json'], {
    home,
    env: { TERMINAL_KEYRING: undefined, XDG_CACHE_HOME: join(home, 'cache') },
    stdin: cloud.clientSecret,
  });
  expect(expectContract(ended).result).toMatchObject({
    keptIn: 'file',
    keyring: expect.stringMatching(/no cache folder/) as unknown,
  });
});

test('its page and its licences, of Node and of the key store too, lie beside it', () => {
  expect(existsSync(join(FOLDER, 'terminal.1'))).toBe(true);
  const text = readFileSync(join(FOLDER, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const name of [
    'undici [\\d.]+ \\(MIT\\)',
    '@napi-rs/keyring [\\d.]+ \\(MIT\\)',
    '@napi-rs/keyring-\\S+ [\\d.]+ \\(MIT\\)',
    'Node\\.js\n',
  ])
    expect(text).toMatch(new RegExp(`^${name}`, 'm'));
});

test('an older Node is told which one is needed', async () => {
  const old = join(temporaryFolder(), 'node');
  writeFileSync(old, '#!/bin/sh\necho v20.18.1\n', { mode: 0o755 });
  const building = promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    fileURLToPath(new URL('../tools/exe/build.ts', import.meta.url)),
    '--node',
    old,
  ]);
  await expect(building).rejects.toMatchObject({
    code: 2,
    stderr: `build:exe needs Node 24 or later, and ${old} is v20.18.1: run it with one, or name one: npm run build:exe -- --node FILE\n`,
  });
});
