import { BUSY_SIGNS, BUSY_WAIT_MS } from '../../connection/terminal-client.js';
import { beginPause, sleepAtLeast } from '../../connection/net/pause.js';
import { isPrinterPort } from '../../model/endpoint.js';
import type { Endpoint, Pair, Target } from '../../model/endpoint.js';
import type { Facts, PortFacts } from '../../model/facts.js';
import { locateTarget } from '../check/locate.js';
import { askLog, listenToPort } from './log-port.js';
import type { ProbeOptions } from './options.js';
import { lookAtPosxml } from './posxml-port.js';
import type { LookedAt } from './posxml-port.js';
import { announcePorts, reportPort } from '../report-ports.js';
import { monotonicMs } from '../../connection/net/monotonic-clock.js';

const QUIET_MS = 400;
/** However late it is begun to listen, a service that greets has this long. */
const LEAST_QUIET_MS = 150;

/** Looks at both ports of a target: what answers there, which terminal it is, in what state. Changes nothing. Never throws. */
export async function probeTarget(target: Target, options: ProbeOptions): Promise<Facts> {
  const at = Date.now();
  announcePorts(target, options.report);
  const located = await locateTarget(target, options);
  const { posxml: posxmlPair, log: logPair } = target;
  if (located.ip === undefined) {
    return {
      at,
      address: located.address,
      ...(posxmlPair && { posxml: located.closed(posxmlPair) }),
      ...(logPair && { log: located.closed(logPair) }),
    };
  }
  const ports = await lookAtPorts(posxmlPair, logPair, located.endpointOf, options);
  for (const port of [ports.posxml, ports.log]) reportPort(port, undefined, options.report);
  return { at, address: located.address, ...ports };
}

async function lookAtPorts(
  posxmlPair: Pair | undefined,
  logPair: Pair | undefined,
  endpointOf: (pair: Pair) => Endpoint,
  options: ProbeOptions,
): Promise<Pick<Facts, 'posxml' | 'log'>> {
  const { report, signal, timeoutMs } = options;
  const quietMs = options.quietMs ?? QUIET_MS;
  const listenTo = (pair: Pair, ms: number): Promise<PortFacts> =>
    listenToPort(pair, endpointOf(pair), { ...options, quietMs: ms });
  const lookPosxml = async (answered?: () => void): Promise<LookedAt | undefined> => {
    if (!posxmlPair) return undefined;
    const looked = isPrinterPort(posxmlPair.port)
      ? { ...(await listenTo(posxmlPair, quietMs)), received: 0 }
      : await lookAtPosxml(posxmlPair, endpointOf(posxmlPair), options, answered);
    return reportPort(looked, undefined, report);
  };
  const listen = async (late = 0): Promise<PortFacts | undefined> => {
    const ms = Math.max(quietMs - late, Math.min(quietMs, LEAST_QUIET_MS));
    return logPair && reportPort(await listenTo(logPair, ms), undefined, report);
  };
  const ask = async (
    heard: PortFacts | undefined,
    beside: LookedAt | 'pending' | undefined,
    until?: AbortSignal,
  ): Promise<PortFacts | undefined> => {
    const known = beside === 'pending' ? undefined : beside;
    if (!logPair || !heard || !isWorthAsking(heard, beside) || !(options.mayAskLog?.(heard, known) ?? true))
      return undefined;
    return askLog(heard, endpointOf(logPair), known, until ? { ...options, signal: until } : options);
  };
  let posxml: LookedAt | undefined;
  let log: PortFacts | undefined;
  if (options.oneByOne) [posxml, log] = [await lookPosxml(), await listen()];
  else {
    const [alone, startedAt] = [beginPause(posxmlPair ? timeoutMs / ALONE : 0, signal), monotonicMs()];
    const looking = lookPosxml(alone.end);
    void looking.then(alone.end);
    const listening = alone.over.then(() => listen(monotonicMs() - startedAt));
    const early = whilePending(looking, options, async (until) => ask(await listening, 'pending', until));
    [posxml, log] = await sideBySide([looking, lookPosxml], [listening, listen], signal);
    const asked = await early;
    if (asked) return settled(posxml, asked);
  }
  return settled(posxml, (await ask(log, posxml)) ?? log);
}

