import { describe, expect, test } from 'vitest';
import type { CloudTrace } from '../../../src/cloud/trace.js';
import { INPUT } from './support/input.js';
import { cloudOf, failureOf, sandboxFor } from './support/servers.js';
import { STUCK_MS } from '../../support/time.js';

const requestsOf = (sandbox: Awaited<ReturnType<typeof sandboxFor>>, method: string) =>
  sandbox.requests.filter((exchange) => exchange.method === method && exchange.resource !== 'token');

describe('tokens', () => {
  test.concurrent('tells refused credentials apart', async () => {
    const sandbox = await sandboxFor();
    const { cloud } = cloudOf(sandbox.url, { credentials: { clientId: 'sandbox', clientSecret: 'wrong-secret' } });
    expect(await failureOf(cloud.authenticate())).toMatchObject({ kind: 'unauthorized', status: 401 });
  });

  test.concurrent('uses one token for everything until it runs out', async () => {
    const sandbox = await sandboxFor({ tokenLifetimeS: 1000 });
    let now = 0;
    const { cloud } = cloudOf(sandbox.url, { now: () => now });
    await cloud.authenticate();
    await cloud.department('1');
    now = 939_000;
    await cloud.findTerminals({ host: '192.0.2.7' });
    expect(sandbox.tokensIssued).toBe(1);
    now = 941_000;
    await cloud.department('1');
    expect(sandbox.tokensIssued).toBe(2);
  });

  test.concurrent('renews a token that the cloud has forgotten, once', async () => {
    const sandbox = await sandboxFor();
    const { cloud } = cloudOf(sandbox.url);
    await cloud.authenticate();
    sandbox.faults.push({ kind: 'token-expired' });
    await expect(cloud.department('2')).resolves.toMatchObject({ id: '2' });
    expect(sandbox.tokensIssued).toBe(2);
  });

  test.concurrent('takes a second 401 for an answer', async () => {
    const sandbox = await sandboxFor({ faults: [{ kind: 'unauthorized', resource: 'department', times: 10 }] });
    const { cloud } = cloudOf(sandbox.url);
    expect(await failureOf(cloud.department('1'))).toMatchObject({ kind: 'unauthorized', status: 401 });
    expect(sandbox.tokensIssued).toBe(2);
    expect(requestsOf(sandbox, 'GET')).toHaveLength(2);
  });

  test.concurrent('sends a POST again that was refused for its token only', async () => {
    const sandbox = await sandboxFor({ faults: [{ kind: 'unauthorized', method: 'POST', resource: 'terminals' }] });
    await cloudOf(sandbox.url).cloud.createTerminal(INPUT);
    expect(sandbox.records).toHaveLength(1);
  });

  test.concurrent('fetches one token for several operations at once', async () => {
    const sandbox = await sandboxFor();
    const { cloud } = cloudOf(sandbox.url);
    await Promise.all([cloud.department('1'), cloud.department('2'), cloud.findTerminals({ terminalId: '1' })]);
    expect(sandbox.tokensIssued).toBe(1);
  });

  test.concurrent('calls a lack of permission by its name', async () => {
    const sandbox = await sandboxFor({ faults: [{ kind: 'forbidden', resource: 'department' }] });
    expect(await failureOf(cloudOf(sandbox.url).cloud.department('1'))).toMatchObject({
      kind: 'permission',
      status: 403,
    });
  });
});

