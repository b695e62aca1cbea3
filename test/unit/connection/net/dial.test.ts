import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { dialEndpoint } from '../../../../src/connection/net/dial.js';
import { failureReason } from '../../../../src/connection/net/failure.js';
import { hostileServer } from '../hostile-server.js';
import { closedPort } from '../../../support/closed-port.js';
import { standStillAfter, STUCK_MS } from '../../../support/time.js';

const HOST = '127.0.0.1';

describe('a failed dial says why', () => {
  test('a closed port is told as refused', async () => {
    const port = await closedPort();
    const dialled = await dialEndpoint({ host: HOST, port }, { deadlineMs: 5000 });
    expect(dialled).toMatchObject({
      ok: false,
      failure: { reason: 'refused', phase: 'connect', errno: 'ECONNREFUSED' },
    });
    if (!dialled.ok)
      expect(dialled.failure.message).toMatch(
        new RegExp(`^127\\.0\\.0\\.1:${String(port)} refused .* after \\d+ ms \\(ECONNREFUSED\\)$`),
      );
  });

  test('a resolver that never answers', async () => {
    const startedAt = performance.now();
    const dialled = await dialEndpoint(
      { host: 'kliinik.example', port: 4445 },
      { deadlineMs: 50, resolver: () => new Promise(() => undefined) },
    );
    expect(dialled).toMatchObject({
      ok: false,
      failure: {
        reason: 'resolve',
        phase: 'resolve',
        errno: undefined,
        message: expect.stringContaining('DNS did not answer in time') as unknown,
      },
    });
    expect(performance.now() - startedAt).toBeLessThan(STUCK_MS);
  });

  test('a connection that stood while this process did not move is no time-out', async () => {
    const server = await hostileServer({});
    const dialled = await standStillAfter(() => dialEndpoint(server.endpoint, { deadlineMs: 50 }), 100);
    expect(dialled).toMatchObject({ ok: true });
    if (dialled.ok) dialled.socket.destroy();
  });

  test('a name without an address', async () => {
    const gone = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    const dialled = await dialEndpoint(
      { host: 'kliinik.example', port: 4445 },
      { deadlineMs: 5000, resolver: () => Promise.reject(gone) },
    );
    expect(dialled).toMatchObject({ ok: false, failure: { reason: 'resolve', phase: 'resolve', errno: 'ENOTFOUND' } });
    expect(
      await dialEndpoint(
        { host: 'kliinik.example', port: 4445 },
        { deadlineMs: 5000, resolver: () => Promise.resolve([]) },
      ),
    ).toMatchObject({
      failure: { reason: 'resolve' },
    });
  });

  test('what the system would read as another address is not looked up at all', async () => {
    let asked = 0;
    const resolver = (): Promise<readonly string[]> => {
      asked += 1;
      return Promise.resolve([HOST]);
    };
    for (const host of ['127.1', '0x7f.0.0.1', '2130706433', '0177.0.0.1', '']) {
      expect(await dialEndpoint({ host, port: 4445 }, { deadlineMs: 5000, resolver })).toMatchObject({
        ok: false,
        failure: { reason: 'resolve' },
      });
    }
    expect(asked).toBe(0);
  });

  test('cancelled, before it began and while it is under way', async () => {
    const early = await dialEndpoint({ host: HOST, port: 1 }, { deadlineMs: 5000, signal: AbortSignal.abort() });
    expect(early).toMatchObject({ ok: false, failure: { reason: 'cancelled' } });
    const controller = new AbortController();
    const dialling = dialEndpoint(
      { host: 'kliinik.example', port: 1 },
      { deadlineMs: 5000, signal: controller.signal, resolver: () => new Promise(() => undefined) },
    );
    controller.abort();
    expect(await dialling).toMatchObject({ ok: false, failure: { reason: 'cancelled', phase: 'resolve' } });
  });

  test.each([0, 65536, 1.5, Number.NaN])('the port %s cannot be dialled', async (port) => {
    expect(await dialEndpoint({ host: HOST, port }, { deadlineMs: 5000 })).toMatchObject({
      ok: false,
      failure: { reason: 'local' },
    });
  });

  test.each([
    ['EHOSTUNREACH', 'unreachable'],
    ['ENETUNREACH', 'unreachable'],
    ['ETIMEDOUT', 'timeout'],
    ['ECONNRESET', 'reset'],
    ['EMFILE', 'local'],
    ['EACCES', 'local'],
    ['EADDRNOTAVAIL', 'local'],
    [undefined, 'local'],
  ])('%s is %s', (errno, reason) => {
    expect(failureReason(errno)).toBe(reason);
  });
});

