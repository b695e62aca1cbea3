import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Route, Target } from '../../../../src/model/endpoint.js';
import { diagnoseFacts, exitOf } from '../../../../src/diagnosis/diagnose.js';
import type { Facts } from '../../../../src/model/facts.js';
import { checkTarget } from '../../../../src/steps/check/check.js';
import { createControls } from '../../../../src/steps/trust/controls.js';
import { hadAccepted } from '../../../../src/steps/check/reset-after-accept.js';
import type { LocateOptions } from '../../../../src/steps/check/locate.js';
import { probeTarget } from '../../../../src/steps/probe/probe.js';
import { lookFromBoth } from '../../../../src/steps/trust/vantages.js';
import { hostileServer, terminalReply, terminalServer } from '../../connection/hostile-server.js';
import type { Behaviour } from '../../connection/hostile-server.js';
import { httpProxy, socksProxy, socksRefusal } from '../../connection/proxies.js';
import { closedPort } from '../../../support/closed-port.js';

const OPTIONS = { timeoutMs: 5000, quietMs: 60, allowPrivate: true } as const;
const HOST = '127.0.0.1';
const targetOf = (posxml: number, log?: number): Target => ({
  host: HOST,
  family: 'ipv4',
  posxml: { host: HOST, port: posxml, role: 'posxml' },
  log: log === undefined ? undefined : { host: HOST, port: log, role: 'log' },
});
/** What is found but for the clock of the test's terminal, which stands still. */
const codes = (facts: Facts): readonly string[] =>
  diagnoseFacts(facts)
    .map(({ row }) => row.code)
    .filter((code) => code !== 'terminal.clock');
const HTTP: Behaviour = {
  onRequest: (socket) => {
    socket.end('HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 0\r\n\r\n');
  },
};

type Step = (target: Target, options: LocateOptions) => Promise<Facts>;

