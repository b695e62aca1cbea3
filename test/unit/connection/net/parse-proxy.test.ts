import { describe, expect, test } from 'vitest';
import { dialEndpoint } from '../../../../src/connection/net/dial.js';
import type { DialOptions, Dialled } from '../../../../src/connection/net/dial.js';
import { exchangeOnce } from '../../../../src/connection/exchange.js';
import { readRoute } from '../../../../src/connection/net/parse-proxy.js';
import type { Route } from '../../../../src/model/endpoint.js';
import { encodeMessage } from '../../../../src/posxml/encode.js';
import { hostileServer, terminalServer } from '../hostile-server.js';
import { httpProxy, socksProxy, socksRefusal } from '../proxies.js';
import type { Lead, Proxy } from '../proxies.js';
import { closedPort } from '../../../support/closed-port.js';
import { STUCK_MS } from '../../../support/time.js';

const HERE = { host: '127.0.0.1', port: 4445 };
const through = (route: Route, options: Partial<DialOptions> = {}): Promise<Dialled> =>
  dialEndpoint(HERE, { deadlineMs: 5000, route, ...options });
const failureOf = (dialled: Dialled) => {
  if (dialled.ok) throw new Error('it got through');
  return dialled.failure;
};
const KINDS: readonly (readonly [string, (lead: Lead) => Promise<Proxy>])[] = [
  ['SOCKS5', socksProxy],
  ['HTTP CONNECT', httpProxy],
];

describe('what a proxy is written as', () => {
  test.each([
    ['socks5://127.0.0.1:1080', 'socks5://127.0.0.1:1080'],
    ['SOCKS5://Proxy.Example:1080/', 'socks5://proxy.example:1080'],
    ['http://[::1]:3128', 'http://[::1]:3128'],
  ])('%s is a proxy', (text, name) => {
    expect(readRoute(text)).toMatchObject({ ok: true, route: { name } });
  });

  test.each([
    ...[
      '',
      'socks5://',
      '127.0.0.1:1080',
      'socks5://127.0.0.1',
      'socks5://127.0.0.1:0',
      'socks5://127.0.0.1:65536',
      'socks5://127.0.0.1:x',
      'socks4://127.0.0.1:1',
    ],
    ...[
      'https://127.0.0.1:1',
      'socks5h://127.0.0.1:1',
      'socks5://127.1:1080',
      'http://0x7f.0.0.1:1',
      'http://010.0.0.1:1',
      'http://[127.0.0.1]:1',
      'http://::1:1',
    ],
    ...[
      'http://127.0.0.1:1/path',
      'http://127.0.0.1:1?q',
      'http://127.0.0.1:1#f',
      'http://a b:1',
      'socks5://127.0.0.1:1080 x',
      'socks5://84.111.222.333:1',
    ],
  ])('%j is not a proxy', (text) => {
    expect(readRoute(text)).toMatchObject({ ok: false });
  });

  test('a password is refused and not repeated', () => {
    for (const text of ['socks5://agent:hush@127.0.0.1:1080', 'http://hush@127.0.0.1:1', 'http://127.0.0.1:1/@hush']) {
      const reading = readRoute(text);
      expect(reading).toMatchObject({ ok: false, reason: expect.stringContaining('password') as string });
      expect(JSON.stringify(reading)).not.toContain('hush');
    }
  });
});

