import { expect, test } from 'vitest';
import { classifyAnswer } from '../../src/connection/detect/classify.js';
import { replyReader } from '../../src/connection/http/reply.js';
import type { Facts, PortFacts, PosXmlFacts, ServiceFacts } from '../../src/model/facts.js';
import { safeExcerpt } from '../../src/text/safe-excerpt.js';
import { shownParameters } from '../../src/steps/probe/posxml-port.js';
import { seeded } from '../support/seeded.js';
import type { Seeded } from '../support/seeded.js';
import { howMany } from '../support/thorough.js';
import { hostileReply } from './hostile-bytes.js';
import { LOG, memoryWatch, offences, POSXML } from './shown.js';
import { LANGUAGES } from '../../src/contract/language.js';
import { note } from '../support/notes.js';
import { cpuMs } from '../support/time.js';

const REPLIES = howMany(45_000, 2000);
const WARM_UP = howMany(3000, 1000);
/** One reply, read and judged. Generous: a test machine may be at its limit. */
const SLOWEST_MS = 1000;
const MOST_MEMORY_MB = 150;

/** Reads a reply in pieces, as it might come; gives what it would be taken for. */
function taken(bytes: Buffer, { int, pick }: Seeded): ServiceFacts {
  const reader = replyReader();
  let at = 0;
  while (at < bytes.length) {
    const end = at + 1 + int(pick([3, 100, 5000]));
    if (reader.push(bytes.subarray(at, end))) break;
    at = end;
  }
  const { decoded } = reader.finish(int(2) === 0);
  const other = classifyAnswer({
    bytes,
    received: bytes.length,
    ended: pick(['open', 'closed', 'reset']),
    ms: int(5000),
  });
  return decoded.ok ? { kind: 'posxml', posxml: posxmlOf(decoded.message) } : other;
}

type Decoded = Extract<ReturnType<ReturnType<typeof replyReader>['finish']>['decoded'], { ok: true }>;

function posxmlOf({ name, body }: Decoded['message']): PosXmlFacts {
  const { ReturnCode, Reason } = body as { readonly ReturnCode?: number; readonly Reason?: string };
  return {
    version: '7.1.0',
    refusedVersions: [],
    status: name === 'GetTerminalStatusResponse' ? shownParameters(body) : undefined,
    parameters: name === 'GetParametersResponse' ? shownParameters(body) : undefined,
    returnCode: ReturnCode === 0 ? undefined : ReturnCode,
    reason: Reason === undefined ? undefined : safeExcerpt(Reason),
    ms: 12,
  };
}

function behind(pair: PortFacts['pair'], service: ServiceFacts): PortFacts {
  return { pair, tcp: { open: true, timing: { connect: 1, total: 1 }, address: pair.host }, service };
}

test(`${String(REPLIES)} hostile replies, read and judged`, () => {
  const random = seeded('hostile replies');
  let memory = memoryWatch();
  const found: string[] = [];
  const kinds: Record<string, number> = {};
  let slowest = 0;
  const startedAt = performance.now();
  for (let count = 0; count < REPLIES && found.length < 5; count += 1) {
    const [one, other] = [hostileReply(random), hostileReply(random)];
    const before = cpuMs();
    const service = taken(one, random);
    const facts: Facts = {
      at: Date.now(),
      posxml: behind(POSXML, service),
      log: behind(LOG, count % 4 === 0 ? taken(other, random) : { kind: 'silent', waitedMs: 500 }),
    };
    found.push(
      ...offences(facts, random.pick(LANGUAGES)).map(
        (offence) => `${offence} of ${one.toString('latin1').slice(0, 300)}`,
      ),
    );
    slowest = Math.max(slowest, cpuMs() - before);
    kinds[service.kind] = (kinds[service.kind] ?? 0) + 1;
    // What the engine takes for itself at first is no matter of what it is fed.
    if (count === WARM_UP) memory = memoryWatch();
    if (count % 100 === 0) memory.look();
  }
  note(
    `${String(REPLIES)} replies in ${String(Math.round(performance.now() - startedAt))} ms, the slowest ${slowest.toFixed(1)} ms, ${String(memory.grown())} MB more: ${JSON.stringify(kinds)}`,
  );
  expect(found).toEqual([]);
  expect(slowest).toBeLessThan(SLOWEST_MS);
  expect(memory.grown()).toBeLessThan(MOST_MEMORY_MB);
  expect(Object.keys(kinds).length).toBeGreaterThan(6);
});