/**
 * The first question is asked alone, for as long as this part of the time: both rules may lead to one terminal, which
 * serves one client at a time, and what closes on a question must not have been disturbed by our own second connection.
 */
const ALONE = 4;

/** How much longer to wait for the log port where no terminal answered at the other within its time. Milliseconds. */
const GRACE_MS = 500;

/**
 * Where one port has not told all after half of its time, the other is asked meanwhile: two silences take hardly longer
 * than one. A slow terminal, which both rules may lead to, has its full time for this question, too.
 */
async function whilePending<T>(
  looking: Promise<LookedAt | undefined>,
  { timeoutMs, signal }: ProbeOptions,
  then: (until: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const [half, cut, beside] = [beginPause(timeoutMs / 2, signal), new AbortController(), { told: false }];
  void looking.then((posxml) => {
    beside.told = true;
    half.end();
    if (posxml?.service?.kind !== 'posxml')
      setTimeout(() => {
        cut.abort();
      }, GRACE_MS).unref();
  });
  await half.over;
  return beside.told || signal?.aborted ? undefined : then(signal ? AbortSignal.any([signal, cut.signal]) : cut.signal);
}

function settled(looked: LookedAt | undefined, log: PortFacts | undefined): Pick<Facts, 'posxml' | 'log'> {
  const posxml = looked && log?.service?.kind === 'posxml' ? asLog(looked) : looked;
  return { ...(posxml && { posxml: withoutCount(posxml) }), ...(log && { log }) };
}

/**
 * A terminal that is busy with one connection may refuse another, or close it: a port that was sent nothing yet is looked
 * one time more, alone, before that is believed.
 */
async function sideBySide(
  [looking, lookPosxml]: readonly [Promise<LookedAt | undefined>, () => Promise<LookedAt | undefined>],
  [listening, listen]: readonly [Promise<PortFacts | undefined>, () => Promise<PortFacts | undefined>],
  signal: AbortSignal | undefined,
): Promise<[LookedAt | undefined, PortFacts | undefined]> {
  let [posxml, log] = await Promise.all([looking, listening]);
  if (posxml?.tcp?.open === false && log && isBusySign(posxml) && log.tcp?.open) {
    await sleepAtLeast(BUSY_WAIT_MS, signal);
    posxml = await lookPosxml();
  }
  if (posxml?.service?.kind === 'posxml' && log && isBusySign(log)) {
    await sleepAtLeast(BUSY_WAIT_MS, signal);
    log = await listen();
  }
  return [posxml, log];
}

/** Where the rules are swapped, what the posxml port sent is the log: counted, and not kept. */
function asLog(posxml: LookedAt): LookedAt {
  return posxml.service?.kind === 'other' && posxml.service.detail === undefined
    ? { ...posxml, service: { kind: 'stream', bytes: posxml.received } }
    : posxml;
}

function withoutCount({ pair, tcp, service, lost }: LookedAt): PortFacts {
  return { pair, tcp, service, ...(lost && { lost }) };
}

/** What a terminal that is busy with another client may do to us. */
function isBusySign({ tcp, service }: PortFacts): boolean {
  if (tcp && !tcp.open) return BUSY_SIGNS.has(tcp.failure.reason);
  return service?.kind === 'closes';
}

/** Silence is normal for a log port; but PosXML may lie behind it, above all where it is not behind the other. */
function isWorthAsking(log: PortFacts, posxml: PortFacts | 'pending' | undefined): boolean {
  if (isPrinterPort(log.pair.port)) return false;
  if (log.service?.kind === 'silent') return true;
  return (
    log.service?.kind === 'stream' &&
    posxml !== undefined &&
    (posxml === 'pending' || posxml.service?.kind !== 'posxml')
  );
}
