import { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listenTo } from '../../../src/connection/listen.js';
import type { Heard } from '../../../src/connection/listen.js';

beforeEach(() => {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  vi.spyOn(process, 'uptime').mockImplementation(() => Date.now() / 1000);
});
afterEach(() => {
  vi.useRealTimers();
});

const LISTENED_MS = 400;
const TIME = Buffer.from('Sunday, November 29, 2026 16:00:00-UTC\r\n');

/** What is heard of a service that says something after so long, and closes so much later, or never. Milliseconds. */
async function heard(saysAfter: number, closesAfter: number | undefined): Promise<Heard> {
  const socket = new Socket();
  const listening = listenTo(socket, LISTENED_MS, undefined);
  await vi.advanceTimersByTimeAsync(saysAfter);
  socket.emit('data', TIME);
  if (closesAfter !== undefined) {
    await vi.advanceTimersByTimeAsync(closesAfter);
    socket.emit('end');
  }
  await vi.advanceTimersByTimeAsync(LISTENED_MS);
  return listening;
}

test('a message that comes at the last moment is heard to its end: a service that closes is no log', async () => {
  expect(await heard(399, 100)).toMatchObject({ received: TIME.length, ended: 'closed' });
});

test('a log that says something at the last moment is left open', async () => {
  expect(await heard(399, undefined)).toMatchObject({ received: TIME.length, ended: 'open', ms: 549 });
});

test('a log that speaks at once is listened to no longer than any', async () => {
  expect(await heard(1, undefined)).toMatchObject({ ended: 'open', ms: LISTENED_MS });
});
