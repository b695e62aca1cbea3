import { dialEndpoint } from '../../connection/net/dial.js';
import type { Dialled } from '../../connection/net/dial.js';
import { exchangeOnce } from '../../connection/exchange.js';
import { MAX_ANSWER_BYTES } from '../../connection/http/reply.js';
import { bannerKind } from '../../connection/detect/banners.js';
import { BUSY_SIGNS, BUSY_WAIT_MS } from '../../connection/terminal-client.js';
import { traceExchange } from '../../connection/trace.js';
import { sleepAtLeast } from '../../connection/net/pause.js';
import { hangUp, listenTo } from '../../connection/listen.js';
import type { Heard } from '../../connection/listen.js';
import { isPrinterPort } from '../../model/endpoint.js';
import type { Endpoint, Pair } from '../../model/endpoint.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
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
import { closedUnasked, greetWhatCloses } from './greet.js';

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
export async function listenToPort(
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
  const { socket, timing, address } = dialled;
  const heard = await listenTo(socket, options.quietMs, options.signal);
  await hangUp(socket);
  const service = await greetWhatCloses(serviceHeard(pair, heard), endpoint, options);
  return { pair, tcp: { open: true, timing, address }, service };
}

function notListened(pair: Pair, { host }: Endpoint, { failure, timing }: Extract<Dialled, { ok: false }>): PortFacts {
  if (!hadAccepted(failure)) return { pair, tcp: { open: false, failure, timing }, service: undefined };
  const service = closedUnasked({ ended: 'reset', ms: timing.total });
  return { pair, tcp: { open: true, timing, address: host }, service };
}

/** A log continues: who says something and hangs up is no log. */
function serviceHeard({ port }: Pair, { bytes, received, ended, ms }: Heard): ServiceFacts {
  if (received > 0) {
    const greets = bannerKind(bytes);
    if (greets) return greets;
    return ended === 'open'
      ? { kind: 'stream', bytes: received }
      : { kind: 'other', detail: 'a service that sends a message and closes', excerpt: safeExcerpt(bytes) };
  }
  if (ended !== 'open') return closedUnasked({ ended, ms });
  return isPrinterPort(port) ? printerAt(port) : { kind: 'silent', waitedMs: Math.round(ms) };
}

/** Known by its number alone: it would print whatever it is sent, so it is sent nothing. */
function printerAt(port: number): ServiceFacts {
  return { kind: 'printer', detail: `port ${String(port)} is usually a printer's, so nothing was sent` };
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
    service: service && (await toldApart(service, log.service, endpoint, options)),
    ...lostConnection(result, endpoint),
  };
}

/** How long a port that spoke after it was asked is listened to once more. Milliseconds. */
const ONCE_MORE_MS = 1500;

/** What closed is greeted; what spoke is an answer, unless it continues by itself without a question, as a log does. */
async function toldApart(
  service: ServiceFacts,
  before: ServiceFacts | undefined,
  endpoint: Endpoint,
  options: ProbeOptions,
): Promise<ServiceFacts> {
  const isText = service.kind === 'garbled' || (service.kind === 'other' && service.detail === undefined);
  if (!isText) return greetWhatCloses(service, endpoint, options);
  if (before?.kind === 'stream') return before;
  const dialled = await dialEndpoint(endpoint, { ...options, deadlineMs: options.timeoutMs });
  if (!dialled.ok) return service;
  const heard = await listenTo(dialled.socket, ONCE_MORE_MS, options.signal);
  await hangUp(dialled.socket);
  if (heard.received === 0) return service;
  return bannerKind(heard.bytes) ?? { kind: 'stream', bytes: heard.received };
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
  const { evidence, failure, sent, timing } = result;
  if (evidence.received > 0) return serviceOfFailure(result);
  // What speaks by itself is told by that.
  if (before?.kind !== 'silent') return before;
  const { phase, reason } = failure;
  if (phase !== 'connect' && (reason === 'closed' || reason === 'reset'))
    return sent === 'nothing'
      ? closedUnasked({ ended: reason, ms: before.waitedMs + timing.total })
      : serviceOfFailure(result);
  return { kind: 'silent', waitedMs: before.waitedMs + Math.round(timing.total) };
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