describe.each(KINDS)('%s', (_, proxyOf) => {
  test('leads to the very address, and the bytes go both ways', async () => {
    const terminal = await terminalServer();
    const proxy = await proxyOf(() => terminal.port);
    const document = encodeMessage({ name: 'GetTerminalStatusRequest', version: '7.1.0', body: {} });
    const result = await exchangeOnce({ endpoint: HERE, document, deadlineMs: 5000, route: proxy.route });
    expect(result).toMatchObject({ kind: 'reply', message: { name: 'GetTerminalStatusResponse' } });
    expect(proxy.asked).toEqual(['127.0.0.1:4445']);
    expect(terminal.requests[0]).toContain('Host: 127.0.0.1:4445');
    await expect.poll(() => proxy.open() + terminal.open()).toBe(0);
  });

  test('loses nothing that comes in one segment with its yes', async () => {
    const server = await hostileServer({
      onConnect: (socket) => {
        socket.write('SSH-2.0-behind\r\n');
      },
    });
    const proxy = await proxyOf(() => server.port);
    const dialled = await through(proxy.route);
    expect(dialled.ok).toBe(true);
    if (!dialled.ok) return;
    const came = await new Promise<string>((resolve) =>
      dialled.socket.once('data', (bytes: Buffer) => {
        resolve(bytes.toString());
      }),
    );
    dialled.socket.destroy();
    expect(came).toBe('SSH-2.0-behind\r\n');
  });

  test('is told a name’s address, the one that was judged', async () => {
    const server = await hostileServer({});
    const proxy = await proxyOf(() => server.port);
    const judged: string[] = [];
    const dialled = await dialEndpoint(
      { host: 'kliinik.example', port: 4445 },
      {
        deadlineMs: 5000,
        route: proxy.route,
        resolver: () => Promise.resolve(['127.0.0.7']),
        refuseAddress: (ip) => {
          judged.push(ip);
          return undefined;
        },
      },
    );
    expect(dialled).toMatchObject({ ok: true, address: '127.0.0.7' });
    expect(proxy.asked).toEqual(['127.0.0.7:4445']);
    expect(judged).toEqual(['127.0.0.7']);
    if (dialled.ok) dialled.socket.destroy();
  });

  test('is not even asked for an address that must not be dialled', async () => {
    const proxy = await proxyOf(() => 1);
    expect(failureOf(await through(proxy.route, { refuseAddress: () => 'inside' })).reason).toBe('resolve');
    expect(proxy.accepted()).toBe(0);
  });

  test('that is not there is the proxy’s failure, with its name', async () => {
    const port = await closedPort();
    const { route } = await proxyOf(() => 1);
    const failure = failureOf(await through({ ...route, name: 'the-proxy', proxy: { host: '127.0.0.1', port } }));
    expect(failure).toMatchObject({ reason: 'proxy', phase: 'connect', errno: 'ECONNREFUSED' });
    expect(failure.message).toMatch(/^127\.0\.0\.1:4445 could not be tried: the proxy failed .*the-proxy, refused/);
  });

  test('that closes, at once or in the middle, is its own failure', async () => {
    const { route } = await proxyOf(() => 1);
    const silent = await hostileServer({
      onConnect: (socket) => {
        socket.end();
      },
    });
    const cut = await hostileServer({
      onConnect: (socket) => {
        socket.once('data', () => {
          socket.end('\u0005');
        });
      },
    });
    const reset = await hostileServer({
      onConnect: (socket) => {
        socket.once('data', () => {
          socket.resetAndDestroy();
        });
      },
    });
    for (const server of [silent, cut, reset])
      expect(failureOf(await through({ ...route, proxy: server.endpoint })).reason).toBe('proxy');
  });

  test('that talks nonsense is its own failure, and a flood is not read to its end', async () => {
    const { route } = await proxyOf(() => 1);
    for (const noise of [
      '220 mail.example ESMTP\r\n',
      '<html>',
      'SSH-2.0-x\r\n',
      `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(1_000_000)}`,
      '\u0005\u0000\u0005\u0000\u0000\u0009',
    ]) {
      const server = await hostileServer({
        onConnect: (socket) => {
          socket.write(Buffer.from(noise, 'latin1'));
        },
      });
      const startedAt = performance.now();
      const dialled = await through({ ...route, proxy: server.endpoint }, { deadlineMs: 1500 });
      if (dialled.ok) dialled.socket.destroy();
      expect([noise.slice(0, 12), dialled.ok]).toEqual([noise.slice(0, 12), false]);
      expect(performance.now() - startedAt).toBeLessThan(STUCK_MS);
      await expect.poll(() => server.open()).toBe(0);
    }
  });

  test('that cannot get there in time: the place did not answer', async () => {
    const proxy = await proxyOf(() => 'nothing');
    const startedAt = performance.now();
    expect(failureOf(await through(proxy.route, { deadlineMs: 1000 })).reason).toBe('timeout');
    expect(performance.now() - startedAt).toBeLessThan(STUCK_MS);
    await expect.poll(() => proxy.open()).toBe(0);
  });

  test('cancelled while it connects', async () => {
    const controller = new AbortController();
    const proxy = await proxyOf(() => {
      setTimeout(() => {
        controller.abort();
      }, 10);
      return 'nothing';
    });
    expect(failureOf(await through(proxy.route, { deadlineMs: 60_000, signal: controller.signal })).reason).toBe(
      'cancelled',
    );
    await expect.poll(() => proxy.open()).toBe(0);
  });
});

describe('what a SOCKS5 proxy says of the place behind it (RFC 1928, 6)', () => {
  test.each([
    [3, 'unreachable'],
    [4, 'unreachable'],
    [5, 'refused'],
    [6, 'timeout'],
    [1, 'proxy'],
    [2, 'proxy'],
    [7, 'proxy'],
    [8, 'proxy'],
    [99, 'proxy'],
  ])('%i is %s', async (code, reason) => {
    const proxy = await socksProxy(() => socksRefusal(code));
    expect(failureOf(await through(proxy.route)).reason).toBe(reason);
  });

  test('a proxy that never greets, or wants a password, is the one that failed', async () => {
    const mute = await socksProxy(() => 1, new Uint8Array(0));
    expect(failureOf(await through(mute.route, { deadlineMs: 1000 })).reason).toBe('proxy');
    const locked = await socksProxy(() => 1, Uint8Array.of(5, 0xff));
    expect(failureOf(await through(locked.route)).reason).toBe('proxy');
  });
});

describe('what an HTTP proxy says of the place behind it', () => {
  test.each([
    ['HTTP/1.1 504 Gateway Timeout\r\n\r\n', 'timeout'],
    ['HTTP/1.1 502 Bad Gateway\r\n\r\n', 'unreachable'],
    ['HTTP/1.1 503 Service Unavailable\r\nX-Squid-Error: ERR_CONNECT_FAIL 111\r\n\r\n', 'refused'],
    ['HTTP/1.1 503 Service Unavailable\r\nX-Squid-Error: ERR_CONNECT_FAIL 110\r\n\r\n', 'timeout'],
    ['HTTP/1.1 502 Bad Gateway\r\nProxy-Status: p; error=connection_refused\r\n\r\n', 'refused'],
    ['HTTP/1.1 503 Service Unavailable\r\n\r\n', 'proxy'],
    ['HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', 'proxy'],
    ['HTTP/1.1 403 Forbidden\r\n\r\n', 'proxy'],
    ['HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n', 'proxy'],
    ['HTTP/1.1 200\r\n', 'proxy'],
  ])('%j is %s', async (reply, reason) => {
    const proxy = await httpProxy(() => ({ reply, end: true }));
    expect(failureOf(await through(proxy.route)).reason).toBe(reason);
  });
});
