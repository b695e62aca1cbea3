import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPeer } from '../netns/start-peer.js';
import { addRouter, makeNetwork, whyNoNetwork } from '../support/network.js';
import { ratioOf, shuffled, spreadOf } from './figure.js';
import type { Benchmark, Figure } from './figure.js';
import { timed } from './timed.js';
import type { Took } from './timed.js';

const PROGRAM = process.env['BENCH_PROGRAM'] ?? fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);

const PORT = 4445;
/** What a pair is, and why it fails; the first 16 bits of its addresses; how many. */
const PAIRS = [
  { reason: null, block: '10.0', count: 15_000 },
  { reason: 'refused', block: '10.1', count: 4000 },
  { reason: 'timeout', block: '10.9', count: 1000 },
] as const;
/** The most that nmap's -T4 waits for one answer. */
const PATIENCE_OF_NMAP = '1250ms';

/**
 * A sweep in which each twentieth pair is dropped without a word, against nmap on the same pairs: as patient as nmap, and
 * as patient as `check` is by itself. Each verdict is held to what the pair is.
 */
export default {
  about: 'check of 20,000 pairs, 1000 of them dropped silently, in times of nmap -sT -T4 -n -Pn of the same',
  measure: async () => {
    const why = whyNoNetwork();
    if (why !== undefined) throw new Error(why);
    const folder = mkdtempSync(join(tmpdir(), 'terminal-bench-'));
    const network = makeNetwork('10.0.0.0/16');
    const router = addRouter(network, '10.1.0.0/16');
    const peer = await startPeer(network.name, 'silent', [PORT]);
    try {
      return await measure(network.name, folder);
    } finally {
      peer.close();
      router.close();
      network.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
} satisfies Benchmark;

async function measure(network: string, folder: string): Promise<readonly Figure[]> {
  const reasons = new Map<string, string | null>(
    PAIRS.flatMap(({ reason, block, count }) => addresses(block, count).map((address) => [address, reason] as const)),
  );
  const list = [...reasons.keys()];
  const order = shuffled(list.length).map((index) => list[index] ?? '');
  const [pairs, hosts] = [join(folder, 'pairs.txt'), join(folder, 'hosts.txt')];
  writeFileSync(pairs, order.map((host) => `${host}:${String(PORT)}\n`).join(''));
  writeFileSync(hosts, order.map((host) => `${host}\n`).join(''));
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, TERMINAL_HOME: join(folder, 'own') };
  const inside = (command: readonly string[], status: number): Promise<Took> =>
    timed(['ip', 'netns', 'exec', network, ...command], env, status);
  const nmap = (): Promise<Took> =>
    inside(['nmap', '-sT', '-T4', '-n', '-Pn', '-p', String(PORT), '-iL', hosts, '-oG', join(folder, 'nmap.txt')], 0);
  const check = async (name: string, ...flags: readonly string[]): Promise<Took> => {
    const results = join(folder, `${name}.jsonl`);
    const took = await inside(
      [
        process.execPath,
        PROGRAM,
        'check',
        '--file',
        pairs,
        '--continue',
        results,
        '--jsonl',
        '--allow-private',
        ...flags,
      ],
      3,
    );
    refuseMistakes(results, reasons);
    return took;
  };
  const took: { readonly nmap: Took; readonly equal: Took; readonly patient: Took }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    took.push({
      nmap: await nmap(),
      equal: await check(`equal-${String(round)}`, '--timeout', PATIENCE_OF_NMAP),
      patient: await check(`patient-${String(round)}`),
    });
  const baseline = took.map((one) => one.nmap);
  return [
    figure('nmap -sT -T4 -n -Pn', undefined, baseline, baseline),
    figure(
      `check --timeout ${PATIENCE_OF_NMAP}`,
      1,
      took.map((one) => one.equal),
      baseline,
    ),
    figure(
      'check',
      undefined,
      took.map((one) => one.patient),
      baseline,
    ),
  ];
}

/** @throws Error where a pair is missing, or is not what was said of it */
function refuseMistakes(results: string, reasons: ReadonlyMap<string, string | null>): void {
  const lines = readFileSync(results, 'utf8')
    .trimEnd()
    .split('\n')
    .map(
      (line) => JSON.parse(line) as { readonly target: string; readonly posxml: { readonly reason: string | null } },
    );
  const wrong = lines.filter(
    ({ target, posxml }) => posxml.reason !== reasons.get(target.replace(`:${String(PORT)}`, '')),
  );
  if (lines.length !== reasons.size || wrong.length > 0) {
    throw new Error(
      `${String(lines.length)} of ${String(reasons.size)} pairs, ${String(wrong.length)} of them wrong: ${wrong
        .slice(0, 5)
        .map(({ target, posxml }) => `${target} ${String(posxml.reason)}`)
        .join(', ')}`,
    );
  }
}

function addresses(block: string, count: number): readonly string[] {
  return Array.from(
    { length: count },
    (_, index) => `${block}.${String(Math.floor(index / 250))}.${String((index % 250) + 1)}`,
  );
}

function figure(name: string, most: number | undefined, own: readonly Took[], baseline: readonly Took[]): Figure {
  const [walls, cpus] = [own.map(({ wall }) => wall), own.map(({ cpu }) => cpu)];
  return {
    name,
    most,
    rounds: own.length,
    ms: spreadOf(walls).median,
    ratio: ratioOf(
      walls,
      baseline.map(({ wall }) => wall),
    ),
    cpu: ratioOf(
      cpus,
      baseline.map(({ cpu }) => cpu),
    ),
  };
}
