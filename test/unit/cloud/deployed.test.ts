import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createServer } from 'node:http';
import { INPUT } from './support/input.js';
import { cloudOf, failureOf, json, listen, rogue, sandboxFor, TOKEN } from './support/servers.js';

const FAULTS = [
  { kind: 'gateway', status: 500 },
  { kind: 'gateway', status: 502 },
  { kind: 'gateway', status: 503 },
  { kind: 'gateway', status: 504 },
  { kind: 'html', status: 200 },
  { kind: 'lost-request' },
  { kind: 'lost-reply' },
  { kind: 'truncated' },
  { kind: 'rate-limited', retryAfter: 'soon' },
] as const;

describe('an instance that is being deployed', () => {
  test.each(FAULTS)('is asked again for a token and for a list: $kind $status', async (fault) => {
    const faults = [
      { ...fault, resource: 'token', times: 2 },
      { ...fault, resource: 'terminals', times: 2 },
    ] as const;
    const sandbox = await sandboxFor({ faults });
    await expect(cloudOf(sandbox.url).cloud.findTerminals({ host: '192.0.2.7' })).resolves.toEqual([]);
  });

  test('is asked three times and no more', async () => {
    const sandbox = await sandboxFor({ faults: [{ kind: 'html', status: 502, resource: 'department', times: 9 }] });
    const failure = await failureOf(cloudOf(sandbox.url).cloud.department('1'));
    expect(failure).toMatchObject({ kind: 'unavailable', status: 502 });
    expect(sandbox.requests.filter(({ resource }) => resource === 'department')).toHaveLength(3);
  });

  test('is asked until the deadline once money has moved', async () => {
    const sandbox = await sandboxFor({ faults: [{ kind: 'html', status: 502, method: 'PATCH', times: 9 }] });
    const { id } = sandbox.put({ terminal_id: 'A' });
    const { cloud } = cloudOf(sandbox.url, { patient: true });
    await expect(cloud.updateTerminal(String(id), { name: 'Desk 2' })).resolves.toMatchObject({ name: 'Desk 2' });
  });

  test('is looked up until the record of a lost POST is there, and gets no second one', async () => {
    const sandbox = await sandboxFor({
      faults: [
        { kind: 'late', method: 'POST', resource: 'terminals', ms: 300 },
        { kind: 'html', status: 502, method: 'GET', resource: 'terminals', times: 4 },
      ],
    });
    await expect(cloudOf(sandbox.url).cloud.createTerminal(INPUT)).resolves.toMatchObject({ terminalId: '10012345' });
    expect(
      sandbox.requests.filter(({ method, resource }) => method === 'POST' && resource === 'terminals'),
    ).toHaveLength(1);
    expect(sandbox.records).toHaveLength(1);
  });

  test.each([{ kind: 'rate-limited', retryAfter: 1 }, { kind: 'unauthorized' }] as const)(
    'gets a second POST only after the record was looked for: $kind',
    async (fault) => {
      const sandbox = await sandboxFor({ faults: [{ ...fault, method: 'POST', resource: 'terminals' }] });
      await cloudOf(sandbox.url).cloud.createTerminal(INPUT);
      const order = sandbox.requests.filter(({ resource }) => resource === 'terminals').map(({ method }) => method);
      expect(order).toEqual(['POST', 'GET', 'GET', 'POST']);
      expect(sandbox.records).toHaveLength(1);
    },
  );
});

