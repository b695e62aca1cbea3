import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { EXECUTABLE } from '../tools/exe/folder.js';
import type { Benchmark } from './figure.js';
import { startsOf } from './starts.js';

/** Against the Node that it was built of, and no other. */
function isThere(): boolean {
  return (
    existsSync(EXECUTABLE) &&
    spawnSync(EXECUTABLE, ['--version'], { encoding: 'utf8' }).stdout.includes(`node-${process.version}\n`)
  );
}

export default {
  about: 'starts of the executable, in times of `node -e 0`',
  measure: async () => {
    if (isThere()) return startsOf([EXECUTABLE], { version: 1.2, probe: 2.2 });
    process.stdout.write(`  left out: there is no executable of Node ${process.version}; npm run build:exe makes it\n`);
    return [];
  },
} satisfies Benchmark;
