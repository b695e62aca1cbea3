import { note } from './notes.js';

/** Randomness that can be repeated: run with `TEST_SEED=<number>` to get the same values again. */
export interface Seeded {
  /** A 32-bit integer; also what fast-check takes as `seed`. */
  readonly seed: number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** An integer from 0 up to, not including, `below`. */
  readonly int: (below: number) => number;
  /** One of the items, which must not be none. */
  readonly pick: <T>(items: readonly T[]) => T;
}

/** The seed and a generator for the tests called `name`; a failure prints the seed, so that it can be repeated. */
export function seeded(name: string): Seeded {
  const seed = readSeed();
  note(`seed of ${name}: TEST_SEED=${String(seed)}`);
  const random = mulberry32(seed);
  const int = (below: number): number => Math.floor(random() * below);
  return { seed, random, int, pick: <T>(items: readonly T[]): T => items[int(items.length)] as T };
}

/** @throws RangeError when TEST_SEED is set to something that is no integer. */
function readSeed(): number {
  const given = process.env['TEST_SEED'];
  if (given === undefined || given === '') return Math.floor(Math.random() * 0x7fffffff);
  if (!/^-?\d{1,10}$/.test(given)) throw new RangeError(`TEST_SEED must be an integer, not ${given}`);
  return Number(given) | 0;
}

/** Tommy Ettinger's Mulberry32: small, fast, and good enough for choosing test data. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
