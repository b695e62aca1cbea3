import { problemOfAddress } from '../connection/net/address.js';
import type { CloudFailureKind } from '../model/facts.js';
import { codesOf, keepCause } from './sanitized-cause.js';
import type { KeptCause } from './sanitized-cause.js';
import type { SeenCertificate } from './certificate.js';
import { CloudFailure } from './errors.js';
import { PROXY_FAULT, proxyName } from './route.js';
import type { ProxyRoute } from './route.js';
import { isCertificateCode, nameCertificateFault, TLS } from './tls-faults.js';

interface NoReply {
  readonly url: URL;
  readonly way: ProxyRoute;
  /** The certificate that was refused, if one was and it could be looked at. */
  readonly seen: SeenCertificate | undefined;
  readonly waitedMs: number;
  readonly timedOut: boolean;
  readonly redact: (text: string) => string;
}

/** Codes after which not a byte of the request can have left. */
const BEFORE_SENDING: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is unknown; check the spelling',
  EAI_AGAIN: 'DNS does not answer at the moment',
  ECONNREFUSED: 'it refuses the connection',
  EHOSTUNREACH: 'there is no route to it from this computer',
  ENETUNREACH: 'there is no route to it from this computer',
  EADDRNOTAVAIL: 'this computer could not open a connection',
  EMFILE: 'this computer has too many open files',
  EACCES: 'this computer blocks the connection',
  EPERM: 'this computer blocks the connection',
  UND_ERR_CONNECT_TIMEOUT: 'it did not accept the connection in time',
};

/** One reason why no answer came. */
interface NoReplyReason {
  readonly kind: CloudFailureKind;
  readonly why: string;
  readonly maybeDone: boolean;
  readonly passing?: boolean;
}

/** What a connection is told while the instance is being deployed, and what only needs another try. */
const PASSING =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|EAI_AGAIN|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/;
/** What undici ends with where the bytes are no answer of HTTP. */
const BAD_HEADER: Readonly<Record<string, string>> = {
  UND_ERR_HEADERS_OVERFLOW: 'its header is too long',
  HPE_HEADER_OVERFLOW: 'its header is too long',
};

/** Names what kept an answer from coming. */
export function noReply(error: unknown, context: NoReply): CloudFailure {
  const { url, way, redact } = context;
  const cause = keepCause(error, redact);
  const { kind, why, maybeDone, passing } = tell(cause, context);
  const proxy = proxyName(way);
  const through = proxy === undefined ? '' : ` through the proxy ${proxy}`;
  const what = kind === 'unreadable' ? 'the answer' : 'no answer';
  return new CloudFailure({ kind, detail: `${what} from ${url.host}${through}: ${why}`, maybeDone, passing, cause });
}

function tell(cause: KeptCause | undefined, { way, seen, waitedMs, timedOut }: NoReply): NoReplyReason {
  const codes = codesOf(cause);
  const named =
    codes.length > 0 ? ` (${codes.filter((code) => code !== PROXY_FAULT).join(', ')})`.replace(' ()', '') : '';
  if (timedOut || (codes.includes('UND_ERR_CONNECT_TIMEOUT') && way.waiting.has('name'))) return tooLate(way, waitedMs);
  const proxy = proxyFault(cause, codes);
  if (proxy !== undefined) return { kind: 'proxy', why: proxy + named, maybeDone: false };
  const certificate = nameCertificateFault(codes, seen, Date.now());
  if (certificate) return { ...certificate, why: certificate.why + named, maybeDone: false };
  const passing = codes.some((code) => PASSING.test(code)) || brokeOffInTls(cause);
  const early = tlsFault(cause, codes) ?? look(BEFORE_SENDING, codes);
  if (early !== undefined)
    return { kind: 'unavailable', why: early + named + ledAstray(way), maybeDone: false, passing };
  if (isRubbish(cause) || look(BAD_HEADER, codes) !== undefined)
    return {
      kind: 'unreadable',
      why: `${look(BAD_HEADER, codes) ?? 'its header cannot be parsed'}${named}`,
      maybeDone: true,
    };
  return { kind: 'unavailable', why: `the connection broke after ${waitedMs} ms${named}`, maybeDone: true, passing };
}

/** What has not come before the instance was reached was no answer to the request. */
function tooLate({ waiting }: ProxyRoute, ms: number): NoReplyReason {
  if (waiting.has('name'))
    return {
      kind: waiting.has('proxy') ? 'proxy' : 'unavailable',
      why: `DNS did not answer within ${ms} ms`,
      maybeDone: false,
    };
  if (waiting.has('proxy')) return { kind: 'proxy', why: `the proxy did not answer within ${ms} ms`, maybeDone: false };
  return { kind: 'unavailable', why: `none within ${ms} ms`, maybeDone: true };
}

/** undici tells the proxy's status in words only. */
function proxyFault(cause: KeptCause | undefined, codes: readonly string[]): string | undefined {
  const status = /^Proxy response \((\d{3})\)/.exec(cause?.message ?? '')?.[1];
  if (status === '407') return 'the proxy requires a user name and password, or rejects the ones that are set (407)';
  if (status !== undefined) return `the proxy refuses to connect to it (${status})`;
  if (!codes.includes(PROXY_FAULT)) return undefined;
  if (isRubbish(cause)) return 'the configured proxy does not answer like a proxy';
  if (codes.some(isCertificateCode)) return "the proxy's own certificate is not accepted";
  const why = look(BEFORE_SENDING, codes);
  return why === undefined ? 'the proxy closed the connection' : `the proxy cannot be reached: ${why}`;
}

/** The parser of undici tells by its name alone. */
function isRubbish(cause: KeptCause | undefined): boolean {
  return cause !== undefined && (cause.name === 'HTTPParserError' || isRubbish(cause.cause as KeptCause | undefined));
}

/** A name that leads into the own house was answered by a filter or a sign-in page, and not by the name's owner. */
function ledAstray({ addresses, proxy }: ProxyRoute): string {
  const [first] = addresses;
  if (first === undefined || proxy !== undefined || !addresses.every((address) => problemOfAddress(address, false)))
    return '';
  return `; the name resolves to ${first} here, which is not a public address: a filter, a VPN or a sign-in page of the network may be answering for it`;
}

/** Only what the handshake ends with; an alert that comes later may follow upon the request. */
function tlsFault(cause: KeptCause | undefined, codes: readonly string[]): string | undefined {
  const known = look(TLS, codes);
  if (known !== undefined) return known;
  return brokeOffInTls(cause) ? 'the connection broke during the TLS handshake' : undefined;
}

const brokeOffInTls = (cause: KeptCause | undefined): boolean =>
  /before secure TLS connection was established/.test(cause?.message ?? '');

/** Whether an error is about the other side's certificate. */
export function isCertificateFault(error: unknown): boolean {
  const codes = codesOf(keepCause(error, String));
  return !codes.includes(PROXY_FAULT) && codes.some(isCertificateCode);
}

function look(table: Readonly<Record<string, string>>, codes: readonly string[]): string | undefined {
  const code = codes.find((name) => Object.hasOwn(table, name));
  return code === undefined ? undefined : table[code];
}
