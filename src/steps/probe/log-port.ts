import { dialEndpoint } from '../../connection/net/dial.js';
import type { Dialled } from '../../connection/net/dial.js';
import { exchangeOnce } from '../../connection/exchange.js';
import { MAX_ANSWER_BYTES } from '../../connection/http/reply.js';
import { bannerKind } from '../../connection/detect/banners.js';
import { BUSY_SIGNS, BUSY_WAIT_MS } from '../../connection/terminal-client.js';
import { traceExchange } from '../../connection/trace.js';
import { sleepAtLeast } from '../../connection/net/pause.js';
import type { Endpoint, Pair } from '../../model/endpoint.js';
import type { ExchangeResult } from '../../connection/types.js';
import type { PortFacts, PosXmlFacts, ServiceFacts } from '../../model/facts.js';
import { encodeMessage } from '../../posxml/encode.js';
import { VERSIONS } from '../../posxml/versions.js';
import type { Message } from '../../posxml/messages.js';
import { RETURN_CODE } from '../../posxml/return-codes.js';
import type { ProbeOptions } from './options.js';
import { hadAccepted } from '../check/reset-after-accept.js';
import {
  anotherQuestion,
  forgivenFacts,
  lostConnection,
  rejectionReason,
  serviceOfFailure,
  shownParameters,
} from './posxml-port.js';
import type { LookedAt } from './posxml-port.js';
import { withTlsNames } from './tls-names.js';
import { monotonicMs } from '../../connection/net/monotonic-clock.js';

/** Enough to tell a service that greets from a log. */
const GREETING_BYTES = 512;
/** A port that says so much is known, and is listened to no longer. */
const ENOUGH_BYTES = 64 * 1024;

/**
 * A log port stays silent, and a wrong rule answers: how long until that is believed. Behind a wrong rule lies the
 * same terminal, or one beside it on the same line, so its answer takes about as long as those that just came, rest
 * between two calls counted. Eight times the slowest of them leaves room for a lost packet and its repetition; the
 * least is for lines so quick that the repetition alone (200 ms on Linux, RFC 6298 says up to 1 s) is what takes time.
 */
const PATIENCE = 8;
const LEAST_WAIT_MS = 500;

/** Where no terminal was met yet, so that none of its times is known: known clients leave terminals 1 to 2 s. */
const UNKNOWN_WAIT_MS = 2000;

/** Before connecting, and between connecting and asking; longer on a slow line. */
const SETTLE_MS = 100;

/** Connects, sends nothing, and counts what the port says by itself. */
export async function listenToLog(
  pair: Pair,
  endpoint: Endpoint,
  options: ProbeOptions & { readonly quietMs: number },
): Promise<PortFacts> {
  const dialled = await dialEndpoint(endpoint, {
    deadlineMs: options.timeoutMs,
    signal: options.signal,
    route: options.route,
  });
  if (!dialled.ok) return notListened(pair, endpoint, dialled);
  const service = await withTlsNames(await listen(dialled, options.quietMs, options.signal), endpoint, options);
  return { pair, tcp: { open: true, timing: dialled.timing, address: dialled.address }, service };
}

function notListened(pair: Pair, { host }: Endpoint, { failure, timing }: Extract<Dialled, { ok: false }>): PortFacts {
  if (!hadAccepted(failure)) return { pair, tcp: { open: false, failure, timing }, service: undefined };
  return { pair, tcp: { open: true, timing, address: host }, service: quiet('reset', Math.round(timing.total)) };
}

function listen(
  { socket }: Extract<Dialled, { ok: true }>,
  quietMs: number,
  signal: AbortSignal | undefined,
): Promise<ServiceFacts> {
  const startedAt = monotonicMs();
  let first = Buffer.alloc(0);
  let received = 0;
  return new Promise((done) => {
    let service: ServiceFacts | undefined;
    const end = (ended: 'open' | 'closed' | 'reset'): void => {
      if (service) return;
      const ms = Math.round(monotonicMs() - startedAt);
      service = received > 0 ? (bannerKind(first) ?? { kind: 'stream', bytes: received }) : quiet(ended, ms);
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
    };
    const onAbort = (): void => {
      end('open');
    };
    const timer = setTimeout(() => {
      end('open');
    }, quietMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (first.length < GREETING_BYTES) first = Buffer.concat([first, chunk.subarray(0, GREETING_BYTES)]);
      if (received >= ENOUGH_BYTES) end('open');
    });
    socket.once('end', () => {
      end('closed');
    });
    socket.once('error', () => {
      end('reset');
    });
    socket.once('close', () => {
      end('closed');
      done(service ?? quiet('closed', 0));
    });
    if (signal?.aborted) onAbort();
  });
}

