import { expect, test, vi } from 'vitest';
import { shareOf } from '../../support/thorough.js';

const ALL = Array.from({ length: 10 }, (_, index) => index);

test.each([
  [undefined, 10],
  ['1', 10],
  ['4', 3],
  ['99', 1],
])('of ten cases a share of %s are %i, each once', (share, count) => {
  vi.stubEnv('TEST_SHARE', share);
  const some = shareOf('shares', ALL);
  expect(some).toHaveLength(count);
  expect(new Set(some).size).toBe(count);
  expect(ALL).toEqual(expect.arrayContaining([...some]));
});

test('the shares of several runs are all of the cases', () => {
  vi.stubEnv('TEST_SHARE', '4');
  vi.stubEnv('TEST_SEED', undefined);
  const seen = new Set(Array.from({ length: 100 }, () => shareOf('shares', ALL)).flat());
  expect(seen.size).toBe(ALL.length);
});

test.each(['0', 'all', '-2'])('a share that is none, %s, is refused', (share) => {
  vi.stubEnv('TEST_SHARE', share);
  expect(() => shareOf('shares', ALL)).toThrow('TEST_SHARE must be 1 or more');
});