describe('what a cloud answers unlike its contract', () => {
  const RECORD = { id: 7, host: '192.0.2.7', posxml_port: 4445, terminal_id: '10012345' };
  const found = async (results: readonly unknown[], more: object = {}) => {
    const { url } = await rogue((_request, response) => {
      json(response, { results, ...more });
    });
    const { cloud } = cloudOf(url);
    return { records: await cloud.findTerminals({ host: '192.0.2.7' }), cloud };
  };

  test('a record that people made by hand is read for what is in it', async () => {
    const { records } = await found([
      RECORD,
      { ...RECORD, model: null, bank: null, name: null, status: null, log_port: null, department: null },
      { ...RECORD, id: '8', posxml_port: '4445', log_port: '5551', terminal_id: ' 10012345 ', status: 'archived' },
      { ...RECORD, log_port: 0, department: 3, model: 7, name: {} },
      { ...RECORD, department: { id: 4, url: 'x' } },
    ]);
    expect(records).toMatchObject([
      { id: '7', name: '', model: '', bank: '', status: '', logPort: null, departmentId: undefined },
      { name: '', status: '' },
      { id: '8', posxmlPort: 4445, logPort: 5551, terminalId: '10012345', status: 'archived' },
      { logPort: null, departmentId: '3', model: '7', name: '' },
      { departmentId: '4' },
    ]);
  });

  test('a record that cannot be read is named and left out, elsewhere', async () => {
    const { records, cloud } = await found([{ id: 9, host: '192.0.2.8', terminal_id: 'T9' }, RECORD]);
    expect(records).toHaveLength(1);
    expect([...cloud.leftOut].join()).toMatch(
      /^Record 9 of terminal T9 at 192\.0\.2\.8 in the cloud cannot be read: .*posxml_port/,
    );
  });

  test.each([{ host: ' 192.0.2.7 ' }, { host: '192.0.2.7', posxml_port: 'x', terminal_id: 'OTHER' }])(
    'a record that cannot be read is not left out at our address: %o',
    async (fields) => {
      const { url } = await rogue((_request, response) => {
        json(response, [{ id: 9, ...fields }]);
      });
      const failure = await failureOf(cloudOf(url).cloud.findTerminals({ host: '192.0.2.7' }));
      expect(failure).toMatchObject({ kind: 'unreadable' });
      expect(failure.detail).toMatch(/^record 9 .*cannot be read/);
    },
  );

  test.each([
    'http://upstream:8000/other/?page=2&host=192.0.2.7',
    'https://127.0.0.1:1/clinic/api/0.1/paymentterminal/?page=2',
    '?page=2',
    '/clinic/api/0.1/paymentterminal/?page=2',
  ])('of the next page only the query counts: %s', async (next) => {
    const server = await rogue((request, response) => {
      const second = request.url?.includes('page=2') === true;
      json(response, { next: second ? null : next, results: [{ ...RECORD, id: second ? 2 : 1 }] });
    });
    const records = await cloudOf(server.url).cloud.findTerminals({ host: '192.0.2.7' });
    expect(records.map(({ id }) => id)).toEqual(['1', '2']);
    expect(server.seen.every((line) => line.includes('/clinic/'))).toBe(true);
  });

  test('a list of ninety pages is read', async () => {
    const { url } = await rogue((request, response) => {
      const page = Number(/page=(\d+)/.exec(request.url ?? '')?.[1] ?? 1);
      json(response, { next: page < 90 ? `?page=${String(page + 1)}` : null, results: [{ ...RECORD, id: page }] });
    });
    expect(await cloudOf(url).cloud.findTerminals({ host: '192.0.2.7' })).toHaveLength(90);
  });

  test('compression that nobody asked for is read', async () => {
    const { url } = await rogue((_request, response) => {
      const body = gzipSync(JSON.stringify({ id: 1, name: 'Kesklinn' }));
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(body);
    });
    await expect(cloudOf(url).cloud.department('1')).resolves.toEqual({ id: '1', name: 'Kesklinn' });
  });
});

describe('the token endpoint', () => {
  const tokenThat = async (body: unknown, status = 200, type = 'application/json') => {
    const server = createServer((request, response) => {
      if (request.url?.endsWith('/oauth2/token/') !== true) json(response, { id: 1, name: 'x' });
      else
        response
          .writeHead(status, { 'content-type': type })
          .end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    return cloudOf(`http://127.0.0.1:${String(await listen(server))}/clinic`).cloud;
  };

  test.each([{}, { expires_in: '36000' }, { expires_in: null }, { expires_in: 'soon' }, { expires_in: 36_000 }])(
    'may say of the token’s life what it likes: %o',
    async (life) => {
      const cloud = await tokenThat({ access_token: TOKEN, token_type: 'Bearer', ...life });
      await expect(cloud.department('1')).resolves.toMatchObject({ id: '1' });
    },
  );

  const PAGE = '<html><head><title>Request blocked (WAF)</title></head></html>';
  test.each([
    ['an OAuth error with 200', { error: 'invalid_client' }, 200, 'unauthorized', /“invalid_client”/],
    ['a refused client', { error: 'invalid_client' }, 400, 'unauthorized', /invalid_client/],
    ['a scope it may not have', { error: 'invalid_scope' }, 400, 'permission', /invalid_scope/],
    ['another kind of grant', { error: 'unauthorized_client' }, 401, 'permission', /unauthorized_client/],
    ['a web page with 400', PAGE, 400, 'intercepted', /status 400, “Request blocked \(WAF\)”/],
    ['a web page with 403', PAGE, 403, 'intercepted', /“Request blocked \(WAF\)”/],
    ['a web page with 404', PAGE, 404, 'instance', /token address is not found/],
  ] as const)('tells whose fault it is: %s', async (_name, body, status, kind, words) => {
    const type = typeof body === 'string' ? 'text/html' : 'application/json';
    const failure = await failureOf((await tokenThat(body, status, type)).authenticate());
    expect(failure).toMatchObject({ kind, status });
    expect(failure.detail).toMatch(words);
  });
});

test('a missing permission is named, by what the cloud says the credentials may do', async () => {
  const { url } = await rogue((request, response) => {
    if (request.url?.includes('active_permissions') === true)
      json(response, { results: [{ id: 1, name: 'Clients: read' }] });
    else json(response, { detail: 'You do not have permission to perform this action.' }, 403);
  });
  const failure = await failureOf(cloudOf(url).cloud.findTerminals({ host: 'h' }));
  expect(failure).toMatchObject({ kind: 'permission', status: 403 });
  expect(failure.detail).toMatch(/“Settings: Integration settings” is missing; the credentials have Clients: read/);
});
