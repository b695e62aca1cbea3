import type { ServiceAnswer } from '../../connection/answer.js';
import { classifyAnswer } from '../../connection/detect/classify.js';
import { terminalClient } from '../../connection/terminal-client.js';
import type { TerminalClient } from '../../connection/terminal-client.js';
import type { ConnectionFailure, Timing } from '../../model/failure.js';
import type { Endpoint, Pair } from '../../model/endpoint.js';
import type { Evidence } from '../../connection/types.js';
import type { Forgiven } from '../../posxml/xml-tree.js';
import type { ForgivenPlace, PortFacts, PosXmlFacts, ServiceFacts, TcpFacts } from '../../model/facts.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import { hadAccepted } from '../check/reset-after-accept.js';
import { askUntilFree } from './wait-until-free.js';
import type { ProbeOptions } from './options.js';
import { greetWhatCloses, withFirstBytes } from './greet.js';

type StatusAnswer = ServiceAnswer<'GetTerminalStatusRequest'>;
type ParametersAnswer = ServiceAnswer<'GetParametersRequest'>;

/** A port; how many bytes came from it where it gave no PosXML, and how long its slowest answer took where it did. */
export interface LookedAt extends PortFacts {
  readonly received: number;
  /** Milliseconds. */
  readonly slowestMs?: number;
}

/**
 * Asks for the status and the parameters; whatever else answers there is told by its bytes.
 * @param answered is called once the first question has come to its end, however it has
 */
export async function lookAtPosxml(
  pair: Pair,
  endpoint: Endpoint,
  options: ProbeOptions,
  answered: () => void = () => undefined,
): Promise<LookedAt> {
  const { timeoutMs, allowPrivate, signal, trace, route } = options;
  const client = terminalClient(endpoint, { timeoutMs, allowPrivate, signal, trace, route });
  const { status, waitedMs } = await askUntilFree(client, options);
  answered();
  const tcp = tcpOf(status, endpoint);
  if (status.kind === 'failed') {
    const service = tcp.open ? await greetWhatCloses(serviceOfFailure(status), endpoint, options) : undefined;
    return { pair, tcp, service, received: status.evidence.received };
  }
  if (status.kind === 'unexpected') return { pair, tcp, service: anotherQuestion(status.name), received: 0 };
  const parameters = await client.ask('GetParametersRequest', {});
  const garbled = garbledAnswer(parameters);
  if (garbled) return { pair, tcp, service: garbled, received: 0 };
  const posxml = { ...posxmlFacts(client, status, parameters), ...(waitedMs > 0 && { waitedMs }) };
  return {
    pair,
    tcp,
    service: { kind: 'posxml', posxml },
    ...lostConnection(parameters, endpoint),
    received: 0,
    slowestMs: Math.max(status.timing.total, parameters.timing.total),
  };
}

/** An exchange got past connecting, or did not. */
function tcpOf(
  result: { readonly kind: string; readonly failure?: ConnectionFailure; readonly timing: Timing },
  { host }: Endpoint,
): TcpFacts {
  const { failure, timing } = result;
  const closed =
    failure !== undefined && (failure.phase === 'resolve' || failure.phase === 'connect') && !hadAccepted(failure);
  return closed ? { open: false, failure, timing } : { open: true, timing, address: host };
}

/** Of an exchange that found no connection where an earlier one had; nothing is known where we broke it off ourselves. */
export function lostConnection(
  result: { readonly kind: string; readonly failure?: ConnectionFailure; readonly timing: Timing },
  endpoint: Endpoint,
): Pick<PortFacts, 'lost'> {
  const tcp = tcpOf(result, endpoint);
  if (tcp.open || tcp.failure.reason === 'cancelled') return {};
  return { lost: { reason: tcp.failure.reason, ms: Math.round(tcp.timing.total) } };
}

interface FailedExchange {
  readonly failure: ConnectionFailure;
  readonly evidence: Evidence;
  readonly timing: Timing;
}

