import type { PrintedDocument } from '../../support/validate.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../../src/sandbox/sandbox.js';
import { run } from '../../support/run.js';

/** One run of the program against a scenario. */
export interface Played {
  readonly status: number | null;
  readonly document: PrintedDocument;
  readonly stdout: string;
  readonly stderr: string;
  /** Of the whole process, from start to end. Milliseconds. */
  readonly ms: number;
  /** Requests that the terminal received and that are no questions. */
  readonly commands: readonly string[];
}

const READ_ONLY = ['GetTerminalStatusRequest', 'GetParametersRequest'];

/** Runs the built program against the external ports of a scenario, played in this process. */
export async function play(scenario: string, command: 'check' | 'probe', args: readonly string[]): Promise<Played> {
  const home = mkdtempSync(join(tmpdir(), 'terminal-scenario-'));
  const world = await startSandbox({ terminals: 1, scenario, settings: { speed: 0.1 } });
  const [[terminal], [outside]] = [world.terminals, world.outside];
  if (!terminal || !outside) throw new Error('there is no terminal');
  try {
    const target = `${outside.host}:${String(outside.posxmlPort)},${String(outside.logPort)}`;
    const startedAt = performance.now();
    const ran = await run([command, target, '--allow-private', '--json', ...args], { home });
    const ms = Math.round(performance.now() - startedAt);
    const commands = terminal.wire.map(({ name }) => name ?? '?').filter((name) => !READ_ONLY.includes(name));
    return { status: ran.status, stdout: ran.stdout, stderr: ran.stderr, document: ran.document(), ms, commands };
  } finally {
    await world.close();
    rmSync(home, { recursive: true, force: true });
  }
}