function both(
  target: Target,
  route: Route,
  once: Step = probeTarget,
  over: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<Facts> {
  const options = { ...OPTIONS, ...over };
  const controls = createControls({ mustNotAnswer: [], mustAnswer: [] }, options);
  return lookFromBoth((from) => once(target, { ...options, route: from }), { route, controls, signal: over.signal });
}

describe.each([
  ['check', checkTarget],
  ['probe', probeTarget],
] as const)('%s', (_, once) => {
  test.concurrent('reached from there and not from here: the cloud’s side is judged, and it is good', async () => {
    const terminal = await terminalServer();
    const proxy = await socksProxy(() => terminal.port);
    const facts = await both(targetOf(await closedPort()), proxy.route, once);
    expect(codes(facts)).toEqual(['network.vantages-differ']);
    expect([exitOf(diagnoseFacts(facts)), exitOf(diagnoseFacts(facts), 'check')]).toEqual([0, 0]);
    expect(facts).toMatchObject({ posxml: { tcp: { open: true } }, controls: { cloudReaches: true } });
    expect(facts.vantages).toMatchObject({
      via: proxy.route.name,
      here: { posxml: { tcp: { open: false, failure: { reason: 'refused' } } } },
      there: { posxml: { tcp: { open: true } } },
    });
  });

  test.concurrent.each([
    ['SOCKS5', () => socksProxy(() => socksRefusal(5))],
    ['HTTP', () => httpProxy(() => ({ reply: 'HTTP/1.1 504 x\r\n\r\n', end: true }))],
  ] as const)('reached from here and not from there (%s): the cloud is barred', async (_kind, proxyOf) => {
    const terminal = await terminalServer();
    const facts = await both(targetOf(terminal.port), (await proxyOf()).route, once);
    expect(codes(facts)).toEqual(['network.cloud-blocked']);
    expect(exitOf(diagnoseFacts(facts))).toBe(3);
    expect(facts.controls?.cloudReaches).toBe(false);
    expect(facts.posxml?.tcp?.open).toBe(true);
  });

  test.concurrent('reached from both: nothing is wrong', async () => {
    const terminal = await terminalServer();
    const proxy = await httpProxy(() => terminal.port);
    const facts = await both(targetOf(terminal.port), proxy.route, once);
    expect([codes(facts), facts.controls?.cloudReaches]).toEqual([[], true]);
  });

  test.concurrent('reached from neither: it is the clinic’s, as the cloud sees it', async () => {
    const proxy = await socksProxy(() => socksRefusal(6));
    const facts = await both(targetOf(await closedPort()), proxy.route, once);
    expect([codes(facts), facts.controls?.cloudReaches]).toEqual([['network.timeout'], false]);
  });

  test.concurrent('the proxy fails: that is told, and what is seen from here stands', async () => {
    const terminal = await terminalServer();
    const route: Route = {
      kind: 'socks5',
      name: 'socks5://127.0.0.1:9',
      proxy: { host: HOST, port: await closedPort() },
    };
    const facts = await both(targetOf(terminal.port), route, once);
    expect(codes(facts)).toEqual(['network.via-failed']);
    expect(exitOf(diagnoseFacts(facts))).toBe(3);
    expect(facts.controls?.cloudReaches).toBeUndefined();
    expect(facts.vantages?.trouble).toContain('the proxy failed');
  });

  test.concurrent('a proxy that says yes first and then closes has not reached anything', async () => {
    const proxy = await socksProxy(() => 'yes-then-close');
    const facts = await both(targetOf(await closedPort()), proxy.route, once);
    expect(codes(facts)).not.toContain('network.vantages-differ');
    expect(exitOf(diagnoseFacts(facts))).not.toBe(0);
  });

  test.concurrent('a difference is believed only after a second look', async () => {
    const terminal = await terminalServer();
    let asked = 0;
    const proxy = await socksProxy(() => {
      asked += 1;
      return asked === 1 ? socksRefusal(5) : terminal.port;
    });
    const facts = await both(targetOf(terminal.port), proxy.route, once);
    expect(codes(facts)).toEqual([]);
    expect(proxy.asked.length).toBeGreaterThan(1);
  });

  test.concurrent('an inside address is not dialled from anywhere', async () => {
    const proxy = await socksProxy(() => 1);
    const facts = await lookFromBoth((route) => once(targetOf(4445), { ...OPTIONS, allowPrivate: false, route }), {
      route: proxy.route,
      controls: createControls({ mustNotAnswer: [], mustAnswer: [] }, OPTIONS),
    });
    expect([facts.address?.problem?.code, proxy.accepted(), facts.vantages]).toEqual(['address.private', 0, undefined]);
  });
});

test.concurrent('something else answers from there: the cloud is barred, though the port accepts', async () => {
  const terminal = await terminalServer();
  const router = await hostileServer(HTTP);
  const proxy = await socksProxy(() => router.port);
  const facts = await both(targetOf(terminal.port), proxy.route);
  expect(codes(facts)).toEqual(['network.cloud-blocked']);
  expect(exitOf(diagnoseFacts(facts))).toBe(5);
});

test.concurrent('something else answers from here: a box on our own way', async () => {
  const terminal = await terminalServer();
  const box = await hostileServer(HTTP);
  const proxy = await socksProxy(() => terminal.port);
  const facts = await both(targetOf(box.port), proxy.route);
  expect(codes(facts)).toEqual(['network.vantages-differ']);
  expect(facts.posxml?.service?.kind).toBe('posxml');
});

test.concurrent('a log port that the proxy may not reach is judged from here', async () => {
  const [terminal, log] = [await terminalServer(), await hostileServer({})];
  const proxy = await socksProxy((asked) => (asked.endsWith(`:${String(log.port)}`) ? socksRefusal(2) : terminal.port));
  const facts = await both(targetOf(terminal.port, log.port), proxy.route, checkTarget);
  expect([codes(facts), facts.log?.tcp?.open]).toEqual([[], true]);
  expect(facts.vantages?.there.log?.tcp).toMatchObject({ open: false, failure: { reason: 'proxy' } });
});

test.concurrent('a log port that lets the cloud in only is no warning; one that keeps it out is one', async () => {
  const [terminal, log, shut] = [await terminalServer(), await hostileServer({}), await closedPort()];
  const leading = await socksProxy((asked) => (asked.endsWith(`:${String(terminal.port)}`) ? terminal.port : log.port));
  expect(codes(await both(targetOf(terminal.port, shut), leading.route, checkTarget))).toEqual([
    'network.vantages-differ',
  ]);
  const barring = await socksProxy((asked) =>
    asked.endsWith(`:${String(terminal.port)}`) ? terminal.port : socksRefusal(5),
  );
  expect(codes(await both(targetOf(terminal.port, log.port), barring.route, checkTarget))).toEqual([
    'ports.log-closed',
  ]);
});

test.concurrent('a terminal that resets whoever comes while it serves another is reached from both', async () => {
  let serving: Socket | undefined;
  const terminal = await hostileServer({
    onConnect: (socket) => {
      if (serving) {
        socket.resetAndDestroy();
        return;
      }
      serving = socket;
      socket.on('close', () => {
        serving = undefined;
      });
    },
    onRequest: (socket, request) => {
      socket.end(terminalReply(request));
    },
  });
  const proxy = await socksProxy(() => terminal.port);
  expect(codes(await both(targetOf(terminal.port), proxy.route))).toEqual([]);
});

test.concurrent('a reset of the proxy’s is no sign that the terminal had accepted', () => {
  const failed = { phase: 'connect', message: '', errno: 'ECONNRESET' } as const;
  expect([hadAccepted({ ...failed, reason: 'proxy' }), hadAccepted({ ...failed, reason: 'reset' })]).toEqual([
    false,
    true,
  ]);
});

test.concurrent('an abort ends it before the other place is asked', async () => {
  const controller = new AbortController();
  const proxy = await socksProxy(() => 1);
  const server = await hostileServer({
    onRequest: () => {
      controller.abort();
    },
  });
  const facts = await both(targetOf(server.port), proxy.route, probeTarget, {
    timeoutMs: 60_000,
    signal: controller.signal,
  });
  expect([facts.vantages, proxy.accepted()]).toEqual([undefined, 0]);
});