/** What answered instead of a terminal. Text that came unasked is counted and not kept. */
export function serviceOfFailure({ failure, evidence, timing }: FailedExchange): ServiceFacts {
  const ended = failure.reason === 'closed' || failure.reason === 'reset' ? failure.reason : 'open';
  const ms = timing.total - (timing.resolve ?? 0) - (timing.connect ?? 0);
  const service = withFirstBytes(classifyAnswer({ ...evidence, ended, ms }), evidence.bytes);
  if (service.kind === 'closes') return { ...service, asked: failure.phase !== 'connect' && failure.phase !== 'send' };
  const isText = service.kind === 'garbled' || (service.kind === 'other' && service.detail === undefined);
  return isText && failure.phase === 'send' ? { kind: 'stream', bytes: evidence.received } : service;
}

/** A whole answer that cannot be read, or is to another question, after one that could: what sends it is no terminal as it should be. */
function garbledAnswer(answer: ParametersAnswer): ServiceFacts | undefined {
  if (answer.kind === 'unexpected') return anotherQuestion(answer.name);
  return answer.kind === 'failed' && answer.failure.reason === 'unreadable' ? serviceOfFailure(answer) : undefined;
}

/** A reply that is none to our question; a request that comes back is our own. */
export function anotherQuestion(name: string): ServiceFacts {
  if (name.endsWith('Request')) return { kind: 'other', detail: 'an echo, which returns every request', excerpt: '' };
  return { kind: 'garbled', detail: `it answered another request, with ${name}`, excerpt: '' };
}

function posxmlFacts(
  client: TerminalClient,
  status: Exclude<StatusAnswer, { kind: 'failed' }>,
  parameters: ParametersAnswer,
): PosXmlFacts {
  const complaint = [status, parameters].map(complaintOf).find((each) => each !== undefined);
  return {
    version: client.version,
    refusedVersions: client.refusedVersions,
    status: status.kind === 'answer' ? shownParameters(status.body) : undefined,
    parameters: parameters.kind === 'answer' ? shownParameters(parameters.body) : undefined,
    returnCode: complaint?.returnCode,
    reason: complaint?.reason,
    ms: Math.round(status.timing.total),
    ...(parameters.kind === 'failed' && { parametersFailure: failureFacts(parameters) }),
    ...forgivenFacts(status, parameters),
  };
}

interface Read {
  readonly kind?: string;
  readonly name?: string;
  readonly forgiven?: readonly Forgiven[];
}

/** Of the replies that were read; what stands in them is the network's. */
export function forgivenFacts(...replies: readonly Read[]): Pick<PosXmlFacts, 'forgiven'> {
  const forgiven = replies.flatMap(({ name = '', forgiven: places = [] }) =>
    places.map(({ element, written }): ForgivenPlace => ({
      reply: name,
      element: safeExcerpt(element),
      written: safeExcerpt(written),
    })),
  );
  return forgiven.length === 0 ? {} : { forgiven };
}

function failureFacts({
  failure,
  evidence,
  timing,
}: Extract<ParametersAnswer, { kind: 'failed' }>): PosXmlFacts['parametersFailure'] & object {
  return { reason: failure.reason, received: evidence.received, ms: Math.round(timing.total) };
}

interface Complaint {
  readonly returnCode: number | undefined;
  readonly reason: string | undefined;
}

/** A ReturnCode that is not 0, with the terminal's own words for it. */
function complaintOf(answer: StatusAnswer | ParametersAnswer): Complaint | undefined {
  if (answer.kind !== 'answer' && answer.kind !== 'error') return undefined;
  const { returnCode } = answer;
  if (answer.kind === 'answer' && (returnCode === undefined || returnCode === 0)) return undefined;
  return { returnCode, reason: rejectionReason(answer.kind === 'error' ? answer.reason : answer.body.Reason) };
}

export function rejectionReason(reason: string | undefined): string | undefined {
  return reason === undefined || reason === '' ? undefined : safeExcerpt(reason);
}

/** A body whose texts are safe to show; a terminal's own texts are the network's, too. */
export function shownParameters<B extends object>(body: B): B {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      typeof value === 'string' ? safeExcerpt(value) : (value as unknown),
    ]),
  ) as B;
}
