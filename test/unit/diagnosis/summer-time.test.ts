import { expect, test } from 'vitest';
import { TERMINAL_ZONE } from '../../../src/diagnosis/clock.js';
import { isDstRuleKnown, isSummer } from '../../../src/diagnosis/summer-time.js';

const FORMAT = new Intl.DateTimeFormat('en-GB', { timeZone: TERMINAL_ZONE, timeZoneName: 'longOffset' });
const offsetOf = (instant: number): string =>
  FORMAT.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
const MINUTE = 60_000;

/** Each half day, and each minute around the hours at which summer time may begin or end. */
const instants = Array.from({ length: 2037 - 2002 + 1 }, (_, index) => 2002 + index).flatMap((year) => [
  ...Array.from({ length: 730 }, (_, half) => Date.UTC(year, 0, 1, 12 * half)),
  ...[2, 9].flatMap((month) =>
    Array.from({ length: 8 }, (_, day) => Date.UTC(year, month, 24 + day, 1)).flatMap((at) => [
      at - MINUTE,
      at,
      at + MINUTE,
    ]),
  ),
]);

test('the law says what Node knows of the terminals\u2019 zone; where it does no more, the law has changed', () => {
  expect(instants.every(isDstRuleKnown)).toBe(true);
  expect(
    instants
      .filter((at) => offsetOf(at) !== (isSummer(at) ? 'GMT+03:00' : 'GMT+02:00'))
      .map((at) => new Date(at).toISOString()),
  ).toEqual([]);
});

test('what the law does not tell is left to Node', () => {
  expect([Date.UTC(2001, 11, 31), Date.UTC(2038, 0, 1), Number.NaN].map(isDstRuleKnown)).toEqual([false, false, false]);
});
