import { spawn } from 'node:child_process';
import { openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { expectNothingLeaked } from '../support/card-scan.js';
import { validateDocument } from '../support/validate.js';
import { expectContract, expectPlain } from './cells.js';
import { PROGRAM, scrubbed, temporaryFolder } from '../support/program.js';
import { openPty } from '../support/pty.js';
import { run, start } from '../support/run.js';
import {
  AGREED,
  answersFor,
  cloudWith,
  credentialsOf,
  PRIVATE,
  portThat,
  targetOf,
  terminalWith,
} from '../support/sandbox.js';
import { closedPort } from '../support/closed-port.js';

const ESCAPE = '\u001b';

test.concurrent('colour never reaches a pipe, not even where it is forced', async () => {
  const forced = { FORCE_COLOR: '1', COLORTERM: 'truecolor', CLICOLOR_FORCE: '1', TERM: 'xterm-256color' };
  const [terminal, cloud] = [await terminalWith(), await cloudWith()];
  const commands = [
    ['--help'],
    ['check', '--help'],
    ['explain', 'ports.swapped'],
    ['probe', targetOf(terminal), PRIVATE, '--debug'],
    ['sessions', 'show', 'nobody'],
    ['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), ...AGREED],
  ];
  const runs = await Promise.all(commands.map((args) => run(args, { env: { ...forced, ...credentialsOf(cloud) } })));
  runs.forEach(expectPlain);
  expect(runs.map(({ status }) => status)).toEqual([0, 0, 0, 0, 2, 0]);
});

test.skipIf(process.platform !== 'linux').concurrent.each([
  ['a result that is lost is no success', ['sessions', 'list', '--json'], 2],
  ['a status that tells of something else stays', ['check', '127.0.0.1:1', PRIVATE], 3],
])('a full disk: %s', async (_what, args, status) => {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: scrubbed(temporaryFolder()),
    stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
  });
  let told = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (told += text));
  expect(await new Promise((ended) => child.once('close', ended))).toBe(status);
  if (status === 2) expect(told).toBe('The result could not be written to stdout (ENOSPC).\n');
});

test.concurrent('a terminal window gets colour', async () => {
  const window = openPty(['explain', 'ports.swapped']);
  expect((await window.ended).status).toBe(0);
  expect(window.raw()).toContain(`${ESCAPE}[1m`);
});

