/**
 * `npm run test:loaded [-- ARGUMENTS OF VITEST]`: the suite three times on a machine that does much else. Beside it four
 * loops keep the processors busy and a writer the disk. Ends with 1 where a run failed.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
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

// Ended early, it must not leave the load behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const root = fileURLToPath(new URL('../..', import.meta.url));
for (let run = 1; run <= RUNS; run += 1) {
  process.stdout.write(`\nunder load, ${String(run)} of ${String(RUNS)}\n`);
  const suite = spawn('npm', ['test', '--', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
  const [status] = (await once(suite, 'close')) as [number | null];
  if (status !== 0) process.exitCode = 1;
}
process.exit();
