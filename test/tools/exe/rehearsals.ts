import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startVirtualTerminal } from '../../../src/sandbox/terminal/virtual-terminal.js';
import { listen } from '../../support/listen.js';
import { ROOT } from './folder.js';

const REHEARSE = fileURLToPath(new URL('rehearse.ts', import.meta.url));
/** More than is listened to. */
const LOG = Buffer.alloc(64 * 1024, '* a line of the log\r\n');
const execute = promisify(execFile);

/**
 * Runs what is run most, and keeps what V8 has compiled of it: a function that was not called is compiled when it is.
 * Each begins with what the former have left; what is seldom run is left out, since all is read that is kept of a module.
 */
export async function rehearse(node: string, compiled: string): Promise<void> {
  const terminal = await startVirtualTerminal({ speed: 0 });
  const log = await listen('127.0.0.1', (socket) => {
    socket.write(LOG);
  });
  const home = mkdtempSync(join(tmpdir(), 'terminal-rehearsal-'));
  const probe = (port: number): readonly string[] => [
    'probe',
    `127.0.0.1:${String(terminal.posxmlPort)},${String(port)}`,
    '--allow-private',
  ];
  try {
    for (const words of [
      ['--version'],
      ['--help'],
      ['complete', '--', 'pr'],
      probe(terminal.logPort),
      probe(log.port),
    ]) {
      await execute(node, ['--import', 'tsx', REHEARSE, ROOT, compiled, ...words], {
        cwd: ROOT,
        env: { PATH: process.env['PATH'], HOME: home, TERMINAL_HOME: home },
      });
    }
  } finally {
    await Promise.all([terminal.close(), log.close()]);
    rmSync(home, { recursive: true, force: true });
  }
}
