import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ratioOf, spreadOf } from './figure.js';
import type { Benchmark, Figure } from './figure.js';
import { timed } from './timed.js';
import type { Took } from './timed.js';

const PROGRAM = process.env['BENCH_PROGRAM'] ?? fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const TERMINALS = 2000;
const MOST_MS = 10_000;
const REST_MS = 3000;

/** Many terminals, each of them probed whole: both ports, status and parameters. The sandbox, which answers, works on the same cores. */
export default {
  about: `probe of ${String(TERMINALS)} terminals, in times of nmap -sT -T4 -n -Pn of their ports`,
  measure: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'terminal-bench-'));
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder, TERMINAL_HOME: join(folder, 'own') };
    const sandbox = spawn(
      process.execPath,
      [PROGRAM, 'sandbox', '--terminals', String(TERMINALS), '--speed', '0', '--no-input'],
      { env, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    try {
      return await measure(await targetsOf(sandbox), folder, env);
    } finally {
      sandbox.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    }
  },
} satisfies Benchmark;

async function measure(
  targets: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<readonly Figure[]> {
  const list = join(folder, 'terminals.txt');
  writeFileSync(list, targets.join('\n'));
  const ports = targets.map((target) => target.split(':')[1] ?? '').join(',');
  const took: { readonly probe: Took; readonly nmap: Took }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const nmap = await timed(['nmap', '-sT', '-T4', '-n', '-Pn', '-p', ports, '127.0.0.1'], env, 0);
    // The sandbox has 4000 callers to see off; one that is late with its answers has its log port waited for longer.
    await setTimeout(REST_MS);
    // Status 0: each of them was found in order.
    took.push({
      nmap,
      probe: await timed([process.execPath, PROGRAM, 'probe', '--file', list, '--jsonl', '--allow-private'], env, 0),
    });
  }
  const nmap = took.map((one) => one.nmap);
  return [
    figure('nmap -sT -T4 -n -Pn', nmap, nmap),
    {
      ...figure(
        'probe',
        took.map((one) => one.probe),
        nmap,
      ),
      within: MOST_MS,
    },
  ];
}

/** As the sandbox tells them once all of them stand. */
function targetsOf(sandbox: ChildProcess): Promise<readonly string[]> {
  let told = '';
  return new Promise((resolve, reject) => {
    sandbox.once('exit', () => {
      reject(new Error(`the sandbox ended: ${told}`));
    });
    sandbox.stdout?.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      const targets = [...told.matchAll(/^ {2}terminal \S+ {2}(\S+)$/gm)].flatMap(([, target]) => target ?? []);
      if (targets.length === TERMINALS && told.includes('Ctrl-C')) resolve(targets);
    });
  });
}

function figure(name: string, own: readonly Took[], baseline: readonly Took[]): Figure {
  const [walls, cpus] = [own.map(({ wall }) => wall), own.map(({ cpu }) => cpu)];
  return {
    name,
    most: undefined,
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
