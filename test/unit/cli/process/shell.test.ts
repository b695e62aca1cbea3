import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandLine, shellAtHand } from '../../../../src/cli/process/shell.js';
import { WINDOWS } from '../../../support/system.js';

const WORDS = ['terminal', 'onboard', '127.0.0.1:14445,15551', '--allow-private'];
const VARIABLES = { TERMINAL_CLIENT_ID: 'sandbox', TERMINAL_CLIENT_SECRET: 'sandbox' };

test.each([
  ['linux', {}, 'posix'],
  ['darwin', { PROMPT: '%' }, 'posix'],
  ['win32', { PROMPT: '$P$G' }, 'cmd'],
  ['win32', { PSModulePath: 'C:\\x' }, 'powershell'],
  ['win32', { SHELL: '/usr/bin/bash', PROMPT: '$P$G' }, 'posix'],
] as const)('on %s with %j a command is typed into %s', (platform, env, shell) => {
  expect(shellAtHand(platform, env)).toBe(shell);
});

test('a command for cmd or PowerShell sets its variables first', () => {
  expect(commandLine(WORDS, VARIABLES, 'cmd')).toBe(
    'set "TERMINAL_CLIENT_ID=sandbox" && set "TERMINAL_CLIENT_SECRET=sandbox" && terminal onboard 127.0.0.1:14445,15551 --allow-private',
  );
  expect(commandLine(WORDS, VARIABLES, 'powershell')).toBe(
    "$env:TERMINAL_CLIENT_ID='sandbox'; $env:TERMINAL_CLIENT_SECRET='sandbox'; terminal onboard '127.0.0.1:14445,15551' --allow-private",
  );
});

/** What some shell reads as more than its letters. */
const HARD = [
  '[::1]:14445,15551',
  'käpp ja saba',
  '%PATH%',
  'a&b',
  'a^b',
  '$HOME',
  '`id`',
  "it's",
  'a"b',
  '',
  '*',
  '!x',
  '~',
  'a;b|c<d>(e)',
];

test.skipIf(WINDOWS)('a command for a POSIX shell does what it says there, whatever is in its words', () => {
  const script = 'console.log(JSON.stringify([process.env.HARD, ...process.argv.slice(1)]))';
  const value = `it's "$HOME"; x`;
  const line = commandLine([process.execPath, '-e', script, '--', ...HARD], { HARD: value }, 'posix');
  expect(JSON.parse(execFileSync('sh', ['-c', line], { encoding: 'utf8' }))).toEqual([value, ...HARD]);
});

test('words that cmd or PowerShell would read otherwise are quoted in its way, and no others', () => {
  const typed = (shell: 'cmd' | 'powershell'): readonly string[] =>
    ['84.50.12.34:14445,15551', '--allow-private', 'C:\\käpp', ...HARD].map((word) => commandLine([word], {}, shell));
  expect(typed('cmd')).toEqual([
    ...['84.50.12.34:14445,15551', '--allow-private', 'C:\\käpp', '[::1]:14445,15551', '"käpp ja saba"', '"%PATH%"'],
    ...['"a&b"', '"a^b"', '"$HOME"', '"`id`"', `"it's"`, '"a""b"', '""', '"*"', '"!x"', '"~"', '"a;b|c<d>(e)"'],
  ]);
  expect(typed('powershell')).toEqual([
    ...[
      "'84.50.12.34:14445,15551'",
      '--allow-private',
      'C:\\käpp',
      "'[::1]:14445,15551'",
      "'käpp ja saba'",
      "'%PATH%'",
    ],
    ...["'a&b'", "'a^b'", "'$HOME'", "'`id`'", "'it''s'", `'a"b'`, "''", "'*'", "'!x'", "'~'", "'a;b|c<d>(e)'"],
  ]);
  expect(commandLine(['x'], { A: "it's" }, 'powershell')).toBe("$env:A='it''s'; x");
});
