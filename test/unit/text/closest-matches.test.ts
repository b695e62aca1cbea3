import { expect, test } from 'vitest';
import { closestMatches } from '../../../src/text/closest-matches.js';

test.each([
  ['lang', ['bank', 'language', 'timeout'], ['language', 'bank']],
  ['langauge', ['bank', 'language'], ['language']],
  ['la', ['language', 'la-la'], []],
  ['x'.repeat(61), ['language'], []],
])('%j is near %j: %j', (typed, names, near) => {
  expect(closestMatches(typed, names)).toEqual(near);
});
