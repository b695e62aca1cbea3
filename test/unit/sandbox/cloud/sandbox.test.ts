import { describe, expect, test } from 'vitest';
import type { SandboxCloud } from '../../../../src/sandbox/cloud/server.js';
import { sandboxFor } from '../../cloud/support/servers.js';

const basic = `Basic ${Buffer.from('sandbox:sandbox').toString('base64')}`;
const GRANT = 'grant_type=client_credentials&scope=restapi';

async function token(
  sandbox: SandboxCloud,
  { authorization = basic, body = GRANT, type = 'application/x-www-form-urlencoded' } = {},
): Promise<Response> {
  return fetch(`${sandbox.url}/oauth2/token/`, {
    method: 'POST',
    headers: { authorization, 'content-type': type },
    body,
  });
}

interface Ask {
  readonly method?: string;
  readonly json?: unknown;
  readonly body?: string;
  readonly type?: string;
  readonly bearer?: string;
}

async function api(
  sandbox: SandboxCloud,
  path: string,
  { method = 'GET', json, body, type = 'application/json', bearer }: Ask = {},
) {
  const { access_token: issued } = (await (await token(sandbox)).json()) as { access_token: string };
  const text = json === undefined ? body : JSON.stringify(json);
  const headers = {
    authorization: `Bearer ${bearer ?? issued}`,
    ...(text === undefined ? {} : { 'content-type': type }),
  };
  const response = await fetch(`${sandbox.url}/api/0.1/${path}`, {
    method,
    headers,
    ...(text === undefined ? {} : { body: text }),
  });
  return {
    status: response.status,
    headers: response.headers,
    json: (await response.json()) as Record<string, unknown>,
  };
}

const input = (sandbox: SandboxCloud) => ({
  name: 'Reception',
  department: sandbox.departments[0]?.url,
  model: 'ingenico_desk3200',
  bank: 'lhv',
  host: '192.0.2.7',
  posxml_port: 4445,
  log_port: 5551,
  terminal_id: '10012345',
});

describe('the token endpoint', () => {
  test.each([
    [{ authorization: `Basic ${Buffer.from('sandbox:wrong').toString('base64')}` }, 401, 'invalid_client'],
    [{ authorization: '' }, 401, 'invalid_client'],
    [{ authorization: 'Basic !' }, 401, 'invalid_client'],
    [{ body: 'grant_type=password&scope=restapi' }, 400, 'unsupported_grant_type'],
    [{ body: 'grant_type=client_credentials&scope=all' }, 400, 'invalid_scope'],
    [{ body: `${GRANT}&client_secret=x` }, 400, 'invalid_request'],
    [{ type: 'application/json' }, 400, 'invalid_request'],
  ])('the endpoint refuses %o', async (request, status, error) => {
    const sandbox = await sandboxFor({}, { wrongRequests: true });
    const response = await token(sandbox, request);
    expect([response.status, await response.json()]).toEqual([status, { error }]);
  });

  test('keeps no token in its log', async () => {
    const sandbox = await sandboxFor();
    const { access_token: issued } = (await (await token(sandbox)).json()) as { access_token: string };
    expect(JSON.stringify(sandbox.requests)).not.toContain(issued);
    expect(JSON.stringify(sandbox.requests)).not.toContain(basic);
  });
});

describe('what is wrong', () => {
  test.each<[string, string, Ask, number]>([
    ['no such token', 'department/1/', { bearer: 'nonsense' }, 401],
    ['no such department', 'department/9/', {}, 404],
    ['no filter for departments', 'department/?name=Pirita', {}, 400],
    ['no new department', 'department/', { method: 'POST', json: {} }, 405],
    ['no such terminal', 'paymentterminal/9/', {}, 404],
    ['an unknown method', 'paymentterminal/', { method: 'DELETE' }, 405],
    ['an unknown filter', 'paymentterminal/?hots=x', {}, 400],
    ['an operator that a field has not', 'paymentterminal/?host__gt=x', {}, 400],
    ['a time that is none', 'paymentterminal/?modified__gt=soon', {}, 400],
    ['a page beyond the last', 'paymentterminal/?page=2', {}, 404],
    ['no JSON', 'paymentterminal/', { method: 'POST', body: '{' }, 400],
    ['a list', 'paymentterminal/', { method: 'POST', body: '[]' }, 400],
    ['another content type', 'paymentterminal/', { method: 'POST', body: '{}', type: 'text/plain' }, 415],
    [
      'a body that is too large',
      'paymentterminal/',
      { method: 'POST', body: JSON.stringify({ name: 'x'.repeat(100_000) }) },
      413,
    ],
  ])('is answered as the contract says: %s', async (_name, path, ask, status) => {
    const sandbox = await sandboxFor({}, { wrongRequests: true });
    expect((await api(sandbox, path, ask)).status).toBe(status);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ name: ' ' }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ model: 'desk3200' }, 'model'],
    [{ bank: null }, 'bank'],
    [{ host: 'a b' }, 'host'],
    [{ posxml_port: '4445' }, 'posxml_port'],
    [{ posxml_port: 70_000 }, 'posxml_port'],
    [{ log_port: 0 }, 'log_port'],
    [{ terminal_id: '123456789' }, 'terminal_id'],
    [{ protocol_version: 'seven' }, 'protocol_version'],
    [{ department: 'http://127.0.0.1/department/1/' }, 'department'],
    [{ status: 'active' }, 'status'],
    [{ last_test_outcome: 'returned' }, 'last_test_outcome'],
    [{ color: 'red' }, 'color'],
    [{ posxml_port: undefined }, 'posxml_port'],
  ])('names the field: %o', async (change, field) => {
    const sandbox = await sandboxFor({}, { wrongRequests: true });
    const reply = await api(sandbox, 'paymentterminal/', { method: 'POST', json: { ...input(sandbox), ...change } });
    expect(reply.status).toBe(400);
    expect(Object.keys(reply.json)).toEqual([field]);
    expect(sandbox.records).toEqual([]);
  });

  test('is no page for another instance', async () => {
    const sandbox = await sandboxFor({}, { wrongRequests: true });
    const response = await fetch(`${sandbox.url}-other/api/0.1/paymentterminal/`);
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
  });
});

