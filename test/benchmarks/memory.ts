import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closedPort } from '../support/closed-port.js';
import { ratioOf, spreadOf } from './figure.js';
import type { Benchmark, Figure } from './figure.js';
import { timed } from './timed.js';
import type { Took } from './timed.js';

const PROGRAM = process.env['BENCH_PROGRAM'] ?? fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const PEAK = fileURLToPath(new URL('peak.js', import.meta.url));
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const PAIRS = Number(process.env['BENCH_PAIRS'] ?? 1_000_000);
const MOST_MEGABYTES = 200;

/** As docs/lists.md says for very long lists: V8's room for new objects stays small. */
const SMALL = '--max-semi-space-size=8';

/** What a list as long as this takes of memory. Its pairs are of loopback, and refuse: that is the most results a second. */
export default {
  about: `the most memory over ${String(PAIRS)} pairs, in times of node -e 0`,
  measure: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'terminal-bench-'));
    try {
      return await measure(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
} satisfies Benchmark;

async function measure(folder: string): Promise<readonly Figure[]> {
  const [list, peak] = [join(folder, 'pairs.txt'), join(folder, 'peak')];
  writePairs(list, await closedPort());
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, TERMINAL_HOME: join(folder, 'own'), PEAK: peak };
  const run = async (args: readonly string[], status: number): Promise<Held> => {
    const took = await timed(
      ['sh', '-c', 'exec "$@" <"$0" >/dev/null', list, process.execPath, '--import', PEAK, ...args],
      env,
      status,
    );
    return { ...took, megabytes: Number(readFileSync(peak, 'utf8')) / 1024 };
  };
  const check = [PROGRAM, 'check', '--file', '-', '--jsonl', '--allow-private'];
  const took: { readonly bare: Held; readonly check: Held; readonly small: Held }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    took.push({
      bare: await run(['-e', '0'], 0),
      check: await run(check, 3),
      small: await run([SMALL, ...check], 3),
    });
  const bare = took.map((one) => one.bare);
  return [
    figure('node -e 0', bare, bare),
    figure(
      `check of ${String(PAIRS)}`,
      took.map((one) => one.check),
      bare,
    ),
    {
      ...figure(
        `the same, ${SMALL}`,
        took.map((one) => one.small),
        bare,
      ),
      within: MOST_MEGABYTES,
    },
  ];
}

interface Held extends Took {
  readonly megabytes: number;
}

function writePairs(file: string, port: number): void {
  const list = openSync(file, 'w');
  for (let block = 0; block * 256 < PAIRS; block += 1) {
    const lines = Array.from(
      { length: Math.min(256, PAIRS - block * 256) },
      (_, last) => `127.${String(1 + (block >> 8))}.${String(block & 255)}.${String(last)}:${String(port)}\n`,
    );
    writeSync(list, lines.join(''));
  }
  closeSync(list);
}

function figure(name: string, own: readonly Held[], baseline: readonly Held[]): Figure {
  const megabytes = own.map((one) => one.megabytes);
  return {
    name,
    most: undefined,
    rounds: own.length,
    ms: spreadOf(own.map(({ wall }) => wall)).median,
    megabytes: spreadOf(megabytes).median,
    ratio: ratioOf(
      megabytes,
      baseline.map((one) => one.megabytes),
    ),
    cpu: undefined,
  };
}