function quiet(ended: 'open' | 'closed' | 'reset', ms: number): ServiceFacts {
  return ended === 'open'
    ? { kind: 'silent', waitedMs: ms }
    : { kind: 'closes', afterMs: ms, reset: ended === 'reset' };
}

/** Sends the one read-only request that tells whether PosXML lies behind the log port. */
export async function askLog(
  log: PortFacts,
  endpoint: Endpoint,
  posxml: LookedAt | undefined,
  options: ProbeOptions,
): Promise<PortFacts> {
  const known = posxml?.service?.kind === 'posxml' ? posxml.service.posxml : undefined;
  const version = known?.version ?? VERSIONS[0];
  const patience = Math.min(
    options.timeoutMs,
    known ? Math.max(LEAST_WAIT_MS, PATIENCE * (posxml?.slowestMs ?? 0)) : posxml ? UNKNOWN_WAIT_MS : options.timeoutMs,
  );
  // A terminal that has just served the other port may drop us at first: seen before the request, it costs none.
  const settleMs = Math.max(SETTLE_MS, 2 * (log.tcp?.timing.connect ?? 0));
  const ask = (): Promise<ExchangeResult> => askParameters(endpoint, version, patience + settleMs, settleMs, options);
  // It serves one client at a time, and has to see the last one go.
  if (known) await sleepAtLeast(settleMs, options.signal);
  let result = await ask();
  if (result.kind === 'failed' && result.sent === 'nothing' && BUSY_SIGNS.has(result.failure.reason)) {
    await sleepAtLeast(BUSY_WAIT_MS, options.signal);
    result = await ask();
  }
  const service = serviceOf(log.service, result, version);
  return {
    ...log,
    service: service && (await withTlsNames(service, endpoint, options)),
    ...lostConnection(result, endpoint),
  };
}

async function askParameters(
  endpoint: Endpoint,
  version: string,
  deadlineMs: number,
  settleMs: number,
  { signal, trace, route }: ProbeOptions,
): Promise<ExchangeResult> {
  const document = encodeMessage({ name: 'GetParametersRequest', version, body: {} });
  const traced = traceExchange(trace, document);
  const result = await exchangeOnce({
    endpoint,
    document,
    deadlineMs,
    maxBytes: MAX_ANSWER_BYTES,
    beforeSend: () => sleepAtLeast(settleMs, signal),
    ...(signal && { signal }),
    ...(route && { route }),
  });
  traced(result);
  return result;
}

function serviceOf(
  before: ServiceFacts | undefined,
  result: ExchangeResult,
  version: string,
): ServiceFacts | undefined {
  if (result.kind === 'reply')
    return isAnswer(result.message)
      ? { kind: 'posxml', posxml: posxmlFacts(result, version) }
      : anotherQuestion(result.message.name);
  const { evidence, timing } = result;
  // A port that only sends may well close on one who speaks: what it did by itself counts.
  if (evidence.received === 0)
    return before?.kind === 'silent'
      ? { kind: 'silent', waitedMs: before.waitedMs + Math.round(timing.total) }
      : before;
  const service = serviceOfFailure(result);
  if (service.kind !== 'other' || service.detail !== undefined) return service;
  return { kind: 'stream', bytes: evidence.received + (before?.kind === 'stream' ? before.bytes : 0) };
}

function isAnswer({ name }: Message): boolean {
  return name === 'Error' || name === 'GetParametersResponse';
}

function posxmlFacts(
  { message, timing, forgiven }: Extract<ExchangeResult, { kind: 'reply' }>,
  version: string,
): PosXmlFacts {
  const result = message.name === 'Error' || message.name === 'GetParametersResponse' ? message.body : {};
  const refused = result.ReturnCode === RETURN_CODE.WRONG_VERSION;
  return {
    version: refused ? undefined : version,
    refusedVersions: refused ? [version] : [],
    status: undefined,
    parameters: message.name === 'GetParametersResponse' ? shownParameters(message.body) : undefined,
    returnCode: result.ReturnCode === 0 ? undefined : result.ReturnCode,
    reason: rejectionReason(result.Reason),
    ms: Math.round(timing.total),
    ...forgivenFacts({ name: message.name, forgiven }),
  };
}
