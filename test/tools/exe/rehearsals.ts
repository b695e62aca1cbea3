import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startVirtualTerminal } from '../../../src/sandbox/terminal/index.js';
import { ROOT } from './folder.js';

const REHEARSE = fileURLToPath(new URL('rehearse.ts', import.meta.url));
const execute = promisify(execFile);

/**
 * Runs what is run most, and keeps what V8 has compiled of it: a function that was not called is compiled when it is.
 * Each begins with what the former have left; what is seldom run is left out, since all is read that is kept of a module.
 */
export async function rehearse(node: string, compiled: string): Promise<void> {
  const terminal = await startVirtualTerminal({ speed: 0 });
  const home = mkdtempSync(join(tmpdir(), 'terminal-rehearsal-'));
  const target = `127.0.0.1:${String(terminal.posxmlPort)},${String(terminal.logPort)}`;
  try {
    for (const words of [['--version'], ['--help'], ['complete', '--', 'pr'], ['probe', target, '--allow-private']]) {
      await execute(node, ['--import', 'tsx', REHEARSE, ROOT, compiled, ...words], { cwd: ROOT, env: { PATH: process.env['PATH'], HOME: home, TERMINAL_HOME: home } });
    }
  } finally {
    await terminal.close();
    rmSync(home, { recursive: true, force: true });
  }
}