describe('a POST whose reply is lost', () => {
  test.concurrent.each([
    { kind: 'lost-reply' },
    { kind: 'gateway', status: 502 },
    { kind: 'gateway', status: 504 },
    { kind: 'gateway', status: 500 },
    { kind: 'truncated' },
    { kind: 'wrong-content-type' },
    { kind: 'slow', ms: 3000 },
  ] as const)('is found and not sent again: $kind $status', async (fault) => {
    const sandbox = await sandboxFor({ faults: [{ ...fault, method: 'POST', resource: 'terminals' }] });
    const { cloud, trace } = cloudOf(sandbox.url, { deadlineMs: 3000 });
    const record = await cloud.createTerminal(INPUT);
    expect(record).toMatchObject({ ...INPUT, status: 'pending' });
    expect(sandbox.records).toHaveLength(1);
    expect(requestsOf(sandbox, 'POST')).toHaveLength(1);
    expect(trace.map(({ kind }) => kind)).toContain('found');
  });

  test.concurrent('is told clearly when it left nothing, and is not sent again', async () => {
    const sandbox = await sandboxFor({ faults: [{ kind: 'lost-request', method: 'POST', resource: 'terminals' }] });
    const failure = await failureOf(cloudOf(sandbox.url).cloud.createTerminal(INPUT));
    expect(failure).toMatchObject({ kind: 'unavailable', maybeDone: true });
    expect(failure.detail).toMatch(/not registered yet\. The request was not sent again/);
    expect(sandbox.records).toHaveLength(0);
    expect(requestsOf(sandbox, 'POST')).toHaveLength(0);
    expect(requestsOf(sandbox, 'GET').map(({ query }) => query)).toContain('terminal_id=10012345');
  });

  test.concurrent('does not take another terminal at the address for its own', async () => {
    const sandbox = await sandboxFor({ faults: [{ kind: 'lost-request', method: 'POST', resource: 'terminals' }] });
    sandbox.put({ host: INPUT.host, posxml_port: 4445, terminal_id: '99999999' });
    sandbox.put({ host: '192.0.2.8', posxml_port: 4445, terminal_id: INPUT.terminalId });
    expect(await failureOf(cloudOf(sandbox.url).cloud.createTerminal(INPUT))).toMatchObject({
      kind: 'unavailable',
      maybeDone: true,
    });
  });

  test.concurrent('says that it does not know when looking up fails too', async () => {
    const sandbox = await sandboxFor({
      faults: [
        { kind: 'lost-reply', method: 'POST', resource: 'terminals' },
        { kind: 'forbidden', method: 'GET', resource: 'terminals', times: 9 },
      ],
    });
    const failure = await failureOf(cloudOf(sandbox.url).cloud.createTerminal(INPUT));
    expect(failure.maybeDone).toBe(true);
    expect(failure.detail).toMatch(/is not known/);
    expect(requestsOf(sandbox, 'POST')).toHaveLength(1);
  });

  test.concurrent('follows a 503 by another POST only after the record was looked for', async () => {
    const sandbox = await sandboxFor({
      faults: [{ kind: 'unavailable', retryAfter: 1, method: 'POST', resource: 'terminals' }],
    });
    await cloudOf(sandbox.url).cloud.createTerminal(INPUT);
    expect(sandbox.records).toHaveLength(1);
    const order = sandbox.requests.filter(({ resource }) => resource === 'terminals').map(({ method }) => method);
    expect(order).toEqual(['POST', 'GET', 'GET', 'POST']);
  });

  test.concurrent('does not send a POST again that was carried out behind a 503', async () => {
    const sandbox = await sandboxFor({
      faults: [{ kind: 'gateway', status: 503, retryAfter: 1, method: 'POST', resource: 'terminals' }],
    });
    await cloudOf(sandbox.url).cloud.createTerminal(INPUT);
    expect(sandbox.records).toHaveLength(1);
    expect(requestsOf(sandbox, 'POST')).toHaveLength(1);
  });
});

describe('a PATCH whose reply is lost', () => {
  test.concurrent('is read back', async () => {
    const sandbox = await sandboxFor({ faults: [{ kind: 'lost-reply', method: 'PATCH' }] });
    const { id } = sandbox.put({ terminal_id: 'A' });
    const at = '2026-02-03T04:05:06.000Z';
    await expect(
      cloudOf(sandbox.url).cloud.updateTerminal(String(id), { name: 'Desk 2', lastTestAt: at }),
    ).resolves.toMatchObject({ name: 'Desk 2' });
    expect(requestsOf(sandbox, 'PATCH')).toHaveLength(1);
  });

  test.concurrent('is sent again, up to three times, when nothing was changed', async () => {
    const sandbox = await sandboxFor({ faults: [{ kind: 'lost-request', method: 'PATCH', times: 2 }] });
    const { id } = sandbox.put({ terminal_id: 'A' });
    await expect(cloudOf(sandbox.url).cloud.updateTerminal(String(id), { name: 'Desk 2' })).resolves.toMatchObject({
      name: 'Desk 2',
    });
  });

  test.concurrent('fails when nothing was changed by three', async () => {
    const sandbox = await sandboxFor({ faults: [{ kind: 'lost-request', method: 'PATCH', times: 3 }] });
    const { id } = sandbox.put({ terminal_id: 'A' });
    const failure = await failureOf(cloudOf(sandbox.url).cloud.updateTerminal(String(id), { name: 'Desk 2' }));
    expect(failure.detail).toMatch(/unchanged so far/);
  });
});

/** A busy machine may spend the rest of the deadline on the last request itself. */
const GIVEN_UP = ['rate-limited', 'unavailable'];

