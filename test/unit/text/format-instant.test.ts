import { expect, test } from 'vitest';
import { formatInstant } from '../../../src/text/format-instant.js';

const at = (...parts: readonly [number, number, number, number, number]): number => new Date(...parts).getTime();
const NOW = at(2026, 10, 25, 14, 30);

test.each([
  [at(2026, 10, 25, 9, 5), 'today 09:05'],
  [at(2026, 10, 24, 23, 59), '24 Nov 23:59'],
  [at(2026, 8, 1, 0, 0), '1 Sept 00:00'],
  [at(2025, 11, 31, 23, 59), '31 Dec 2025'],
  [Number.NaN, 'at an unknown time'],
])('%s is %s', (instant, words) => {
  expect(formatInstant(instant, NOW)).toBe(words);
});
