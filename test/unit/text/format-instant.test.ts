import { expect, test } from 'vitest';
import { formatInstant } from '../../../src/text/format-instant.js';

const NOW = Date.parse('2026-11-25T14:30:00+02:00');

test.each([
  ['2026-11-25T09:05:00+02:00', 'today 09:05'],
  ['2026-11-24T23:59:00+02:00', '24 Nov 23:59'],
  // Summer time: the clinic's clock counts, wherever this computer is.
  ['2026-08-31T21:00:00Z', '1 Sept 00:00'],
  ['2025-12-31T23:59:00+02:00', '31 Dec 2025'],
  ['nonsense', 'at an unknown time'],
])('%s is %s in Estonia', (instant, words) => {
  expect(formatInstant(Date.parse(instant), NOW)).toBe(words);
});