test.concurrent.each([
  ['NO_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, []],
  ['TERM=dumb', { TERM: 'dumb', FORCE_COLOR: '3' }, []],
  ['--no-color', { FORCE_COLOR: '1' }, ['--no-color']],
  ['TERMINAL_NO_COLOR', { TERMINAL_NO_COLOR: '1', FORCE_COLOR: '1' }, []],
])('%s is obeyed in a terminal window and beats FORCE_COLOR', async (_, env, flags) => {
  const closed = `127.0.0.1:${String(await closedPort())}`;
  const windows = [
    ['--help', ...flags],
    ['explain', 'ports.swapped', ...flags],
    ['probe', closed, PRIVATE, ...flags],
    ['explain', 'nothing', ...flags],
  ].map((args) => openPty(args, { env }));
  await Promise.all(windows.map((window) => window.ended));
  for (const window of windows)
    expect(window.raw().replaceAll(/\u001b\[\?25[hl]|\u001b\[[0-9]*[GKJA]/g, '')).not.toContain(ESCAPE);
});

test.concurrent('control characters from the network are made visible', async () => {
  const hostile = 'SSH-2.0-\u001b[31mred\u001b]0;title\u0007\u009b2J\u202egnp.exe\r\n';
  const port = await portThat((socket) => socket.end(hostile));
  const text = await run(['probe', `127.0.0.1:${String(port)}`, PRIVATE, '--timeout', '20s', '--debug']);
  const json = await run(['probe', `127.0.0.1:${String(port)}`, PRIVATE, '--timeout', '20s', '--json']);
  expectPlain(text);
  expect(text.stdout).not.toContain('\u202e');
  expect(text.stdout).toContain('\\x1b[31mred');
  expectContract(json);
});

/** More than a pipe holds at the same time. */
async function manyTargets(): Promise<{ readonly path: string; readonly count: number }> {
  const port = await closedPort();
  const count = 250;
  const path = join(temporaryFolder(), 'many.txt');
  writeFileSync(
    path,
    Array.from(
      { length: count },
      (_, index) => `127.0.${String(Math.floor(index / 250) + 1)}.${String((index % 250) + 1)}:${String(port)}`,
    ).join('\n'),
  );
  return { path, count };
}

test.concurrent('300 kB arrive whole, also at a slow reader', async () => {
  const { path, count } = await manyTargets();
  const child = spawn(process.execPath, [PROGRAM, 'check', '--file', path, PRIVATE, '--json'], {
    env: scrubbed(temporaryFolder()),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  await sleep(3000);
  let text = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    text += chunk as string;
    await sleep(20);
  }
  expectNothingLeaked({ streams: { stdout: text } });
  expect(text.length).toBeGreaterThan(300_000);
  expect(validateDocument(text).result['targets']).toHaveLength(count);
  expect(await ended).toBe(3);
});

test.concurrent('300 kB of lines arrive whole', async () => {
  const { path, count } = await manyTargets();
  const { stdout, status } = await run(['check', '--file', path, PRIVATE, '--jsonl', '--concurrency', '64']);
  expect(stdout.length).toBeGreaterThan(300_000);
  expect(stdout.trimEnd().split('\n')).toHaveLength(count + 1);
  expect(status).toBe(3);
});

test.concurrent.each([
  ['as lines', ['--jsonl']],
  ['as text', []],
  ['as a document', ['--json']],
])('a reader that goes away is no error: %s', async (_, form) => {
  const { path } = await manyTargets();
  const child = spawn(process.execPath, [PROGRAM, 'check', '--file', path, PRIVATE, ...form], {
    env: scrubbed(temporaryFolder()),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const status = await new Promise((resolve) => child.on('close', resolve));
  expectNothingLeaked({ streams: { stderr } });
  expect(status).toBe(3);
  expect(stderr).not.toMatch(/EPIPE|Warning|at .*\.js/);
});

test.concurrent('stderr that was closed is no error either', async () => {
  const child = spawn(process.execPath, [PROGRAM, 'explain', 'nothing.such', '--json'], {
    env: scrubbed(temporaryFolder()),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.destroy();
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(2);
  expectNothingLeaked({ streams: { stdout } });
  expect(validateDocument(stdout).exitCode).toBe(2);
});

test.concurrent.each([
  ['TERMINAL_JSON', { TERMINAL_JSON: '1' }, ['sessions', 'list'], /^\{"schemaVersion":1/],
  [
    'TERMINAL_LANGUAGE',
    { TERMINAL_LANGUAGE: 'en' },
    ['explain', 'ports.swapped', '--json'],
    /"say":"Two settings in the router/,
  ],
  [
    'a flag over TERMINAL_LANGUAGE',
    { TERMINAL_LANGUAGE: 'en' },
    ['explain', 'ports.swapped', '--language', 'et', '--json'],
    /"say":"Ruuteris/,
  ],
  ['TERMINAL_SCENARIO', { TERMINAL_SCENARIO: 'nowhere' }, ['sandbox', '--json'], /no scenario \\"nowhere/],
  ['TERMINAL_TIMEOUT', { TERMINAL_TIMEOUT: '5' }, ['check', '127.0.0.1:1', PRIVATE, '--json'], /usage\.invalid/],
  [
    'a flag over TERMINAL_TIMEOUT',
    { TERMINAL_TIMEOUT: '5' },
    ['check', '127.0.0.1:1', PRIVATE, '--json', '--timeout', '1s'],
    /network\.refused/,
  ],
  [
    'TERMINAL_ALLOW_PRIVATE',
    { TERMINAL_ALLOW_PRIVATE: 'true' },
    ['check', '127.0.0.1:1', '--json'],
    /network\.refused/,
  ],
  ['TERMINAL_ROLE', { TERMINAL_ROLE: 'log' }, ['check', '127.0.0.1:1', '--json', PRIVATE], /"tcp\.log"/],
])('a setting of the environment counts: %s', async (_, env, args, shows) => {
  expect((await run(args, { env })).stdout).toMatch(shows);
});

test.concurrent.each([
  ['a pipe', {}, []],
  ['--no-input', {}, ['--no-input']],
  ['CI', { CI: 'true' }, []],
  ['TERMINAL_NO_INPUT', { TERMINAL_NO_INPUT: '1' }, []],
])('nobody is asked with %s', async (what, env, flags) => {
  const args = ['onboard', ...flags];
  const ended = what === 'a pipe' ? await start(args, { env }).ended : await openPty(args, { env }).ended;
  expect(ended.status).toBe(2);
  if ('stderr' in ended)
    expect(ended.stderr.replaceAll(/\s+/g, ' ')).toContain(
      'Missing: TARGET, --instance, --department, --name, --model, --bank, --yes, --skip-identify.',
    );
});
