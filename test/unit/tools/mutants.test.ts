import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MUTANTS, placeOf } from '../../tools/mutants.js';

/** A mutant that finds its text no more would break nothing, and prove nothing. */
test.each(MUTANTS)('the mutant "$name" finds its text exactly once', ({ file, find }) => {
  const source = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
  expect(source.split(placeOf(find))).toHaveLength(2);
});
