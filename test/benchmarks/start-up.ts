import { fileURLToPath } from 'node:url';
import type { Benchmark } from './figure.js';
import { startsOf } from './starts.js';

const PROGRAM = process.env['BENCH_PROGRAM'] ?? fileURLToPath(new URL('../../bin/run.js', import.meta.url));

export default {
  about: 'starts of the program, in times of `node -e 0`',
  measure: () => startsOf([process.execPath, PROGRAM], { version: 1.5, help: 2.2, wrong: 2.2, probe: 3.3 }),
} satisfies Benchmark;
