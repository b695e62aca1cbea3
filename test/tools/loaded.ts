/**
 * `npm run test:loaded [-- ARGUMENTS OF VITEST]`: the suite three times on a machine that does much else. Beside it four
 * loops keep the processors busy and a writer the disk. Ends with 1 where a run failed.
 */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RUNS = 3;
const LOOPS = 4;

const BUSY = 'for (;;);';
/** Twenty megabytes, as often as the disk takes them. */
const WRITER = `
  const { closeSync, fsyncSync, openSync, writeSync } = require('node:fs');
  const bytes = Buffer.alloc(20_000_000);
  for (;;) {
    const file = openSync(process.argv[1], 'w');
    writeSync(file, bytes);
    fsyncSync(file);
    closeSync(file);
  }`;

const folder = mkdtempSync(join(tmpdir(), 'terminal-loaded-'));

function started(code: string, ...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--eval', code, ...args], { stdio: 'ignore' });
}

const load = [...Array.from({ length: LOOPS }, () => started(BUSY)), started(WRITER, join(folder, 'written'))];
process.once('exit', () => {
  for (const child of load) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const root = fileURLToPath(new URL('../..', import.meta.url));
const statuses = Array.from({ length: RUNS }, (_, index) => {
  process.stdout.write(`\nunder load, ${String(index + 1)} of ${String(RUNS)}\n`);
  return spawnSync('npm', ['test', '--', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' }).status;
});
process.exitCode = statuses.every((status) => status === 0) ? 0 : 1;