describe('names', () => {
  test('the address that was judged is the one that is dialled, and the first of IPv4', async () => {
    const server = await hostileServer({});
    const judged: string[] = [];
    let asked = 0;
    const resolver = (): Promise<readonly string[]> => {
      asked += 1;
      // A second answer would be another one, as in DNS rebinding.
      return Promise.resolve(asked === 1 ? ['::1', HOST] : ['127.0.0.2']);
    };
    const refuseAddress = (ip: string): undefined => {
      judged.push(ip);
      return undefined;
    };
    const dialled = await dialEndpoint(
      { host: 'kliinik.example', port: server.port },
      { deadlineMs: 5000, resolver, refuseAddress },
    );
    expect(dialled).toMatchObject({ ok: true, address: HOST });
    expect(judged).toEqual([HOST]);
    expect(asked).toBe(1);
    if (dialled.ok) {
      expect(dialled.socket.remoteAddress).toBe(HOST);
      dialled.socket.destroy();
    }
  });

  test('a name that leads inside is not dialled', async () => {
    const server = await hostileServer({});
    const dialled = await dialEndpoint(
      { host: 'kliinik.example', port: server.port },
      {
        deadlineMs: 5000,
        resolver: () => Promise.resolve([HOST]),
        refuseAddress: (ip) => (ip === HOST ? 'it is an inside address' : undefined),
      },
    );
    expect(dialled).toMatchObject({ ok: false, failure: { reason: 'resolve', phase: 'resolve' } });
    if (!dialled.ok) expect(dialled.failure.message).toContain('127.0.0.1: it is an inside address');
    expect(server.accepted()).toBe(0);
  });
});

test('an open dial leaves no timer and no listener of its own behind', async () => {
  const server = await hostileServer({});
  const controller = new AbortController();
  const dialled = await dialEndpoint(server.endpoint, { deadlineMs: 5000, signal: controller.signal });
  expect(dialled).toMatchObject({ ok: true, address: HOST });
  if (!dialled.ok) return;
  expect(dialled.timing.connect).toBeGreaterThanOrEqual(0);
  expect(dialled.socket.listenerCount('connect')).toBe(0);
  controller.abort();
  expect(dialled.socket.destroyed).toBe(false);
  dialled.socket.destroy();
});

test('after two hundred failures nothing is left open, and proxy variables change nothing', async () => {
  const closed = await closedPort();
  const script = `
    import { createServer } from 'node:net';
    import { dialEndpoint } from './src/connection/net/dial.ts';
    const server = createServer().listen(0, '127.0.0.1', async () => {
      const { port } = server.address();
      const open = await dialEndpoint({ host: '127.0.0.1', port }, { deadlineMs: 5000 });
      open.socket.destroy();
      server.close();
      for (let i = 0; i < 200; i += 1) await dialEndpoint({ host: '127.0.0.1', port: ${String(closed)} }, { deadlineMs: 60000, signal: new AbortController().signal });
      await new Promise((done) => setTimeout(done, 0));
      console.log(open.ok, process.getActiveResourcesInfo().filter((kind) => !/^(TTYWrap|PipeWrap|MessagePort|FSReq)/.test(kind)).join());
    });`;
  const env = {
    ...process.env,
    HTTP_PROXY: 'http://127.0.0.1:1',
    HTTPS_PROXY: 'http://127.0.0.1:1',
    ALL_PROXY: 'http://127.0.0.1:1',
  };
  const ran = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: new URL('../../../..', import.meta.url),
    env,
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(ran.stderr).toBe('');
  expect(ran.stdout.trim()).toBe('true');
});
