import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { settingsOf } from '../../../../src/cli/args/settings.js';
import { withConfigured } from '../../../../src/cli/command/configured-flags.js';
import { globalFlags, languageFlag } from '../../../../src/cli/command/flags.js';
import { exchangeBound, operationBound } from '../../../../src/flows/cloud/connect.js';
import { readSettings } from '../../../../src/flows/config/read-settings.js';
import { temporaryFolder } from '../../../support/program.js';

const home = temporaryFolder();

function configure(configuration: Readonly<Record<string, unknown>>): void {
  writeFileSync(join(home, 'config.json'), JSON.stringify(configuration));
}

beforeEach(() => {
  vi.stubEnv('TERMINAL_HOME', home);
});

test('the environment beats the user configuration, also with a variable that is set to nothing', async () => {
  configure({ language: 'ru', bank: 'seb', model: 'ipp320' });
  const { settings, unusable } = await readSettings([], { TERMINAL_BANK: 'lhv', TERMINAL_MODEL: '' });
  expect(unusable).toBeUndefined();
  expect(['language', 'bank', 'model', 'via'].map(settings.get)).toEqual(['ru', 'lhv', '', undefined]);
  expect([...settings.configured]).toEqual([['language', 'ru']]);
});

test('nothing is written into the environment', async () => {
  configure({ language: 'ru', 'bank-lines': 'seb=600 0001' });
  const before = { ...process.env };
  expect((await readSettings([], process.env)).settings.get('bank-lines')).toBe('seb=600 0001');
  expect({ ...process.env }).toEqual(before);
});

test.each([
  { argv: ['probe', '--beep'], env: {} },
  { argv: ['probe', '--watch=1m'], env: {} },
  { argv: ['probe'], env: { TERMINAL_WATCH: '1m' } },
])('a proxy does not count beside what excludes it: $argv $env', async ({ argv, env }) => {
  configure({ via: 'socks5://127.0.0.1:1080' });
  expect((await readSettings(argv, env)).settings.configured.has('via')).toBe(false);
  expect((await readSettings(['probe', '--', '--beep'], {})).settings.configured.has('via')).toBe(true);
});

test('what cannot be used is named, and the rest counts in its one spelling', async () => {
  configure({ language: ' RU ', timeout: 'soon', 'no-color': true });
  const { settings, unusable } = await readSettings([], {});
  expect(unusable?.message).toContain('timeout');
  expect([...settings.configured]).toEqual([
    ['language', 'ru'],
    ['no-color', 'true'],
  ]);
});

test('what is configured is the default of a flag, and leaves the flags of other runs as they are', () => {
  const settings = settingsOf({}, new Map(Object.entries({ language: 'ru', 'no-color': 'true', accessible: 'false' })));
  const flags = withConfigured({ ...globalFlags, ...languageFlag }, settings);
  expect(['language', 'no-color', 'accessible', 'timeout'].map((name) => flags[name]?.default as unknown)).toEqual([
    'ru',
    true,
    false,
    '5s',
  ]);
  expect([languageFlag.language.default, globalFlags['no-color'].default]).toEqual(['et', undefined]);
});

test('a configured timeout bounds an exchange with the cloud, and the default does not', () => {
  const parsed = { flags: { timeout: '7s' }, metadata: { flags: { timeout: { setFromDefault: true } } } };
  expect(exchangeBound(parsed, settingsOf({}, new Map([['timeout', '7s']])))).toBe(7000);
  expect(exchangeBound(parsed, settingsOf({}))).toBeUndefined();
  expect(exchangeBound({ ...parsed, metadata: { flags: {} } }, settingsOf({}))).toBe(7000);
});

test('an operation with the cloud has its usual time, and more where one exchange was given more', () => {
  expect(operationBound(30_000, undefined)).toBe(30_000);
  expect(operationBound(30_000, 5000)).toBe(30_000);
  expect(operationBound(30_000, 250_000)).toBe(250_000);
});
