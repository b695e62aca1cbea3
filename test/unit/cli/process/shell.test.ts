import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandLine, shellAtHand } from '../../../../src/cli/process/shell.js';

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

test('a command for a POSIX shell does what it says there', () => {
  const line = commandLine(['node', '-p', 'process.env.TERMINAL_CLIENT_ID'], VARIABLES, 'posix');
  expect(execFileSync('sh', ['-c', line], { encoding: 'utf8' })).toBe('sandbox\n');
});
