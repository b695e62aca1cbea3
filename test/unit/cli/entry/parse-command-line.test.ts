import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readCommandLine } from '../../../../src/cli/entry/parse-command-line.js';
import { environmentName } from '../../../../src/cli/args/environment.js';
import { readProgram } from '../../../../src/cli/package/package-info.js';
import { hasFlag } from '../../../../src/cli/args/argv.js';
import { settingsOf } from '../../../../src/cli/args/settings.js';
import { AppError } from '../../../../src/contract/app-error.js';
import { OWN_FILES } from '../../../support/own-files.js';

const { index } = readProgram(OWN_FILES);
const KNOWN = {
  ...index,
  files: Object.fromEntries(
    Object.entries(index.files).filter(([id]) => ['check', 'explain', 'sessions:list', 'sessions:show'].includes(id)),
  ),
};
const read = (line: string): unknown =>
  readCommandLine(
    line.split(' ').filter((word) => word !== ''),
    KNOWN,
  );

test.each([
  ['check 84.50.12.34', { kind: 'run', id: 'check', argv: ['84.50.12.34'] }],
  ['sessions list --json', { kind: 'run', id: 'sessions:list', argv: ['--json'] }],
  ['sessions show X', { kind: 'run', id: 'sessions:show', argv: ['X'] }],
  [
    '--json --timeout 1s check 84.50.12.34',
    { kind: 'run', id: 'check', argv: ['84.50.12.34', '--json', '--timeout', '1s'] },
  ],
  ['--timeout=1s check', { kind: 'run', id: 'check', argv: ['--timeout=1s'] }],
  ['check -- --help', { kind: 'run', id: 'check', argv: ['--', '--help'] }],
  ['explain help', { kind: 'run', id: 'explain', argv: ['help'] }],
  ['check --help', { kind: 'help', id: 'check' }],
  ['check 84.50.12.34 -h', { kind: 'help', id: 'check' }],
  ['--help', { kind: 'help', id: '' }],
  ['help', { kind: 'help', id: '' }],
  ['help sessions', { kind: 'help', id: 'sessions' }],
  ['help sessions show', { kind: 'help', id: 'sessions:show' }],
  ['--version', { kind: 'version' }],
  ['--json --version', { kind: 'version' }],
  ['', { kind: 'incomplete', id: '', choices: ['check', 'explain', 'sessions list', 'sessions show'] }],
  ['--json', { kind: 'incomplete', id: '', choices: ['check', 'explain', 'sessions list', 'sessions show'] }],
  ['sessions --json', { kind: 'incomplete', id: 'sessions', choices: ['sessions list', 'sessions show'] }],
  ['help exit', { kind: 'help', id: 'exit' }],
  ['help files --json', { kind: 'help', id: 'files' }],
])('the line %j is understood', (line, meant) => {
  expect(read(line)).toEqual(meant);
});

test.each([
  ['chek', 'terminal check'],
  ['sesions list', 'terminal sessions list'],
  ['sesions', 'terminal sessions'],
  ['exit', 'terminal help exit'],
  // The end of a command, and no command that charges a card.
  ['list', 'terminal sessions list'],
  ['help exits', 'terminal help exit'],
  ['sessions shwo', 'terminal sessions show'],
  ['help chek', 'terminal check'],
  ['84.50.12.34', '--help'],
  ['__proto__', '--help'],
])('%j is unknown, and %s is named', (line, named) => {
  let thrown: unknown;
  try {
    read(line);
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof AppError)) throw new Error('nothing was refused');
  expect(thrown.fields).toMatchObject({ code: 'usage.unknown-command', exit: 2 });
  expect(thrown.fields.actions?.join()).toContain(named);
});

test('a wish for JSON is seen before anything is parsed, and not behind --', () => {
  expect(hasFlag('json', ['check', '--json'], settingsOf({}))).toBe(true);
  expect(hasFlag('json', ['check', '--', '--json'], settingsOf({}))).toBe(false);
  expect(hasFlag('json', ['check', '--jsonl'], settingsOf({}))).toBe(false);
  expect(
    ['1', 'true', 'TRUE', 'yes'].map((value) => hasFlag('json', [], settingsOf({ TERMINAL_JSON: value }))),
  ).toEqual([true, true, true, true]);
  expect(['', '0', 'false', 'no'].map((value) => hasFlag('json', [], settingsOf({ TERMINAL_JSON: value })))).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

interface Manifest {
  readonly commands: Readonly<
    Record<
      string,
      {
        readonly flags: Readonly<Record<string, { readonly env?: string; readonly description?: string }>>;
        readonly summary?: string;
        readonly examples?: readonly string[];
      }
    >
  >;
}

const { commands } = JSON.parse(
  readFileSync(new URL('../../../../oclif.manifest.json', import.meta.url), 'utf8'),
) as Manifest;

test.each(Object.keys(commands))('%s: every flag can be given in the environment, and none takes a secret', (id) => {
  const { flags = {}, summary, examples } = commands[id] ?? {};
  for (const [name, flag] of Object.entries(flags)) {
    expect(flag.env, name).toBe(environmentName(name));
    expect(flag.description, name).toBeTruthy();
    expect(name).not.toMatch(/secret$|password|token/);
  }
  expect(summary).toBeTruthy();
  expect(examples?.length).toBeGreaterThan(1);
});
