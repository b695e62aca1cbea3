import { expect, test } from 'vitest';
import { parseTargets } from '../../../../src/targets/parse-targets.js';
import type { Target } from '../../../../src/model/endpoint.js';
import { checkTarget } from '../../../../src/steps/check/check.js';
import { checksOf } from '../../../../src/steps/checks.js';
import { hostileServer } from '../../connection/hostile-server.js';
import { closedPort } from '../../../support/closed-port.js';

const OPTIONS = { timeoutMs: 5000, allowPrivate: true };

function targetOf(text: string): Target {
  const [target] = parseTargets([text], { allowPrivate: true }).targets;
  if (!target) throw new Error(`no target: ${text}`);
  return target;
}

test('one port is open and the other refuses; nothing is sent', async () => {
  const server = await hostileServer({});
  const facts = await checkTarget(targetOf(`127.0.0.1:${String(server.port)},${String(await closedPort())}`), OPTIONS);
  expect(facts.posxml).toMatchObject({ tcp: { open: true, address: '127.0.0.1' }, service: undefined });
  expect(facts.log).toMatchObject({ tcp: { open: false, failure: { reason: 'refused' } }, service: undefined });
  expect(checksOf(facts).map(({ id, status }) => [id, status])).toEqual([
    ['address', 'pass'],
    ['tcp.posxml', 'pass'],
    ['tcp.log', 'fail'],
  ]);
  await expect.poll(() => server.open()).toBe(0);
  expect(server.requests).toEqual([]);
});

test('a pair that was not given is not checked', async () => {
  const server = await hostileServer({});
  const facts = await checkTarget(targetOf(`127.0.0.1:${String(server.port)}`), OPTIONS);
  expect(facts.log).toBeUndefined();
  expect(checksOf(facts).map(({ id }) => id)).toEqual(['address', 'tcp.posxml']);
});

test('an inside address is not dialled, and a name that leads to one neither', async () => {
  const server = await hostileServer({});
  const target = targetOf(`127.0.0.1:${String(server.port)}`);
  const facts = await checkTarget(target, { ...OPTIONS, allowPrivate: false });
  expect(facts.address?.problem?.code).toBe('address.private');
  expect(facts.posxml?.tcp).toBeUndefined();
  expect(checksOf(facts).map(({ id, status }) => [id, status])).toEqual([
    ['address', 'fail'],
    ['tcp.posxml', 'skip'],
  ]);
  const named = await checkTarget(
    { ...target, host: 'localhost', family: 'name' },
    { ...OPTIONS, allowPrivate: false },
  );
  expect(named.address?.problem?.code).toBe('address.private');
  expect(server.accepted()).toBe(0);
});

test('a name is resolved once, and its address told', async () => {
  const server = await hostileServer({});
  const facts = await checkTarget(targetOf(`localhost:${String(server.port)}`), OPTIONS);
  expect(facts.address).toEqual({
    input: `localhost:${String(server.port)}`,
    problem: undefined,
    resolved: '127.0.0.1',
  });
  expect(facts.posxml?.tcp).toMatchObject({ open: true, address: '127.0.0.1' });
});

test('cancelled is not closed', async () => {
  const facts = await checkTarget(targetOf('127.0.0.1:4445'), { ...OPTIONS, signal: AbortSignal.abort() });
  expect(facts.posxml?.tcp).toMatchObject({ open: false, failure: { reason: 'cancelled' } });
  expect(checksOf(facts).map(({ status }) => status)).toEqual(['pass', 'unknown']);
});
