import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { exchangeOnce } from '../../src/connection/exchange.js';
import type { ExchangeResult } from '../../src/connection/types.js';
import type { Facts } from '../../src/model/facts.js';
import { encodeMessage } from '../../src/posxml/encode.js';
import { serviceOfFailure } from '../../src/steps/probe/posxml-port.js';
import { codesOf, probeOutside } from '../e2e/scenarios/in-process.js';
import { eachOf } from '../support/each-of.js';
import { seeded } from '../support/seeded.js';
import { howMany } from '../support/thorough.js';
import { hostilePort } from './hostile-port.js';
import { LOG, memoryWatch, offences, POSXML } from './shown.js';
import { LANGUAGES } from '../../src/contract/language.js';
import { note } from '../support/notes.js';
import { STUCK_MS } from '../support/time.js';

const EXCHANGES = howMany(4500, 500);
const PROBES = howMany(500, 60);
/** Long enough for what answers at all to do so on a busy machine; as many at a time as make up for it. */
const TIMEOUT_MS = 1500;
const AT_A_TIME = 60;
const QUESTION = encodeMessage({ name: 'GetTerminalStatusRequest', version: '7.1.0', body: {} });
const MOST_MEMORY_MB = 150;

interface Tally {
  readonly offences: readonly string[];
  /** Beyond the longest time in which this process was given no turn at all: that is the machine's, not the program's. */
  readonly slowestMs: number;
  readonly grownMb: number;
  readonly seen: Readonly<Record<string, number>>;
}

async function attack(
  name: string,
  times: number,
  atATime: number,
  once: (port: number, other: number) => Promise<{ facts: Facts; as: string }>,
): Promise<Tally> {
  const random = seeded(name);
  const [posxml, log] = [await hostilePort(random), await hostilePort(random)];
  const memory = memoryWatch();
  const found: string[] = [];
  const seen: Record<string, number> = {};
  let slowestMs = 0;
  const stalls = monitorEventLoopDelay({ resolution: 10 });
  stalls.enable();
  const startedAt = performance.now();
  await eachOf(
    Array.from({ length: times }, (_, index) => index),
    atATime,
    async () => {
      const before = performance.now();
      const { facts, as } = await once(posxml.port, log.port);
      slowestMs = Math.max(slowestMs, performance.now() - before);
      seen[as] = (seen[as] ?? 0) + 1;
      found.push(...offences(facts, random.pick(LANGUAGES)));
      memory.look();
    },
  );
  await Promise.all([posxml.close(), log.close()]);
  const stalledMs = stalls.max / 1e6;
  note(
    `${String(times)} ${name} in ${String(Math.round(performance.now() - startedAt))} ms, the slowest ${String(Math.round(slowestMs))} ms, the longest stall ${String(Math.round(stalledMs))} ms, ${String(memory.grown())} MB more: ${JSON.stringify(seen)}`,
  );
  return { offences: found, slowestMs: slowestMs - stalledMs, grownMb: memory.grown(), seen };
}

function factsOf(result: ExchangeResult): Facts {
  const service = result.kind === 'failed' ? serviceOfFailure(result) : undefined;
  const open = { open: true, timing: { total: 1 }, address: '127.0.0.1' } as const;
  return { at: Date.now(), posxml: { pair: POSXML, tcp: open, service }, log: { pair: LOG, tcp: open, service } };
}

test(`${String(EXCHANGES)} exchanges with a hostile port`, async () => {
  const {
    offences: found,
    slowestMs,
    grownMb,
    seen,
  } = await attack('hostile exchanges', EXCHANGES, AT_A_TIME, async (port) => {
    const result = await exchangeOnce({
      endpoint: { host: '127.0.0.1', port },
      document: QUESTION,
      deadlineMs: TIMEOUT_MS,
    });
    return { facts: factsOf(result), as: result.kind === 'reply' ? 'reply' : result.failure.reason };
  });
  expect(found).toEqual([]);
  expect(slowestMs).toBeLessThan(STUCK_MS);
  expect(grownMb).toBeLessThan(MOST_MEMORY_MB);
  // On a busy machine what takes longest comes to a timeout first: of a sample, all of it may.
  const long = EXCHANGES > 500 ? ['reset', 'too-large'] : [];
  expect(Object.keys(seen)).toEqual(expect.arrayContaining(['reply', 'unreadable', 'timeout', 'closed', ...long]));
});

test(`${String(PROBES)} probes of hostile ports`, async () => {
  const {
    offences: found,
    slowestMs,
    grownMb,
  } = await attack('hostile probes', PROBES, AT_A_TIME, async (posxmlPort, logPort) => {
    const facts = await probeOutside(
      { host: '127.0.0.1', posxmlPort, logPort },
      { timeoutMs: TIMEOUT_MS, quietMs: 30 },
    );
    return { facts, as: codesOf(facts)[0] ?? 'nothing' };
  });
  expect(found).toEqual([]);
  expect(slowestMs).toBeLessThan(STUCK_MS);
  expect(grownMb).toBeLessThan(MOST_MEMORY_MB);
});
