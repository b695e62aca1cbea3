import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { onTestFinished, test, expect } from 'vitest';
import { standStill } from '../../support/time.js';
import { cloudOf, failureOf, rogue } from './support/servers.js';

/** What nobody holds is really gone: a bound that only a weak reference held did not count. */
function collectGarbageMeanwhile(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const timer = setInterval(collect, 100);
  onTestFinished(() => {
    clearInterval(timer);
  });
}

/** Its head comes immediately, and its body a blank at a time, without end. */
const dripping = () =>
  rogue((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 50);
    response.on('close', () => {
      clearInterval(timer);
    });
  });

test('an answer that never ends is waited for until the deadline of the whole', async () => {
  collectGarbageMeanwhile();
  const { url } = await dripping();
  const { cloud } = cloudOf(url, { deadlineMs: 1000, signal: new AbortController().signal });
  expect(await failureOf(cloud.findTerminals({ host: '84.50.12.34' }))).toMatchObject({
    kind: 'unavailable',
    detail: expect.stringMatching(/none within \d+ ms/) as string,
  });
});

test('an answer that never ends is waited for until the bound of one request', async () => {
  collectGarbageMeanwhile();
  const { url } = await dripping();
  const { cloud } = cloudOf(url, { deadlineMs: 60_000, exchangeMs: 500, signal: new AbortController().signal });
  expect(await failureOf(cloud.findTerminals({ host: '84.50.12.34' }))).toMatchObject({
    kind: 'unavailable',
    detail: expect.stringMatching(/none within \d+ ms/) as string,
  });
});

test('an answer that never ends is waited for until the caller gives up, and ends with its reason', async () => {
  collectGarbageMeanwhile();
  const { url } = await dripping();
  const controller = new AbortController();
  const { cloud } = cloudOf(url, { deadlineMs: 60_000, signal: controller.signal });
  setTimeout(() => {
    controller.abort(new Error('hung up'));
  }, 700);
  await expect(cloud.findTerminals({ host: '84.50.12.34' })).rejects.toThrow('hung up');
});

/** Long enough for an answer on a busy machine. */
const EXCHANGE_MS = 5000;

test('an answer that came while this process stood still beyond its bound is read', async () => {
  const { url } = await rogue((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('[]', () => {
      standStill(EXCHANGE_MS);
    });
  });
  const { cloud } = cloudOf(url, { deadlineMs: 60_000, exchangeMs: EXCHANGE_MS });
  expect(await cloud.findTerminals({ host: '84.50.12.34' })).toEqual([]);
});
