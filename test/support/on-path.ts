import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, scrubbed, temporaryFolder } from './program.js';
import type { Environment } from './program.js';

/** Whether the machine has a tool; where it has not, the tests that need it are skipped. */
export const has = (tool: string): boolean =>
  spawnSync('/bin/sh', ['-c', 'command -v "$0"', tool], { stdio: 'ignore' }).status === 0;

/** An environment in which `terminal` is on the path, as an installed package would put it there. */
export function withTerminalOnPath(home: string, own: Environment = {}): Record<string, string> {
  const folder = temporaryFolder();
  const file = join(folder, 'terminal');
  writeFileSync(
    file,
    `#!/bin/sh\nexec ${commandLine([])
      .map((word) => `'${word}'`)
      .join(' ')} "$@"\n`,
  );
  chmodSync(file, 0o755);
  return scrubbed(home, { ...own, PATH: `${folder}:${process.env['PATH'] ?? ''}` });
}

/** What a script of a shell prints. @throws Error with what it said where it fails */
export function shell(command: string, args: readonly string[], env: Record<string, string>, cwd?: string): string {
  return execFileSync(command, args, {
    env,
    cwd,
    encoding: 'utf8',
    timeout: 240_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
