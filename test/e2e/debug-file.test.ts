import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectContract } from './cells.js';
import { dialledFile, temporaryFolder } from '../support/program.js';
import { run } from '../support/run.js';
import { AGREED, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';

const linesOf = (file: string): readonly Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;

test.concurrent(
  '--debug-file: which program, what was sent and received, how it ended; the next run is appended',
  async () => {
    const [home, terminal] = [temporaryFolder(), await terminalWith()];
    const file = join(home, 'to-the-vendor.jsonl');
    const first = await run(['--debug-file', file, 'probe', targetOf(terminal), PRIVATE, '--json', '--debug'], {
      home,
    });
    const { runId } = expectContract(first);
    const [head, ...rest] = linesOf(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(head).toEqual({
      runId,
      at: INSTANT,
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      command: 'probe',
    });
    expect(rest.at(-1)).toEqual({ runId, at: INSTANT, ms: expect.any(Number) as number, exitCode: 0 });
    const events = rest.slice(0, -1);
    for (const event of events)
      expect(event).toEqual({
        runId,
        at: INSTANT,
        ms: expect.any(Number) as number,
        direction: expect.stringMatching(/^(in|out)$/) as string,
        text: expect.any(String) as string,
      });
    expect(events.map(({ direction }) => direction)).toEqual(expect.arrayContaining(['out', 'in']));
    // The same, to the word, as --debug has told on stderr.
    expect(first.stderr.match(/^debug .*$/gm)?.map((line) => line.replace(/^debug +[\d.]+ ms /, ''))).toEqual(
      events.map(({ direction, text }) => `${String(direction)} ${String(text)}`),
    );
    await run(['explain', 'nothing.such'], { home, env: { TERMINAL_DEBUG_FILE: file } });
    expect(linesOf(file).slice(0, rest.length + 1)).toEqual([head, ...rest]);
    expect(linesOf(file).slice(rest.length + 1)).toMatchObject([{ command: 'explain' }, { exitCode: 2 }]);
  },
);

test.concurrent.each([
  ['a folder', 'EISDIR'],
  ['in no folder', 'ENOENT'],
])('a debug file that cannot be opened (%s) ends the run before anything is dialled', async (what, reason) => {
  const [home, terminal] = [temporaryFolder(), await terminalWith()];
  mkdirSync(join(home, 'folder'));
  const ended = await run(
    [
      'test',
      targetOf(terminal),
      PRIVATE,
      ...AGREED,
      '--json',
      `--debug-file=${join(home, what === 'a folder' ? 'folder' : 'none/debug')}`,
    ],
    { home },
  );
  expect(expectContract(ended)).toMatchObject({
    exitCode: 2,
    error: {
      code: 'usage.invalid',
      message: expect.stringMatching(`--debug-file cannot be opened \\(${reason}\\)`) as string,
    },
  });
  expect(existsSync(dialledFile(home))).toBe(false);
  expect(terminal.wire).toEqual([]);
});

test
  .skipIf(process.platform !== 'linux')
  .concurrent('a full disk ends the debug file and nothing else: the money goes and comes back', async () => {
    const terminal = await terminalWith();
    const ended = await run(['test', targetOf(terminal), PRIVATE, ...AGREED, '--debug-file', '/dev/full']);
    expect(ended.status, ended.stderr).toBe(0);
    expect(ended.stderr.match(/The debug file \/dev\/full could not be written/g)).toHaveLength(1);
    expect(terminal.ledger.entries.map(({ kind }) => kind)).toHaveLength(2);
    expect(terminal.ledger.net()).toBe(0);
  });
