import { expect, test } from 'vitest';
import { confirmedChanges } from '../../../../../src/flows/onboard/recovery/confirmed-change.js';

function toldOf(known: string | undefined, ...found: readonly (string | undefined)[]): readonly string[] {
  const isNews = confirmedChanges(known);
  return found.filter((code) => isNews(code)).map(String);
}

test.each([
  ['what was told is not told again', ['swapped', 'swapped', 'swapped'], []],
  ['half of a change, seen once, is not told', ['swapped', 'closed', 'swapped', 'swapped'], []],
  ['what lasts is told once', ['closed', 'closed', 'closed'], ['closed']],
  [
    'what comes back after another that lasted is told again',
    ['closed', 'closed', 'swapped', 'swapped'],
    ['closed', 'swapped'],
  ],
  ['two that take turns are never told', ['closed', 'silent', 'closed', 'silent'], []],
])('a change of findings: %s', (_, found, told) => {
  expect(toldOf('swapped', ...found)).toEqual(told);
});

test('where nothing was told before, the first that lasts is', () => {
  expect(toldOf(undefined, 'closed', 'closed')).toEqual(['closed']);
});
