import { describe, expect, test } from 'vitest';
import {
  readAmount,
  readCount,
  readDuration,
  readShard,
  writeDuration,
} from '../../../../src/cli/input/flag-values.js';
import { AppError } from '../../../../src/contract/app-error.js';

const RANGE = { min: 50, max: 600_000 };

/** The error that a wrong value ends with. */
function refusal(read: () => unknown): AppError['fields'] {
  try {
    read();
  } catch (error) {
    if (error instanceof AppError) return error.fields;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('durations', () => {
  test.each([
    ['50ms', 50],
    ['500ms', 500],
    ['5s', 5000],
    ['2m', 120_000],
    ['10m', 600_000],
    [' 5s ', 5000],
  ])('%s is a duration', (text, ms) => {
    expect(readDuration(text, '--timeout', RANGE)).toBe(ms);
  });

  test.each([
    '',
    '5',
    '5 s',
    '5S',
    '0.5s',
    '1e3ms',
    '-5s',
    '+5s',
    '5h',
    '٥s',
    '49ms',
    '0s',
    '11m',
    '9999999999s',
    '5s5s',
    '5s\u0000',
  ])('%j is refused with what is right', (text) => {
    const { exit, code, message, actions } = refusal(() => readDuration(text, '--timeout', RANGE));
    expect([exit, code]).toEqual([2, 'usage.invalid']);
    expect(message).toContain('--timeout');
    expect(actions).toHaveLength(1);
  });

  test.each([
    [500, '500ms'],
    [5000, '5s'],
    [90_000, '90s'],
    [120_000, '2m'],
    [1500, '1500ms'],
  ])('%i is written as %s', (ms, text) => {
    expect(writeDuration(ms)).toBe(text);
  });
});

describe('amounts', () => {
  test.each([
    ['0.01', 1],
    ['0.10', 10],
    ['1.00', 100],
    ['5.00', 500],
  ])('%s is an amount', (text, cents) => {
    expect(readAmount(text, '--amount')).toBe(cents);
  });

  test.each([
    '',
    '1',
    '0.1',
    '0.001',
    '0,01',
    '.01',
    '1.',
    '-0.01',
    '+0.01',
    '0.00',
    '5.01',
    '500.00',
    '1e0.00',
    '0.0١',
    '0x1.00',
    'NaN',
    '0.01 EUR',
  ])('%j is refused', (text) => {
    expect(refusal(() => readAmount(text, '--amount'))).toMatchObject({ exit: 2, code: 'usage.invalid' });
  });
});

describe('counts and shards', () => {
  test.each([
    ['1', 1],
    ['16', 16],
    ['4096', 4096],
  ])('%s is a count', (text, count) => {
    expect(readCount(text, '--concurrency', { min: 1, max: 4096 })).toBe(count);
  });

  test.each(['', '0', '4097', '1.5', '-1', '1e3', '0x10', 'Infinity', '9999999999'])('%j is no count', (text) => {
    expect(refusal(() => readCount(text, '--concurrency', { min: 1, max: 4096 }))).toMatchObject({ exit: 2 });
  });

  test('the parts of a shard', () => {
    expect(readShard('2/3')).toEqual({ index: 2, of: 3 });
    for (const wrong of ['', '0/3', '4/3', '1/0', '1', '1/', '/2', '-1/2', '1/2/3', 'a/b'])
      expect(
        refusal(() => readShard(wrong)),
        wrong,
      ).toMatchObject({ exit: 2 });
  });
});
