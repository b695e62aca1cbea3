import { codesOf, keepCause } from './cause.js';
import type { KeptCause } from './cause.js';
import { CloudFailure } from './errors.js';

export interface NoReply {
  readonly url: URL;
  /** Proxies that may be on the way. */
  readonly via: readonly string[];
  readonly waitedMs: number;
  readonly timedOut: boolean;
  readonly redact: (text: string) => string;
}

/** Codes after which not a byte of the request can have left. */
const BEFORE_SENDING: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known; is the instance written right?',
  EAI_AGAIN: 'names cannot be looked up at the moment',
  ECONNREFUSED: 'it refuses the connection',
  EHOSTUNREACH: 'there is no way to it from here',
  ENETUNREACH: 'there is no way to it from here',
  EADDRNOTAVAIL: 'this machine could not open a connection',
  EMFILE: 'this machine has too many files open',
  EACCES: 'this machine forbids the connection',
  EPERM: 'this machine forbids the connection',
  UND_ERR_CONNECT_TIMEOUT: 'it does not accept the connection in time',
};

/** What TLS found; the remedy is never to look away. */
const TLS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; is the clock of this machine right?',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name; something else may be answering in its place',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that this machine does not know, as an inspecting proxy does',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an authority that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate comes from an authority that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that this machine does not know',
  CERT_REVOKED: 'its certificate was revoked',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS on this port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS on this port',
};

/** Names what kept an answer from coming. */
export function noReply(error: unknown, { url, via, waitedMs, timedOut, redact }: NoReply): CloudFailure {
  const cause = keepCause(error, redact);
  const codes = codesOf(cause);
  const way = via.length > 0 ? ` (a proxy is configured: ${via.join(', ')})` : '';
  const tell = (why: string, maybeDone: boolean) =>
    new CloudFailure({ kind: 'unavailable', detail: `no answer from ${url.host}${way}: ${why}`, maybeDone, cause });
  if (timedOut) return tell(`none within ${waitedMs} ms`, true);
  const early = tunnelFault(cause) ?? tlsFault(cause, codes) ?? look(BEFORE_SENDING, codes);
  const named = codes.length > 0 ? ` (${codes.join(', ')})` : '';
  return early === undefined ? tell(`the connection broke after ${waitedMs} ms${named}`, true) : tell(early + named, false);
}

/** undici tells the proxy's status in words only. */
function tunnelFault(cause: KeptCause | undefined): string | undefined {
  const status = /^Proxy response \((\d{3})\)/.exec(cause?.message ?? '')?.[1];
  if (status === undefined) return undefined;
  return status === '407' ? 'the proxy asks for a user name and a password (407)' : `the proxy refuses to connect to it (${status})`;
}

/** Only what the handshake ends with; an alert that comes later may follow upon the request. */
function tlsFault(cause: KeptCause | undefined, codes: readonly string[]): string | undefined {
  const known = look(TLS, codes);
  if (known !== undefined) return known;
  return /before secure TLS connection was established/.test(cause?.message ?? '') ? 'it broke off while TLS was being agreed' : undefined;
}

function look(table: Readonly<Record<string, string>>, codes: readonly string[]): string | undefined {
  const code = codes.find((name) => Object.hasOwn(table, name));
  return code === undefined ? undefined : table[code];
}
