import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Progress } from '../../../src/steps/dependencies.js';
import { withWaitingNote } from '../../../src/ui/waiting-note.js';

const CLOCK = { now: () => Date.now(), sleep: () => Promise.resolve() };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function listening(): { readonly told: Progress[]; readonly report: (progress: Progress) => void } {
  const told: Progress[] = [];
  return { told, report: withWaitingNote((progress) => told.push(progress), CLOCK) };
}

const card = (): Progress => ({
  kind: 'card',
  purpose: 'sale',
  until: Date.now() + 60_000,
  replyBy: Date.now() + 180_000,
});

test('once the time for the card is over it is told how long the answer is still waited for, with its moment', () => {
  const { told, report } = listening();
  report(card());
  report({ kind: 'note', text: 'beside it' });
  vi.advanceTimersByTime(59_000);
  expect(told).toHaveLength(2);
  vi.advanceTimersByTime(1000);
  expect(told.slice(2)).toEqual([
    { kind: 'note', text: expect.stringContaining('up to 120 s more') as string },
    { kind: 'moment', id: 'reply.late' },
  ]);
});

test('nothing of the wait is told when the answer came in time', () => {
  const { told, report } = listening();
  report(card());
  report({ kind: 'settling', purpose: 'sale', refused: false, doubt: undefined, until: 0 });
  vi.advanceTimersByTime(600_000);
  expect(told.map(({ kind }) => kind)).toEqual(['card', 'settling']);
});
