/** `npm run bench [NAME...]`: measures, prints a line for each figure, and writes bench.json. No test: a busy machine measures something else. */
import { readdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Benchmark, Figure, Spread } from './figure.js';

const HERE = new URL('.', import.meta.url);
const REPORT = fileURLToPath(new URL('../../bench.json', import.meta.url));
const HELPERS = ['figure', 'run', 'starts', 'timed'];

const all = readdirSync(HERE).flatMap((file) => (file.endsWith('.ts') ? [file.replace('.ts', '')] : [])).filter((name) => !HELPERS.includes(name));
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
writeFileSync(REPORT, `${JSON.stringify({ at: new Date().toISOString(), node: process.version, platform: `${process.platform}-${process.arch}`, cpus: cpus().length, load: load(), benchmarks }, null, 2)}\n`);

function lineOf({ name, ms, ratio, cpu, most, rounds }: Figure): string {
  const aim = most === undefined ? '' : `  at most ${String(most)}${ratio.median > most ? ': MISSED' : ''}`;
  return `${name.padEnd(30)} ${ms.toFixed(0).padStart(6)} ms  ${shown(ratio)}${cpu ? `  processor ${shown(cpu)}` : ''}  of ${String(rounds)}${aim}`;
}

function shown({ median, from, to }: Spread): string {
  return `x ${median.toFixed(2)} (${from.toFixed(2)} to ${to.toFixed(2)})`;
}

function load(): string {
  return loadavg().map((one) => one.toFixed(1)).join(' ');
}
