import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PracticeResults } from '../contract/program-results.js';
import { makeFolder } from './folder.js';
import { StoreError } from './store-error.js';

/** How one riddle of the sandbox went. */
export type PracticeResult = PracticeResults['riddles'][number];

const FILE = 'practice.jsonl';

/** Adds one, with those of former days. @throws NodeJS.ErrnoException */
export function keepPracticeResult(home: string, result: PracticeResult): void {
  makeFolder(home);
  appendFileSync(join(home, FILE), `${JSON.stringify(result)}\n`, { mode: 0o600 });
}

/** All of them, the latest last. A line that cannot be read is left out: nothing depends on it. @throws StoreError */
export function readPracticeResults(home: string): readonly PracticeResult[] {
  return linesOf(join(home, FILE)).flatMap((line) => {
    try {
      const read: unknown = JSON.parse(line);
      return isResult(read) ? [read] : [];
    } catch {
      return [];
    }
  });
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new StoreError('store.unreadable', 'The results of practice cannot be read.', { cause, path });
  }
}

function isResult(read: unknown): read is PracticeResult {
  if (typeof read !== 'object' || read === null) return false;
  const { at, scenario, seed, code, found, seconds } = read as Partial<Record<keyof PracticeResult, unknown>>;
  return (
    [at, scenario, code].every((text) => typeof text === 'string') &&
    [seed, seconds].every((number) => typeof number === 'number') &&
    (found === null || typeof found === 'boolean')
  );
}
