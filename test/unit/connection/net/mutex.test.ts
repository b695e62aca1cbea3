import { expect, test } from 'vitest';
import { beginPause, sleepAtLeast } from '../../../../src/connection/net/pause.js';

const LONG_MS = 60_000;

test('a pause is over at once by its end, by its signal, or where the signal had fired before', async () => {
  const given = new AbortController();
  const [ended, aborted] = [beginPause(LONG_MS, undefined), sleepAtLeast(LONG_MS, given.signal)];
  ended.end();
  given.abort();
  await Promise.all([ended.over, aborted, sleepAtLeast(LONG_MS, given.signal)]);
});

test('it leaves nothing behind: no listener, and no timer', async () => {
  const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const [before, { signal }] = [timers(), new AbortController()];
  const [heard, forgotten]: [unknown[], unknown[]] = [[], []];
  const listening = Object.assign(Object.create(signal) as AbortSignal, {
    addEventListener: (_: string, listener: unknown) => {
      heard.push(listener);
    },
    removeEventListener: (_: string, listener: unknown) => {
      forgotten.push(listener);
    },
  });
  Object.defineProperty(listening, 'aborted', { value: false });
  const begun = beginPause(LONG_MS, listening);
  expect(timers()).toBe(before + 1);
  begun.end();
  await begun.over;
  expect([timers(), forgotten]).toEqual([before, heard]);
  expect(heard).toHaveLength(1);
});

test('no time is no pause, and a short one is waited for', async () => {
  await sleepAtLeast(-1, undefined);
  const begun = performance.now();
  await sleepAtLeast(30, undefined);
  expect(performance.now() - begun).toBeGreaterThan(25);
});
