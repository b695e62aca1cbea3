import { safeExcerpt } from '../../text/safe-excerpt.js';
import { formatPair } from '../../model/endpoint.js';
import type { ConnectionFailure, FailureReason, ExchangePhase } from '../../model/failure.js';
import type { Endpoint } from '../../model/endpoint.js';
/** What the system's codes mean (errno(3), getaddrinfo(3)); a code that is not here is this machine's own trouble. */
const REASONS: Readonly<Record<string, FailureReason>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENONET: 'unreachable',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
};

const SAYS: Readonly<Record<FailureReason, string>> = {
  resolve: 'has no address',
  refused: 'refused the connection',
  timeout: 'gave no answer in time',
  unreachable: 'cannot be reached: a router on the way reported it',
  reset: 'reset the connection',
  closed: 'closed the connection before the reply was complete',
  'too-large': 'sent more than a reply can hold',
  unreadable: 'sent an answer that is not PosXML',
  cancelled: 'was cancelled here',
  local: 'could not be tried: this computer failed',
  proxy: 'could not be tried: the proxy failed',
};

const AT: Readonly<Record<ExchangePhase, string>> = {
  resolve: 'while resolving the name',
  connect: 'while connecting',
  send: 'before anything was sent',
  'first-byte': 'before the first byte of a reply',
  reply: 'in the middle of the reply',
};

/** A failure whose message names address, port and milliseconds; `detail` is made safe to show. */
export function describeFailure(
  reason: FailureReason,
  phase: ExchangePhase,
  about: {
    readonly endpoint: Endpoint;
    readonly ms: number;
    readonly errno?: string | undefined;
    readonly detail?: string | undefined;
  },
): ConnectionFailure {
  const place = reason === 'resolve' && about.detail === undefined ? about.endpoint.host : formatPair(about.endpoint);
  const errno = about.errno === undefined ? '' : ` (${about.errno})`;
  const detail = about.detail === undefined ? '' : `: ${safeExcerpt(about.detail, 120)}`;
  const message = `${safeExcerpt(place)} ${SAYS[reason]} ${AT[phase]}, after ${String(Math.round(about.ms))} ms${errno}${detail}`;
  return { reason, phase, message, errno: about.errno };
}

/** The system's code of an error, such as ECONNREFUSED. */
export function errnoOf(cause: unknown): string | undefined {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

export function failureReason(errno: string | undefined): FailureReason {
  return (errno === undefined ? undefined : REASONS[errno]) ?? 'local';
}
