import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVirtualTerminal } from '../../src/sandbox/terminal/virtual-terminal.js';
import { listen } from '../support/listen.js';
import { ratioOf, shuffled, spreadOf } from './figure.js';
import type { Figure } from './figure.js';
import { timed } from './timed.js';
import type { Took } from './timed.js';

/** The first starts fill Node's cache of compiled code, and are not measured. */
const WARM_UPS = 3;
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 25);

/** More than is listened to: docs/performance.md. */
const LOG = Buffer.alloc(64 * 1024, '* a line of the log\r\n');

interface Started {
  readonly name: string;
  readonly command: readonly string[];
  readonly most?: number | undefined;
  readonly status?: number;
}

/** The most that each may cost, in times of `node -e 0`. */
export interface Aims {
  readonly version?: number;
  readonly help?: number;
  readonly wrong?: number;
  readonly probe?: number;
}

/** The first Node that the aims are for: older ones are measured without. */
const AIMED_AT = 24;

/** What the starts of a program cost, against a bare `node -e 0` of the same Node. @param program what it is started by */
export async function startsOf(program: readonly string[], aims: Aims): Promise<readonly Figure[]> {
  const terminal = await startVirtualTerminal({ speed: 0 });
  const log = await listen('127.0.0.1', (socket) => {
    socket.write(LOG);
  });
  const home = mkdtempSync(join(tmpdir(), 'terminal-bench-'));
  try {
    const own = Number(process.versions.node.split('.')[0]) < AIMED_AT ? {} : aims;
    return await measure(program, own, home, `127.0.0.1:${String(terminal.posxmlPort)}`, log.port, terminal.logPort);
  } finally {
    await Promise.all([terminal.close(), log.close()]);
    rmSync(home, { recursive: true, force: true });
  }
}

async function measure(
  start: readonly string[],
  aims: Aims,
  home: string,
  posxml: string,
  log: number,
  silentLog: number,
): Promise<readonly Figure[]> {
  const program = (...args: readonly string[]): readonly string[] => [...start, ...args];
  const started: readonly Started[] = [
    { name: 'node -e 0', command: [process.execPath, '-e', '0'] },
    { name: '--version', command: program('--version'), most: aims.version },
    { name: '--help', command: program('--help'), most: aims.help },
    { name: 'an argument error', command: program('probe', '--nonsense'), most: aims.wrong, status: 2 },
    {
      name: 'probe, a log port that speaks',
      command: program('probe', `${posxml},${String(log)}`, '--allow-private'),
      most: aims.probe,
    },
    // Waits for the silence: its time on the clock is the wait, and its processor time the program's.
    {
      name: 'probe, a silent log port',
      command: program('probe', `${posxml},${String(silentLog)}`, '--allow-private'),
    },
    { name: 'complete (Tab)', command: program('complete', '--', 'pr') },
  ];
  // What the first starts compile and keep is not measured.
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, TERMINAL_HOME: join(home, 'own') };
  const took = started.map((): Took[] => []);
  for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
    for (const index of shuffled(started.length)) {
      const { command, status = 0 } = started[index] as Started;
      const one = await timed(command, env, status);
      if (round >= 0) took[index]?.push(one);
    }
  }
  const [bare = []] = took;
  return started.map(({ name, most }, index): Figure => {
    const own = took[index] ?? [];
    const walls = own.map(({ wall }) => wall);
    return {
      name,
      most,
      rounds: own.length,
      ms: spreadOf(walls).median,
      ratio: ratioOf(
        walls,
        bare.map(({ wall }) => wall),
      ),
      cpu: ratioOf(
        own.map(({ cpu }) => cpu),
        bare.map(({ cpu }) => cpu),
      ),
    };
  });
}
