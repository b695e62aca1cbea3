import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Journal } from '../../src/session/journal.js';
import { OPEN } from '../unit/report/stories.js';
import { closedPort } from '../support/closed-port.js';
import { has, shell, withTerminalOnPath } from '../support/on-path.js';
import { temporaryFolder } from '../support/program.js';

const DOCUMENT = readFileSync(new URL('../../docs/scripting.md', import.meta.url), 'utf8');

/** The recipes as they are written, in their order. */
const ALL = [...DOCUMENT.matchAll(/```sh\n(.*?)```/gs)].map(([, script = '']) => script);

const STRICT = 'set -e -o pipefail; LOOKS=2 EVERY=0\n';
const TOOLS = has('bash') && has('jq');

/** Each recipe by itself, with a line before what it prints. */
const told = (scripts: readonly string[]): string =>
  scripts.map((script, index) => `echo "<${String(index)}>"\n${script}`).join('\n');

function read(stdout: string): readonly (readonly string[])[] {
  return stdout
    .split(/^<\d+>\n/m)
    .slice(1)
    .map((part) => part.split('\n').filter((line) => line !== ''));
}

test.skipIf(!TOOLS)('every recipe runs as written, against its own sandbox', () => {
  const [home, folder] = [temporaryFolder(), temporaryFolder()];
  const env = withTerminalOnPath(home);
  const [sandbox, check, each, onboard, wrong, passed, left, report, codes] = read(
    shell('bash', ['-c', `trap 'kill %1' EXIT\n${STRICT}${told(ALL)}`], env, folder),
  );
  expect([sandbox, check, wrong, passed, left]).toEqual([[], [], [], [], []]);
  expect(each).toEqual([
    expect.stringMatching(/^\{"at":"[^"]+Z","exit":0,"codes":\[\]\}$/),
    expect.stringMatching(/"exit":0/),
  ]);
  expect(onboard).toEqual([expect.stringMatching(/^onboarded: \d{8}-[a-z0-9]+$/)]);
  expect(report).toHaveLength(1);
  expect(readFileSync(join(folder, 'ticket.md'), 'utf8')).toContain('# Payment terminal: report');
  expect(codes).toContain('ports.swapped\t5');
});

test.skipIf(!TOOLS)('each filter finds what it is for, where something is wrong', async () => {
  const [home, port] = [temporaryFolder(), await closedPort()];
  mkdirSync(join(home, 'sessions'));
  const journal = Journal.create(join(home, 'sessions', '20260213-bcdfg.jsonl'));
  for (const [, event] of OPEN) journal.append(event);
  journal.close();
  const target = `127.0.0.1:${String(port)}`;
  const env = withTerminalOnPath(home, {
    TARGET: target,
    INSTANCE: 'http://127.0.0.1:1/x',
    TERMINAL_CLIENT_ID: 'x',
    TERMINAL_CLIENT_SECRET: 'y',
    TERMINAL_ALLOW_PRIVATE: '1',
  });
  const wanted = ALL.filter((script) => /check|probe|onboard "|sessions/.test(script) && !script.includes('mkfifo'));
  const [check, each, onboard, wrong, passed, left] = read(
    shell('bash', ['-c', STRICT.replace('set -e -o pipefail; ', '') + told(wanted)], env, temporaryFolder()),
  );
  expect(check?.join()).toContain(target);
  expect(each?.map((line) => JSON.parse(line) as { readonly exit: number; readonly codes: readonly string[] })).toEqual(
    Array(2).fill(expect.objectContaining({ exit: 3, codes: ['network.refused'] })),
  );
  expect(onboard?.[0]).toMatch(/^network\.refused: /);
  expect(wrong?.[0]).toMatch(/^error network\.refused: ./);
  expect(passed).toContain('tcp.posxml fail');
  expect(left).toContain('20260213-bcdfg');
});
