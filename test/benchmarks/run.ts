/** `npm run bench [NAME...]`: measures, prints a line for each figure, and writes bench.json. No test: a busy machine measures something else. */
import { readdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Benchmark, Figure, Spread } from './figure.js';

const HERE = new URL('.', import.meta.url);
const REPORT = fileURLToPath(new URL('../../bench.json', import.meta.url));
const HELPERS = ['figure', 'run', 'starts', 'timed'];

const all = readdirSync(HERE)
  .flatMap((file) => (file.endsWith('.ts') ? [file.replace('.ts', '')] : []))
  .filter((name) => !HELPERS.includes(name));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) throw new Error(`no benchmark ${unknown.join(', ')}; there is ${all.join(', ')}`);

const benchmarks: Record<string, readonly Figure[]> = {};
for (const name of all.filter((one) => asked.length === 0 || asked.includes(one))) {
  const { default: benchmark } = (await import(new URL(`${name}.ts`, HERE).href)) as { readonly default: Benchmark };
  process.stdout.write(`${name}: ${benchmark.about}; ${process.version}, load ${load()}\n`);
  const figures = await benchmark.measure();
  benchmarks[name] = figures;
  for (const figure of figures) process.stdout.write(`  ${lineOf(figure)}\n`);
}
writeFileSync(
  REPORT,
  `${JSON.stringify({ at: new Date().toISOString(), node: process.version, platform: `${process.platform}-${process.arch}`, cpus: cpus().length, load: load(), benchmarks }, null, 2)}\n`,
);

function lineOf(figure: Figure): string {
  const { name, ms, megabytes, ratio, cpu, rounds } = figure;
  const memory = megabytes === undefined ? '' : ` ${megabytes.toFixed(0)} MB `;
  return `${name.padEnd(30)} ${ms.toFixed(0).padStart(6)} ms ${memory} ${shown(ratio)}${cpu ? `  processor ${shown(cpu)}` : ''}  of ${String(rounds)}${aimsOf(figure)}`;
}

function aimsOf({ ms, megabytes, ratio, most, within }: Figure): string {
  const times = most === undefined ? '' : `  at most ${String(most)}${ratio.median > most ? ': MISSED' : ''}`;
  const absolute =
    within === undefined
      ? ''
      : `  within ${String(within)} ${megabytes === undefined ? 'ms' : 'MB'}${(megabytes ?? ms) > within ? ': MISSED' : ''}`;
  return `${times}${absolute}`;
}

function shown({ median, from, to }: Spread): string {
  return `x ${median.toFixed(2)} (${from.toFixed(2)} to ${to.toFixed(2)})`;
}

function load(): string {
  return loadavg()
    .map((one) => one.toFixed(1))
    .join(' ');
}
