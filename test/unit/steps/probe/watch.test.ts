import { describe, expect, test } from 'vitest';
import { diagnoseFacts, exitOf } from '../../../../src/diagnosis/diagnose.js';
import type { Facts, PortFacts, ServiceFacts } from '../../../../src/model/facts.js';
import type { Target } from '../../../../src/model/endpoint.js';
import type { Clock } from '../../../../src/steps/dependencies.js';
import { createRepeatedProbe } from '../../../../src/steps/probe/repeated-probe.js';
import { watchTarget } from '../../../../src/steps/probe/watch.js';
import type { WatchReport } from '../../../../src/model/watch.js';
import type { WatchLook } from '../../../../src/steps/probe/watch.js';
import { closed, healthy, LOG, open, POSXML, SILENT, speaking } from '../../diagnosis/facts.js';
import { hostileServer, terminalReply } from '../../connection/hostile-server.js';
import { seeded } from '../../../support/seeded.js';

/** A clock on which a sleep takes no time, and every look a second. */
function quickClock(): Clock & { readonly slept: number[] } {
  let now = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => {
      now += 500;
      return now;
    },
    sleep: (ms) => {
      now += ms;
      slept.push(ms);
      return Promise.resolve();
    },
  };
}

/** So long that there are this many looks by that clock. */
const looking = (times: number): number => 2500 * times;

interface Watched extends WatchReport {
  readonly seen: readonly WatchLook[];
}

async function watched(
  look: (n: number) => Facts | Promise<Facts>,
  forMs: number,
  signal = new AbortController().signal,
  clock = quickClock(),
): Promise<Watched> {
  const seen: WatchLook[] = [];
  let n = 0;
  const report = await watchTarget(
    async () => {
      n += 1;
      return look(n);
    },
    { forMs, gapMs: 2000, clock, signal },
    (one) => {
      seen.push(one);
      return Promise.resolve();
    },
  );
  return { ...report, seen };
}

const codes = (facts: Facts): readonly string[] => diagnoseFacts(facts).map(({ row }) => row.code);
const posxml = (service: ServiceFacts): PortFacts => open(POSXML, service);

