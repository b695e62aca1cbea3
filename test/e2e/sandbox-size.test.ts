import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { PROGRAM, scrubbed, temporaryFolder } from '../support/program.js';

/** Starts a sandbox under a limit on open files, and ends it where it has begun. */
async function sandboxOf(
  terminals: number,
  openFiles: number,
): Promise<{ readonly told: string; readonly status: number | null }> {
  const script = `ulimit -n ${String(openFiles)}; exec "$@"`;
  const child = spawn(
    'bash',
    [
      '-c',
      script,
      'bash',
      process.execPath,
      PROGRAM,
      'sandbox',
      '--terminals',
      String(terminals),
      '--speed',
      '0',
      '--no-input',
    ],
    { env: scrubbed(temporaryFolder()), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let told = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      if (told.includes('Ctrl-C')) child.kill('SIGTERM');
    });
  }
  const [status] = (await once(child, 'close')) as [number | null];
  return { told, status };
}

test.concurrent('a virtual terminal takes an open file for each of its ports, and no more', async () => {
  const { told, status } = await sandboxOf(40, 256);
  expect([status, told.match(/terminal SB/g)?.length], told).toEqual([143, 40]);
});

test.concurrent('more terminals than the machine lets a program have are told as such', async () => {
  const { told, status } = await sandboxOf(100, 256);
  expect(status, told).toBe(2);
  expect(told).toContain('ulimit -n');
});