describe('terminals', () => {
  test('are unique by address, and a second one is a conflict', async () => {
    const sandbox = await sandboxFor();
    expect((await api(sandbox, 'paymentterminal/', { method: 'POST', json: input(sandbox) })).status).toBe(201);
    expect(
      (await api(sandbox, 'paymentterminal/', { method: 'POST', json: { ...input(sandbox), terminal_id: 'B' } }))
        .status,
    ).toBe(409);
    const other = await api(sandbox, 'paymentterminal/', {
      method: 'POST',
      json: { ...input(sandbox), posxml_port: 4446 },
    });
    expect(
      (
        await api(sandbox, `paymentterminal/${String(other.json['id'])}/`, {
          method: 'PATCH',
          json: { posxml_port: 4445 },
        })
      ).status,
    ).toBe(409);
    expect(sandbox.records).toHaveLength(2);
  });

  test('are active only after a test that was returned', async () => {
    const sandbox = await sandboxFor();
    const { id } = sandbox.put({ terminal_id: 'A' });
    const patch = (json: unknown) => api(sandbox, `paymentterminal/${id}/`, { method: 'PATCH', json });
    expect((await patch({ status: 'active' })).status).toBe(400);
    expect((await patch({ status: 'active', last_test_outcome: 'not_returned' })).status).toBe(400);
    expect(
      (await patch({ status: 'active', last_test_outcome: 'returned', last_test_at: '2026-02-06T10:00:00Z' })).json[
        'status'
      ],
    ).toBe('active');
  });

  test('come in pages and by filters', async () => {
    const sandbox = await sandboxFor({ pageSize: 2 });
    for (const id of ['A', 'B', 'C']) sandbox.put({ terminal_id: id, host: `192.0.2.${id.charCodeAt(0)}` });
    const first = await api(sandbox, 'paymentterminal/');
    expect(first.json).toMatchObject({
      count: 3,
      previous: null,
      next: `${sandbox.url}/api/0.1/paymentterminal/?page=2`,
      results: [{ terminal_id: 'A' }, { terminal_id: 'B' }],
    });
    expect((await api(sandbox, 'paymentterminal/?page=2')).json).toMatchObject({
      next: null,
      results: [{ terminal_id: 'C' }],
    });
    expect((await api(sandbox, 'paymentterminal/?host=192.0.2.66&status=pending')).json).toMatchObject({
      count: 1,
      results: [{ terminal_id: 'B' }],
    });
    expect((await api(sandbox, 'paymentterminal/?modified__gt=2001-01-01T00:00:00Z')).json).toMatchObject({ count: 3 });
    expect((await api(sandbox, 'paymentterminal/?created__lt=2001-01-01T00:00:00Z')).json).toMatchObject({ count: 0 });
  });
});

test('limits requests by endpoint, and counts large pages as several', async () => {
  const sandbox = await sandboxFor({ pageSize: 10, rateLimit: { requests: 4, windowMs: 60_000 } });
  expect((await api(sandbox, 'paymentterminal/?page_size=21')).status).toBe(200);
  expect((await api(sandbox, 'paymentterminal/')).status).toBe(200);
  const over = await api(sandbox, 'paymentterminal/');
  expect(over.status).toBe(429);
  expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(50);
  expect((await token(sandbox)).status).toBe(200);
  expect((await token(sandbox)).status).toBe(429);
});

test('a sandbox that is slow can be closed meanwhile', async () => {
  const sandbox = await sandboxFor({ faults: [{ kind: 'slow', ms: 60_000 }] });
  const pending = token(sandbox).catch((error: unknown) => error);
  await expect.poll(() => sandbox.requests.length).toBe(1);
  await sandbox.close();
  expect(await pending).toBeInstanceOf(Error);
});
