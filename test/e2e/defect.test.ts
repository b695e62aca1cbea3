import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bugsAddress } from '../../src/cli/output/describe-error.js';
import { both, expectContract, expectPlain } from './cells.js';
import { dialledFile, loading, temporaryFolder } from '../support/program.js';
import { run, start } from '../support/run.js';
import type { RunOptions } from '../support/run.js';
import { PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

function broken(where: string, home = temporaryFolder()): RunOptions & { readonly home: string } {
  return { home, env: { NODE_OPTIONS: loading('guard.cjs', 'broken.cjs'), BROKEN: where, DIALLED: dialledFile(home) } };
}

test.concurrent.each([
  ['within a command', 'sessions', version],
  ['before there is a command', 'dist/commands.json', '(version unknown)'],
])('a defect %s says what to do, what it came from, and what to report where', async (_what, where, ofProgram) => {
  const { text, document } = await both(['sessions', 'list'], broken(where));
  expect(document).toMatchObject({
    exitCode: 1,
    error: {
      code: 'defect.unexpected',
      cause: 'TypeError: made on purpose \\x1b[31m <- Error: by card [card number]',
    },
  });
  expect(document.error?.contact).toBe(
    `the developers; include: terminal ${ofProgram}, node ${process.version}, ${process.platform}-${process.arch}, run ${document.runId}`,
  );
  const told = text.stderr.replaceAll(/\s+/g, ' ');
  expect(told).toMatch(
    /Unexpected error[\s\S]*why +TypeError: made on purpose[\s\S]*do +Run the command again with --debug-file FILE[\s\S]*help +the developers; include: terminal .*, run [\da-f-]{36}/,
  );
  expect(text.stderr).not.toMatch(/^ +at /m);
});

test.concurrent('where a defect came from is told with --debug, and to the file for the vendor', async () => {
  const options = broken('sessions');
  const file = join(options.home, 'debug.jsonl');
  const ended = await run(['sessions', 'list', '--debug', '--debug-file', file], options);
  expectPlain(ended);
  expect(ended.stderr).toMatch(/^debug .* defect TypeError: made on purpose \\x1b\[31m\n +at /m);
  expect(ended.stderr).toMatch(/^Error: by card \[card number\]\n +at /m);
  // Of the sources, though the program was bundled.
  expect(ended.stderr).toMatch(/^ +at .*[\\/]src[\\/]commands[\\/]sessions[\\/]list\.ts:\d+:\d+\)$/m);
  expect(readFileSync(file, 'utf8')).toMatch(/"direction":"defect","text":"TypeError: made on purpose/);
});

test.concurrent(
  'a defect that nobody waits for, while a card is waited for, ends in one document that tells of the money',
  async () => {
    const terminal = await terminalWith();
    terminal.person.will('manual');
    const running = start(
      ['test', targetOf(terminal), PRIVATE, '--yes', '--skip-identify', '--json'],
      broken('nowhere'),
    );
    await running.shows(/aiting for a card/);
    running.child.kill('SIGUSR2');
    const ended = await running.ended;
    expect(expectContract(ended)).toMatchObject({
      exitCode: 10,
      resume: { command: expect.stringContaining('onboard --resume') as string },
    });
    expect(ended.stderr).not.toMatch(/^ +at /m);
  },
);

test.concurrent('a sandbox that breaks after its document prints no second one', async () => {
  const running = start(['sandbox', '--json', '--speed', '0'], broken('nowhere'));
  await running.shows(/\}\n/);
  const document = running.stdout();
  running.child.kill('SIGUSR2');
  const ended = await running.ended;
  expect([ended.status, ended.stdout]).toEqual([1, document]);
  expect(ended.document()).toMatchObject({ command: 'sandbox', ok: true });
  expect(ended.stderr).toContain('defect.unexpected');
});

/** A copy of the program, as it would be after half an installation. */
function halfInstalled(change: (folder: string) => void): string {
  const folder = temporaryFolder();
  const own = fileURLToPath(new URL('../..', import.meta.url));
  for (const part of ['bin', 'dist', 'package.json', 'oclif.manifest.json'])
    cpSync(join(own, part), join(folder, part), { recursive: true });
  symlinkSync(join(own, 'node_modules'), join(folder, 'node_modules'));
  change(folder);
  return join(folder, 'bin', 'run.js');
}

test.concurrent.each([
  [
    'what it knows of its commands is cut off',
    (folder: string) => {
      writeFileSync(join(folder, 'dist', 'commands.json'), '{"file');
    },
    ['explain'],
  ],
  [
    'what it tells of its commands is cut off',
    (folder: string) => {
      writeFileSync(join(folder, 'oclif.manifest.json'), '{"comm');
    },
    ['--help'],
  ],
  [
    'a command is not there',
    (folder: string) => {
      rmSync(join(folder, 'dist', 'commands', 'explain.js'));
    },
    ['explain'],
  ],
])('half an installation is a bug in terminal, and no wrong usage: %s', async (_what, change, args) => {
  const program = halfInstalled(change);
  const { text, document } = await both(args, { program });
  expect(document).toMatchObject({
    exitCode: 1,
    error: { code: 'defect.installation', category: 'defect', actions: ['Install terminal again.'] },
  });
  expect(document.error?.cause, 'says which file').toMatch(/commands\.json|manifest\.json|explain\.js/);
  expect(text.stderr).not.toContain('--help');
});

test('where the package names an address, reports go there', () => {
  expect(
    [
      undefined,
      'https://desk.example',
      { url: 'https://bugs.example', email: 'a@b.example' },
      { email: 'a@b.example' },
    ].map(bugsAddress),
  ).toEqual([undefined, 'https://desk.example', 'https://bugs.example', 'a@b.example']);
});
