import { expect, test } from 'vitest';
import { clockError } from '../../../src/diagnosis/clock.js';
import { diagnoseFacts } from '../../../src/diagnosis/diagnose.js';
import { saying, status } from './facts.js';

/** Estonia in 2026: +2 h; +3 h from 29 March 01:00 UTC to 25 October 01:00 UTC. */
const at = (utc: string): number => Date.parse(`${utc}Z`);

const RIGHT: readonly [string, string, string][] = [
  ['winter', '2026-01-15T10:00:00', '2026-01-15T12:00:00'],
  ['summer', '2026-07-15T09:00:00', '2026-07-15T12:00:00'],
  ['the second before spring', '2026-03-29T00:59:59', '2026-03-29T02:59:59'],
  ['the second of spring', '2026-03-29T01:00:00', '2026-03-29T04:00:00'],
  ['3 minutes slow, and spring is later there', '2026-03-29T01:02:00', '2026-03-29T02:59:00'],
  ['3 minutes fast, and not sprung yet', '2026-03-29T00:58:00', '2026-03-29T03:01:00'],
  ['3 minutes fast, and sprung by itself', '2026-03-29T00:58:00', '2026-03-29T04:01:00'],
  ['the repeated hour, first pass', '2026-10-25T00:30:00', '2026-10-25T03:30:00'],
  ['the repeated hour, second pass', '2026-10-25T01:30:00', '2026-10-25T03:30:00'],
  ['3 minutes slow, and autumn is later there', '2026-10-25T01:01:00', '2026-10-25T03:58:00'],
  ['3 minutes fast, and not fallen back yet', '2026-10-25T00:58:00', '2026-10-25T04:01:00'],
  ['3 minutes fast, and fallen back by itself', '2026-10-25T00:58:00', '2026-10-25T03:01:00'],
  ['4:59 ahead', '2026-07-15T09:00:00', '2026-07-15T12:04:59'],
  ['4:59 behind', '2026-07-15T09:00:00', '2026-07-15T11:55:01'],
  ['the turn of the year', '2025-12-31T22:00:00', '2025-12-31T23:58:00'],
  ['no date at all', '2026-07-15T09:00:00', ''],
  ['a day that does not exist', '2026-07-15T09:00:00', '2026-02-30T12:00:00'],
];

test.each(RIGHT)('right enough: %s', (_, utc, shown) => {
  expect(clockError(shown, at(utc))).toBeUndefined();
});

const WRONG: readonly [string, string, string, object][] = [
  [
    '5 minutes ahead',
    '2026-07-15T09:00:00',
    '2026-07-15T12:05:00',
    { minutes: 5, direction: 'ahead of', anHour: false },
  ],
  [
    '5 minutes behind',
    '2026-07-15T09:00:00',
    '2026-07-15T11:55:00',
    { minutes: 5, direction: 'behind', anHour: false },
  ],
  ['spring missed', '2026-03-29T01:30:00', '2026-03-29T03:30:00', { minutes: 60, direction: 'behind', anHour: true }],
  [
    'spring missed, a month on',
    '2026-04-29T09:00:00',
    '2026-04-29T11:00:30',
    { minutes: 60, direction: 'behind', anHour: true },
  ],
  ['autumn missed', '2026-10-25T01:30:00', '2026-10-25T04:30:00', { minutes: 60, direction: 'ahead of', anHour: true }],
  [
    'autumn missed, a month on',
    '2026-11-25T10:00:00',
    '2026-11-25T13:00:00',
    { minutes: 60, direction: 'ahead of', anHour: true },
  ],
  [
    'an hour behind, shown within the repeated hour',
    '2026-10-25T02:10:00',
    '2026-10-25T03:10:00',
    { minutes: 60, direction: 'behind', anHour: true },
  ],
  [
    'an hour ahead, shown within the repeated hour',
    '2026-10-24T23:50:00',
    '2026-10-25T03:50:00',
    { minutes: 60, direction: 'ahead of', anHour: true },
  ],
  [
    'set to UTC in summer',
    '2026-07-15T09:00:00',
    '2026-07-15T09:00:00',
    { minutes: 180, direction: 'behind', anHour: false },
  ],
  ['a battery that ran out', '2026-07-15T09:00:00', '2000-01-01T00:00:00', { direction: 'behind', anHour: false }],
];

test.each(WRONG)('the clock is wrong: %s', (_, utc, shown, expected) => {
  expect(clockError(shown, at(utc))).toMatchObject(expected);
});

test('a fraction of a second of ours is not held against the terminal', () => {
  expect(clockError('2026-07-15T12:05:00', at('2026-07-15T09:00:00') + 999)).toBeDefined();
  expect(clockError('2026-07-15T11:55:01', at('2026-07-15T09:00:00') + 999)).toBeUndefined();
});

test.each([Number.NaN, Infinity, -Infinity, 8.64e15])('an instant that is none (%d) judges nothing', (instant) => {
  expect(clockError('2026-07-15T12:00:00', instant)).toBeUndefined();
});

test('the zone is a parameter', () => {
  const facts = saying({ status: status({ Time: '2026-07-01T11:00:00' }) });
  expect(diagnoseFacts(facts, { zone: 'Europe/Stockholm' })).toEqual([]);
  expect(diagnoseFacts(facts).map(({ row }) => row.code)).toEqual(['terminal.clock']);
});
