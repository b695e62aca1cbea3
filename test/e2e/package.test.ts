import { execFile } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { LICENCES } from '../tools/licences.js';
import { SBOM } from '../tools/sbom.js';
import { scrubbed, temporaryFolder } from '../support/program.js';
import { run } from '../support/run.js';
import { PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';

/** What a support desk installs: the package as it is published, in a folder with nothing beside it. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PREFIX = temporaryFolder();
const PACKAGES = join(PREFIX, 'lib', 'node_modules');
const PACKAGE = join(PACKAGES, 'posxml-onboarding');
const PROGRAM = join(PREFIX, 'bin', 'terminal');

const execute = promisify(execFile);
const npm = async (...args: readonly string[]): Promise<string> => (await execute('npm', args, { cwd: ROOT })).stdout;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

let packed: Packed;

beforeAll(async () => {
  // Not built again: the tests beside this one are running what is there.
  [packed] = JSON.parse(await npm('pack', '--ignore-scripts', '--json', '--pack-destination', PREFIX)) as [Packed];
  await npm(
    'install',
    '--global',
    '--prefix',
    PREFIX,
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    join(PREFIX, packed.filename),
  );
}, 120_000);

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
const filesOf = (folder: string, name: RegExp): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => name.test(path))
    .map((path) => join(folder, path));

test('it holds the program, its documents and the licences of what is in it, and is small', () => {
  const paths = packed.files.map(({ path }) => path);
  expect([...new Set(paths.map((path) => path.split('/')[0]))].sort()).toEqual([
    'LICENSE',
    'README.md',
    'bin',
    'dist',
    'docs',
    'oclif.manifest.json',
    'package.json',
  ]);
  expect(paths).toEqual(expect.arrayContaining([`dist/${LICENCES}`, 'docs/terminal.1', 'dist/start.js.map']));
  expect(packed.size).toBeLessThan(1_500_000);
});

test('nothing is built where it is installed, and only the key store is a package of its own', () => {
  const installed = filesOf(PACKAGES, /^(.*[\\/]node_modules[\\/])?(@[^\\/]+[\\/])?[^\\/]+[\\/]package\.json$/)
    .map(dirname)
    .filter((folder) => !/[\\/]posxml-onboarding[\\/](bin|dist)$/.test(folder));
  const names = installed.map((folder) => folder.slice(PACKAGES.length + 1).replaceAll('\\', '/'));
  expect(names.filter((name) => !name.startsWith('posxml-onboarding/node_modules/@napi-rs/keyring'))).toEqual([
    'posxml-onboarding',
  ]);
  const scripts = installed.flatMap((folder) => Object.keys(manifestOf(folder).scripts ?? {}));
  expect(scripts.filter((script) => ['preinstall', 'install', 'postinstall', 'prepare'].includes(script))).toEqual([]);
  // `man terminal` finds it.
  expect(existsSync(join(PREFIX, 'share', 'man', 'man1', 'terminal.1'))).toBe(true);
  // Anyone who publishes it cannot forget to build it.
  expect(manifestOf(PACKAGE).scripts?.['prepack']).toMatch(/\bbuild\b/);
});

test('whatever it asks for is part of Node, in the package or installed with it', () => {
  const files = filesOf(join(PACKAGE, 'dist'), /\.js$/);
  expect(files.length).toBeGreaterThan(20);
  const dependencies = Object.keys(manifestOf(PACKAGE).dependencies);
  const asked = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\b(?:require|import)\((["'`])([^"'`\s]+)\1\)/g)].map(
      ([, , name = '']) => ({ file, name }),
    ),
  );
  const there = ({ file, name }: (typeof asked)[number]): boolean =>
    // Some parts of Node are newer than the oldest Node: they are tried.
    name.startsWith('node:') ||
    isBuiltin(name) ||
    dependencies.includes(name) ||
    files.includes(resolve(dirname(file), name));
  expect(asked.filter((one) => !there(one))).toEqual([]);
  expect(asked.map(({ name }) => name)).toContain('@napi-rs/keyring');
});

test.concurrent('every command can be loaded, and the key store', async () => {
  const commands = filesOf(join(PACKAGE, 'dist', 'commands'), /\.js$/);
  const script = `for (const file of ${JSON.stringify(commands)}) if (typeof require(file).default.run !== 'function') throw new Error(file);`;
  await execute(process.execPath, ['-e', script]);
  expect(createRequire(join(PACKAGE, 'dist', 'keyring-child.js'))('@napi-rs/keyring')).toHaveProperty('Entry');
});

test('the licences are of what was bundled, each with its text', () => {
  const text = readFileSync(join(PACKAGE, 'dist', LICENCES), 'utf8');
  for (const name of ['@oclif/core', 'undici', 'socks', '@inquirer/core'])
    expect(text).toMatch(new RegExp(`^${name} [\\d.]+ \\([\\w.-]+\\)\n-+\n\n.{10}`, 'ms'));
  expect(text).not.toMatch(/^(vitest|typescript|@napi-rs\/keyring) /m);
});

test('the bill of materials names what was bundled and what is installed, each in one version', () => {
  const { bomFormat, components } = JSON.parse(readFileSync(join(PACKAGE, 'dist', SBOM), 'utf8')) as {
    readonly bomFormat: string;
    readonly components: readonly { readonly purl: string; readonly licenses?: readonly object[] }[];
  };
  expect(bomFormat).toBe('CycloneDX');
  for (const name of ['%40oclif/core', 'undici', '%40napi-rs/keyring', '%40napi-rs/keyring-win32-x64-msvc'])
    expect(components.filter(({ purl }) => purl.startsWith(`pkg:npm/${name}@`))).toHaveLength(1);
  for (const { purl, licenses } of components) expect(licenses, purl).toHaveLength(1);
  const { dependencies } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

test.concurrent('its own file starts it', async () => {
  const env = scrubbed(temporaryFolder(), {
    PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`,
  });
  const { stdout } = await execute(PROGRAM, ['--version'], { env });
  expect(stdout).toMatch(new RegExp(`^terminal/${manifestOf(PACKAGE).version} \\S+ node-${process.version}\n$`));
});

test.concurrent('the installed program shows its help', async () => {
  const { status, stdout } = await run(['--help'], { program: PROGRAM });
  expect([status, stdout]).toEqual([0, expect.stringContaining('onboard')]);
});

test.concurrent('it probes a terminal', async () => {
  const ended = await run(['probe', targetOf(await terminalWith()), PRIVATE, '--json'], { program: PROGRAM });
  expect([ended.status, ended.document().ok]).toEqual([0, true]);
});

test.concurrent('it shows a whole onboarding', async () => {
  const { status, stderr } = await run(['onboard', '--sandbox'], { program: PROGRAM });
  expect([status, stderr]).toEqual([0, expect.any(String)]);
});