describe('what comes and goes is found and named within ten looks', () => {
  const FAULTS: readonly (readonly [string, Partial<Facts>, number])[] = [
    ['refused', { posxml: closed(POSXML, 'refused') }, 3],
    ['no answer', { posxml: closed(POSXML, 'timeout'), log: closed(LOG, 'timeout') }, 3],
    ['reset', { posxml: closed(POSXML, 'reset') }, 3],
    ['silent', { posxml: posxml(SILENT) }, 5],
    ['resets the connection', { posxml: posxml({ kind: 'closes', afterMs: 3, reset: true }) }, 5],
    ['closes the connection', { posxml: posxml({ kind: 'closes', afterMs: 3, reset: false }) }, 5],
    ['sends an unreadable answer', { posxml: posxml({ kind: 'garbled', detail: 'cut', excerpt: '' }) }, 5],
    [
      'answers as a web server',
      { posxml: posxml({ kind: 'http', status: 200, title: undefined, server: undefined }) },
      5,
    ],
    [
      'answers PosXML with the error 32774',
      { posxml: posxml(speaking({ returnCode: 32774, status: undefined, parameters: undefined })) },
      5,
    ],
    [
      'answers PosXML, then stalls',
      {
        posxml: posxml(
          speaking({ parameters: undefined, parametersFailure: { reason: 'timeout', received: 9, ms: 5000 } }),
        ),
      },
      5,
    ],
  ];
  const { pick } = seeded('looks that fail');

  test.each(FAULTS)('a port that is %s now and then is named', async (state, fault, exit) => {
    for (const first of [1, 2, 3, 4, 5]) {
      const { facts, figures, looks } = await watched((n) => healthy(n % 5 === first % 5 ? fault : {}), looking(12));
      expect(looks).toBeGreaterThanOrEqual(10);
      const found = diagnoseFacts(facts).find(({ row }) => row.code === 'network.intermittent');
      expect([first, found?.finding.params?.['counts']]).toEqual([
        first,
        expect.stringContaining(`${state} on ${String(figures[0]?.failed)} of ${String(looks)} checks`),
      ]);
      expect(exitOf(diagnoseFacts(facts))).toBe(exit);
    }
  });

  test('at whichever of ten looks it shows, alone', async () => {
    const at = pick([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const { facts } = await watched((n) => healthy(n === at ? { posxml: closed(POSXML, 'refused') } : {}), looking(10));
    expect([at, codes(facts)]).toEqual([at, ['network.intermittent']]);
  });

  test('the log port alone is a warning', async () => {
    const { facts } = await watched((n) => healthy(n === 3 ? { log: closed(LOG, 'refused') } : {}), looking(8));
    expect([codes(facts), exitOf(diagnoseFacts(facts))]).toEqual([['ports.log-intermittent'], 0]);
  });
});

describe('what is no fault of the line', () => {
  test('somebody pays now and then', async () => {
    const busy = healthy({ posxml: posxml(speaking({ returnCode: 32779, status: undefined, parameters: undefined })) });
    const { facts } = await watched((n) => (n % 3 === 0 ? busy : healthy()), looking(12));
    expect(codes(facts)).not.toContain('network.intermittent');
  });

  test('it was mended while it was watched: the last look counts', async () => {
    const { facts, seen } = await watched(
      (n) => healthy(n <= 4 ? { posxml: closed(POSXML, 'refused'), log: closed(LOG, 'refused') } : {}),
      looking(12),
    );
    expect([codes(facts), exitOf(diagnoseFacts(facts))]).toEqual([[], 0]);
    expect(
      seen.flatMap(({ changes }) => changes.map(({ port, from, to }) => `${String(port)} ${from ?? ''} -> ${to}`)),
    ).toEqual([
      '14445  -> refused',
      '15551  -> refused',
      '14445 refused -> answers PosXML',
      '15551 refused -> silent (normal for a log port)',
    ]);
  });

  test('it broke for good: what broke is named', async () => {
    const { facts } = await watched(
      (n) => healthy(n > 4 ? { posxml: closed(POSXML, 'refused'), log: closed(LOG, 'refused') } : {}),
      looking(12),
    );
    expect([codes(facts), exitOf(diagnoseFacts(facts))]).toEqual([['network.refused'], 3]);
  });
});

describe('the watch itself', () => {
  test('leaves two seconds between looks, and ends with the time', async () => {
    const clock = quickClock();
    const { looks } = await watched(() => healthy(), looking(4), undefined, clock);
    expect(clock.slept.every((ms) => ms === 2000)).toBe(true);
    expect([looks, clock.slept.length]).toEqual([4, 3]);
  });

  test('looks once at least', async () => {
    expect((await watched(() => healthy(), 1)).looks).toBe(1);
  });

  test('a look that was cut short does not count', async () => {
    const controller = new AbortController();
    const { looks, facts } = await watched(
      (n) => {
        if (n === 3) controller.abort();
        return healthy(n === 3 ? { posxml: closed(POSXML, 'cancelled') } : {});
      },
      looking(24),
      controller.signal,
    );
    expect([looks, codes(facts)]).toEqual([2, []]);
  });

  test('tells loss and latency', async () => {
    const { figures } = await watched(
      (n) => healthy({ posxml: n === 2 ? closed(POSXML, 'timeout') : posxml(speaking({ ms: n * 10 })) }),
      looking(6),
    );
    expect(figures[0]).toMatchObject({
      pair: POSXML,
      looks: 6,
      failed: 1,
      failures: { 'no answer': 1 },
      answerMs: { min: 10, median: 40, max: 60 },
    });
    expect(figures[1]).toMatchObject({
      pair: LOG,
      looks: 6,
      failed: 0,
      answerMs: undefined,
      connectMs: { min: 30, median: 30, max: 30 },
    });
  });
});

describe('on real sockets', () => {
  const targetOf = (posxmlPort: number, logPort: number): Target => ({
    host: '127.0.0.1',
    family: 'ipv4',
    posxml: { host: '127.0.0.1', port: posxmlPort, role: 'posxml' },
    log: { host: '127.0.0.1', port: logPort, role: 'log' },
  });
  const options = { timeoutMs: 2000, quietMs: 30, allowPrivate: true };

  test.concurrent('every fifth look is reset; and the silent log port is not asked ten times', async () => {
    let n = 0;
    const terminal = await hostileServer({
      onConnect: (socket) => {
        if (n % 5 === 0) socket.resetAndDestroy();
      },
      onRequest: (socket, request) => {
        socket.end(terminalReply(request));
      },
    });
    const log = await hostileServer({});
    const probe = createRepeatedProbe(targetOf(terminal.port, log.port), options);
    const { facts, looks } = await watched((look) => {
      n = look;
      return probe();
    }, looking(10));
    expect([looks, codes(facts).filter((code) => code !== 'terminal.clock')]).toEqual([10, ['network.intermittent']]);
    expect(log.requests.length).toBeLessThanOrEqual(3);
  });

  test.concurrent.each([
    [
      'nothing yet, then swapped, then right',
      ['nothing', 'nothing', 'swapped', 'right', 'right'],
      ['service.silent', 'service.silent', 'ports.swapped', '', ''],
    ],
    ['right, then swapped', ['right', 'swapped'], ['', 'ports.swapped']],
    ['right all the time', ['right', 'right', 'right'], ['', '', '']],
  ] as const)('rules that are set while it is watched: %s', async (_, rules, expected) => {
    let rule: string | undefined;
    const one = await hostileServer({
      onRequest: (socket, request) => {
        if (rule === 'right') socket.end(terminalReply(request));
      },
    });
    const other = await hostileServer({
      onRequest: (socket, request) => {
        if (rule === 'swapped') socket.end(terminalReply(request));
      },
    });
    const probe = createRepeatedProbe(targetOf(one.port, other.port), options);
    const { seen } = await watched((look) => {
      rule = rules[look - 1];
      return probe();
    }, looking(rules.length));
    expect(
      seen.map(({ facts }) =>
        codes(facts)
          .filter((code) => code !== 'terminal.clock')
          .join(),
      ),
    ).toEqual(expected);
    // Beside PosXML once is enough.
    const beside = rules.filter((each) => each !== 'right').length + 1;
    expect(other.requests).toHaveLength(beside);
  });
});