describe('waiting as the cloud asks', () => {
  test.concurrent.each([1, new Date(Date.now() + 1000).toUTCString()])(
    'waits within the deadline: %s',
    async (retryAfter) => {
      const sandbox = await sandboxFor({ faults: [{ kind: 'rate-limited', retryAfter, resource: 'department' }] });
      const { cloud, trace } = cloudOf(sandbox.url);
      await expect(cloud.department('1')).resolves.toMatchObject({ name: 'Kesklinna loomakliinik' });
      expect(trace).toContainEqual(expect.objectContaining({ kind: 'wait', status: 429 }));
    },
  );

  test.concurrent.each([
    ['rate-limited', 'rate-limited', 429],
    ['unavailable', 'unavailable', 503],
  ] as const)('fails at once when the wait is longer than the deadline: %s', async (kind, expected, status) => {
    const sandbox = await sandboxFor({ faults: [{ kind, retryAfter: 120 }] });
    const started = performance.now();
    const failure = await failureOf(cloudOf(sandbox.url, { deadlineMs: 8000 }).cloud.authenticate());
    expect(performance.now() - started).toBeLessThan(STUCK_MS);
    expect(failure).toMatchObject({ kind: expected, status, retryAfterS: 120 });
    expect(failure.detail).toMatch(/120 s/);
  });

  test.concurrent.each(['', 'soon', '-5', '1e9', '9'.repeat(400)])(
    'is not led astray by Retry-After: %s',
    async (retryAfter) => {
      const sandbox = await sandboxFor({
        faults: [{ kind: 'rate-limited', retryAfter, resource: 'department', times: 50 }],
      });
      const { kind } = await failureOf(cloudOf(sandbox.url, { deadlineMs: 2000 }).cloud.department('1'));
      expect(GIVEN_UP).toContain(kind);
      expect(sandbox.requests.length).toBeLessThan(5);
    },
  );

  test.concurrent('does not ask in a tight loop when told to come back at once', async () => {
    const sandbox = await sandboxFor({
      faults: [{ kind: 'rate-limited', retryAfter: 0, resource: 'department', times: 500 }],
    });
    const { kind } = await failureOf(cloudOf(sandbox.url, { deadlineMs: 2500 }).cloud.department('1'));
    expect(GIVEN_UP).toContain(kind);
    expect(requestsOf(sandbox, 'GET').length).toBeLessThan(5);
  });
});

describe('refusals', () => {
  test.concurrent('keeps the errors of each field', async () => {
    const sandbox = await sandboxFor({
      faults: [
        {
          kind: 'field-error',
          fields: { host: ['Enter a valid IPv4 address.'] },
          method: 'POST',
          resource: 'terminals',
        },
      ],
    });
    const failure = await failureOf(cloudOf(sandbox.url).cloud.createTerminal(INPUT));
    expect(failure).toMatchObject({
      kind: 'rejected',
      status: 400,
      fields: { host: ['Enter a valid IPv4 address.'] },
      maybeDone: false,
    });
    expect(requestsOf(sandbox, 'POST')).toHaveLength(1);
  });

  test.concurrent('calls a taken address a conflict', async () => {
    const sandbox = await sandboxFor();
    sandbox.put({ host: INPUT.host, posxml_port: INPUT.posxmlPort, terminal_id: '99999999' });
    expect(await failureOf(cloudOf(sandbox.url).cloud.createTerminal(INPUT))).toMatchObject({
      kind: 'conflict',
      status: 409,
    });
  });

  test.concurrent('says so when the department is not known', async () => {
    const sandbox = await sandboxFor();
    expect(await failureOf(cloudOf(sandbox.url).cloud.department('99'))).toMatchObject({
      kind: 'rejected',
      status: 404,
    });
  });
});

describe('lists', () => {
  test.concurrent('reads every page', async () => {
    const sandbox = await sandboxFor({ pageSize: 2 });
    for (let port = 1; port <= 7; port += 1)
      sandbox.put({ host: '192.0.2.7', posxml_port: port, terminal_id: `T${port}` });
    sandbox.put({ host: '192.0.2.9', terminal_id: 'other' });
    const found = await cloudOf(sandbox.url).cloud.findTerminals({ host: '192.0.2.7' });
    expect(found.map(({ terminalId }) => terminalId)).toEqual(['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7']);
    expect(requestsOf(sandbox, 'GET')).toHaveLength(4);
  });

  test.concurrent('reads every department, each with its name made safe to show', async () => {
    const sandbox = await sandboxFor({ pageSize: 2, departments: ['Kesklinna', 'Pirita', 'Tartu\u001b[2J'] });
    expect(await cloudOf(sandbox.url).cloud.departments()).toEqual({
      departments: [
        { id: '1', name: 'Kesklinna' },
        { id: '2', name: 'Pirita' },
        { id: '3', name: 'Tartu\\x1b[2J' },
      ],
      unreadable: 0,
    });
    expect(requestsOf(sandbox, 'GET')).toHaveLength(2);
  });

  test.concurrent.each([{ status: 'active' }, { departmentId: '2' }, { terminalId: 'B' }, { posxmlPort: 9 }] as const)(
    'filters by %o',
    async (filter) => {
      const sandbox = await sandboxFor();
      sandbox.put({ terminal_id: 'A' });
      sandbox.put({
        terminal_id: 'B',
        posxml_port: 9,
        status: 'active',
        department: sandbox.departments[1]?.url ?? '',
      });
      const found = await cloudOf(sandbox.url).cloud.findTerminals(filter);
      expect(found.map(({ terminalId }) => terminalId)).toEqual(['B']);
    },
  );
});

test.concurrent('a request ends with the reason of the caller that gives up', async () => {
  const sandbox = await sandboxFor({ faults: [{ kind: 'slow', ms: 15_000 }] });
  const controller = new AbortController();
  const trace = ({ kind }: CloudTrace) => {
    if (kind === 'request') controller.abort(new Error('Ctrl-C'));
  };
  const { cloud } = cloudOf(sandbox.url, { signal: controller.signal, trace });
  await expect(cloud.authenticate()).rejects.toThrow('Ctrl-C');
});
