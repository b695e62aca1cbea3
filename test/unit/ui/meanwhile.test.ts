import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMeanwhile } from '../../../src/ui/meanwhile.js';

const told: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  told.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
});

const meanwhile = createMeanwhile((text) => told.push(text));

test('a wait that lasts says once what to do meanwhile', () => {
  meanwhile.begin('ask what the screen shows.');
  vi.advanceTimersByTime(6999);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual(['Meanwhile: ask what the screen shows.']);
});

test.each([
  [
    'ends',
    () => {
      meanwhile.end();
    },
  ],
  [
    'is followed by one with nothing to do',
    () => {
      meanwhile.begin(undefined);
    },
  ],
])('a wait that soon %s says nothing', (_how, after) => {
  meanwhile.begin('ask what the screen shows.');
  after();
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
});
