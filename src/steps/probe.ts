import { BUSY_SIGNS, BUSY_WAIT_MS } from '../connection/terminal-client.js';
import { pause } from '../connection/turns.js';
import type { Endpoint, Pair, Target } from '../connection/types.js';
import type { Facts, PortFacts } from '../diagnosis/facts.js';
import { locate } from './locate.js';
import { askLog, listenToLog } from './probe-log.js';
import type { ProbeOptions } from './probe-options.js';
import { lookAtPosxml } from './probe-posxml.js';
import type { LookedAt } from './probe-posxml.js';

const QUIET_MS = 400;

/** Looks at both ports of a target: what answers there, which terminal it is, in what state. Changes nothing. Never throws. */
export async function probeTarget(target: Target, options: ProbeOptions): Promise<Facts> {
  const at = Date.now();
  const located = await locate(target, options);
  const { posxml: posxmlPair, log: logPair } = target;
  if (located.ip === undefined) {
    return { at, address: located.address, ...(posxmlPair && { posxml: located.closed(posxmlPair) }), ...(logPair && { log: located.closed(logPair) }) };
  }
  const ports = await lookAtPorts(posxmlPair, logPair, located.endpointOf, options);
  return { at, address: located.address, ...ports };
}

async function lookAtPorts(
  posxmlPair: Pair | undefined,
  logPair: Pair | undefined,
  endpointOf: (pair: Pair) => Endpoint,
  options: ProbeOptions,
): Promise<Pick<Facts, 'posxml' | 'log'>> {
  const lookPosxml = async (): Promise<LookedAt | undefined> => posxmlPair && lookAtPosxml(posxmlPair, endpointOf(posxmlPair), options);
  const quietMs = options.quietMs ?? QUIET_MS;
  const listen = async (): Promise<PortFacts | undefined> => logPair && listenToLog(logPair, endpointOf(logPair), { ...options, quietMs });

  let [posxml, log] = options.oneByOne ? [await lookPosxml(), await listen()] : await sideBySide(lookPosxml, listen, options.signal);
  const mayAsk = options.mayAskLog ?? (() => true);
  if (logPair && log && isWorthAsking(log, posxml) && mayAsk(log, posxml)) log = await askLog(log, endpointOf(logPair), posxml, options);
  if (posxml && log?.service?.kind === 'posxml') posxml = asLog(posxml);
  return { ...(posxml && { posxml: withoutCount(posxml) }), ...(log && { log }) };
}

/**
 * Both rules may lead to one and the same terminal, which serves one client at a time: what failed beside the other is
 * looked at once more, alone, before it is believed.
 */
async function sideBySide(
  lookPosxml: () => Promise<LookedAt | undefined>,
  listen: () => Promise<PortFacts | undefined>,
  signal: AbortSignal | undefined,
): Promise<[LookedAt | undefined, PortFacts | undefined]> {
  let [posxml, log] = await Promise.all([lookPosxml(), listen()]);
  if (posxml && log && isBusySign(posxml) && log.tcp?.open) {
    await pause(BUSY_WAIT_MS, signal);
    posxml = await lookPosxml();
  }
  if (posxml?.service?.kind === 'posxml' && log && isBusySign(log)) {
    await pause(BUSY_WAIT_MS, signal);
    log = await listen();
  }
  return [posxml, log];
}

/** Where the rules are swapped, what the posxml port sent is the log: counted, and not kept. */
function asLog(posxml: LookedAt): LookedAt {
  return posxml.service?.kind === 'other' && posxml.service.detail === undefined ? { ...posxml, service: { kind: 'stream', bytes: posxml.received } } : posxml;
}

function withoutCount({ pair, tcp, service }: LookedAt): PortFacts {
  return { pair, tcp, service };
}

/** What a terminal that is busy with another client may do to us. */
function isBusySign({ tcp, service }: PortFacts): boolean {
  if (tcp && !tcp.open) return BUSY_SIGNS.has(tcp.failure.reason);
  return service?.kind === 'closes';
}

/** Silence is normal for a log port; but PosXML may lie behind it, above all where it is not behind the other. */
function isWorthAsking(log: PortFacts, posxml: PortFacts | undefined): boolean {
  if (log.service?.kind === 'silent') return true;
  return log.service?.kind === 'stream' && posxml !== undefined && posxml.service?.kind !== 'posxml';
}
