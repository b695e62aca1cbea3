import { once } from 'node:events';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closedPort } from '../support/closed-port.js';
import { validateLine } from '../support/validate.js';
import { expectContract } from './cells.js';
import { dialledFile, temporaryFolder } from '../support/program.js';
import { openPty } from '../support/pty.js';
import { run, start } from '../support/run.js';
import { screenOf } from '../support/screen.js';
import { PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';

const SUMMARY = /(\d+) checked: (\d+) without problems, (\d+) with problems\./;

async function closedPairs(count: number): Promise<readonly string[]> {
  const ports = await Promise.all(Array.from({ length: count }, closedPort));
  return ports.map((port) => `127.0.0.1:${String(port)}`);
}

function fileOf(name: string, lines: readonly string[]): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const linesOf = (file: string): readonly { readonly target?: string; readonly summary?: Record<string, unknown> }[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { target?: string });

test.concurrent(
  'an interrupted sweep goes on from its own output: nobody is dialled twice, and the end is that of one whole sweep',
  async () => {
    const pairs = await closedPairs(6);
    const [input, output, home] = [
      fileOf('clinics.txt', [...pairs, '84.111.222.333']),
      join(temporaryFolder(), 'sweep.jsonl'),
      temporaryFolder(),
    ];
    const args = ['check', '--file', input, '--continue', output, PRIVATE, '--concurrency', '1'];
    expect((await run(args)).status).toBe(3);
    const whole = readFileSync(output, 'utf8');
    expect(linesOf(output)).toHaveLength(7);
    // In the middle of its fourth line the machine was switched off.
    truncateSync(output, whole.split('\n').slice(0, 3).join('\n').length + 40);
    const again = await run([...args, '--jsonl'], { home });
    expect(again.status).toBe(3);
    expect(readFileSync(dialledFile(home), 'utf8').trimEnd().split('\n')).toHaveLength(3);
    const lines = linesOf(output);
    expect(lines.map(({ target }) => target)).toEqual([...pairs, '84.111.222.333']);
    const printed = again.stdout.trimEnd();
    validateLine(printed, 'SummaryLine');
    expect(JSON.parse(printed)).toMatchObject({
      summary: { targets: 7, ok: 0, failed: 7, diagnoses: { 'network.refused': 6, 'address.invalid': 1 }, exitCode: 3 },
    });
    const nothing = await run(args);
    expect([nothing.status, SUMMARY.exec(nothing.stdout)?.slice(1)]).toEqual([3, ['7', '0', '7']]);
    expect(linesOf(output)).toHaveLength(7);
  },
);

test.concurrent('a file that is no such output stays as it is, and nobody is dialled', async () => {
  const [pair = ''] = await closedPairs(1);
  const [output, home] = [fileOf('notes.txt', ['my notes']), temporaryFolder()];
  const { status, stderr } = await run(['check', pair, '--continue', output, PRIVATE], { home });
  expect([status, readFileSync(output, 'utf8')]).toEqual([2, 'my notes\n']);
  expect(stderr).toContain('Line 1 of');
  expect(() => readFileSync(dialledFile(home))).toThrow('ENOENT');
});

test.concurrent('where the output cannot be written, that is the error', async () => {
  const [pair = ''] = await closedPairs(1);
  const { status, stderr } = await run([
    'check',
    pair,
    '--continue',
    join(temporaryFolder(), 'missing', 'sweep.jsonl'),
    PRIVATE,
  ]);
  expect([status, stderr]).toEqual([2, expect.stringContaining('ENOENT')]);
});

test.concurrent('a list as text: in the order of the input, with a summary by finding', async () => {
  const [good, closed] = [targetOf(await terminalWith()), await closedPairs(2)];
  const { stdout, status } = await run(['probe', '--file', fileOf('list.txt', [good, ...closed]), PRIVATE]);
  expect(status, stdout).toBe(3);
  const places = [good, ...closed].map((target) => stdout.indexOf(target));
  expect(places).toEqual([...places].sort((one, other) => one - other));
  expect(SUMMARY.exec(stdout)?.slice(1)).toEqual(['3', '1', '2']);
  expect(stdout).toMatch(/\n {2}2 {2}network\.refused\n/);
});

test.concurrent('Ctrl-C ends a sweep whose list has no end yet, with what was seen', async () => {
  const [pair = ''] = await closedPairs(1);
  const sweep = start(['check', '--file', '-', PRIVATE, '--jsonl']);
  sweep.child.stdin?.write(`${pair}\n`);
  await sweep.shows(/network\.refused/);
  sweep.child.kill('SIGINT');
  const { status, stdout } = await sweep.ended;
  expect(status).toBe(130);
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({
    summary: { targets: 1, exitCode: 130, warnings: [expect.stringContaining('Stopped after 1 target') as string] },
  });
});

test.concurrent('JSON lines of a former sweep are targets again, whatever shell has written them', async () => {
  const [good, [closed = '']] = [targetOf(await terminalWith()), await closedPairs(1)];
  const former = await run(['check', good, closed, PRIVATE, '--jsonl']);
  const again = expectContract(
    await run(['check', '--file', '-', PRIVATE, '--json'], { stdin: former.stdout.replaceAll('\n', '\r\n') }),
  );
  expect(again.result).toMatchObject({ summary: { targets: 2, ok: 1, failed: 1 } });
});

test.concurrent('progress is told on a terminal while the list is read, and leaves nothing behind', async () => {
  const pairs = await closedPairs(3);
  const window = openPty(['check', '--file', fileOf('list.txt', pairs), PRIVATE]);
  const { status } = await window.ended;
  expect(status).toBe(3);
  expect(window.raw()).toContain('0 checked');
  expect(window.raw()).toContain('% started');
  const screen = screenOf(window.raw()).join('\n');
  expect(screen).toMatch(SUMMARY);
  expect(screen).not.toContain('% started');
});

test.concurrent('a wrong count, and a probe with a part of the input', async () => {
  const [one = '', two = ''] = await closedPairs(2);
  const part = expectContract(
    await run(['probe', '--file', fileOf('two.txt', [one, two]), PRIVATE, '--shard', '2/2', '--json']),
  );
  expect((part.result['targets'] as readonly { target: string }[]).map(({ target }) => target)).toEqual([two]);
  const sweep = start(['check', one, '--concurrency', '0', PRIVATE]);
  await once(sweep.child, 'close');
  expect((await sweep.ended).status).toBe(2);
});
