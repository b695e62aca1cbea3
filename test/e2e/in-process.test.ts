import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { closedPort } from '../support/closed-port.js';
import { dialledFile, temporaryFolder } from '../support/program.js';
import { run, start } from '../support/run.js';
import type { Run, RunOptions } from '../support/run.js';
import { PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';

const [terminal, closed] = [await terminalWith(), await closedPort()];

/** Without ids, and how long it took. */
function steady({ status, signal, stdout, stderr }: Run): object {
  const told = (text: string): string =>
    text.replaceAll(/"(runId|durationMs|ms)":("[^"]*"|[\d.-]+)/g, '"$1":0').replaceAll(/\b[\d.]+ (ms|s)\b/g, '…');
  return { status, signal, stdout: told(stdout), stderr: told(stderr) };
}

const LINES: readonly (readonly [args: readonly string[], options: RunOptions])[] = [
  [['--version'], {}],
  [['help', 'probe'], {}],
  [['frobnicate'], {}],
  [['sessions'], {}],
  [['check', targetOf(terminal), PRIVATE], { env: { FORCE_COLOR: '3' } }],
  [['check', `127.0.0.1:${String(closed)}`, PRIVATE], {}],
  [['check', '--file', '-', '--json'], { stdin: '84.50.12\n' }],
  [['config', 'set', 'bank', 'seb'], {}],
  [['explain', 'ports.swapped'], { env: { TERMINAL_LANGUAGE: 'ru' } }],
  [['complete', '--', 'sess'], {}],
];

test.concurrent.for(LINES)('whoever runs %j in process is told what a process tells', async ([args, options]) => {
  const [inProcess, started] = await Promise.all([run(args, options), start(args, options).ended]);
  expect(steady(inProcess)).toEqual(steady(started));
});

test.concurrent('a run in process leaves this machine for no name, and what it looks up is noted', async () => {
  const home = temporaryFolder();
  const ended = await run(['check', 'clinic.example', '--json'], { home });
  expect([ended.status === 0, readFileSync(dialledFile(home), 'utf8')]).toEqual([false, 'lookup clinic.example\n']);
});

test('a machine that stands still for longer than a deadline is no silence to a run in process', async () => {
  const still = await terminalWith();
  let stops = 0;
  still.on(({ kind }) => {
    if (kind !== 'request') return;
    stops += 1;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
  });
  const { status, stdout } = await run(['probe', targetOf(still), PRIVATE, '--timeout', '1s', '--json']);
  expect([status, stops], stdout).toEqual([0, 2]);
});
