import type { CloudFailureKind } from '../model/facts.js';
import type { SeenCertificate } from './certificate.js';

/** What ends a handshake and is not about a certificate. */
export const TLS: Readonly<Record<string, string>> = {
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS on this port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS on this port',
};

const UNKNOWN_ISSUER = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
];
const OTHERS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name; another server may be answering in its place',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  CERT_REVOKED: 'its certificate was revoked',
};

export function isCertificateCode(code: string): boolean {
  return Object.hasOwn(OTHERS, code) || UNKNOWN_ISSUER.includes(code);
}

/** What was wrong with a certificate; the remedy is never to look away. `now`: epoch milliseconds of this machine. */
export function nameCertificateFault(
  codes: readonly string[],
  seen: SeenCertificate | undefined,
  now: number,
): { readonly kind: CloudFailureKind; readonly why: string } | undefined {
  const code = codes.find(isCertificateCode);
  if (code === undefined) return undefined;
  if (UNKNOWN_ISSUER.includes(code)) return { kind: 'untrusted', why: unknownIssuer(seen) };
  const dated = code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID';
  const why = OTHERS[code] ?? '';
  if (!dated || !seen) return { kind: 'untrusted', why };
  if (isGood(seen, now))
    return { kind: 'untrusted', why: `${badAbove(seen, now)}, and this computer shows ${iso(now)}` };
  if (seen.theirs !== undefined && isGood(seen, seen.theirs)) {
    return {
      kind: 'clock',
      why: `its certificate is valid at ${iso(seen.theirs)}, its own time, but not at ${iso(now)}, the time of this computer`,
    };
  }
  return { kind: 'untrusted', why: `${why}: ${between(seen)}, and this computer shows ${iso(now)}` };
}

/** One certificate that no other was sent with looks the same from an inspecting proxy and from a server that forgets one. */
function unknownIssuer(seen: SeenCertificate | undefined): string {
  const issuer = seen ? `, “${seen.issuer}”` : '';
  const unknown = `its certificate comes from a CA that this computer does not know${issuer}`;
  const inspected = "your company's TLS-inspecting proxy";
  if (!seen || seen.intermediates.length > 0) return `${unknown}: most likely ${inspected}`;
  const forgotten = 'a server that does not send the intermediate certificate that belongs to it';
  return seen.isPublic
    ? `${unknown}: most likely ${forgotten}`
    : `${unknown}: most likely ${inspected}, or ${forgotten}`;
}

/** Its own dates are right: then those of one above it are not. */
function badAbove({ intermediates }: SeenCertificate, now: number): string {
  const bad = intermediates.find((one) => !isGood(one, now));
  if (!bad) return 'its own certificate is valid, but one of a CA above it has expired or is not valid yet';
  const how = now > bad.to ? 'has expired' : 'is not valid yet';
  return `its own certificate is valid, but the intermediate certificate “${bad.name}” that it sends ${how}: ${between(bad)}`;
}

const isGood = ({ from, to }: Pick<SeenCertificate, 'from' | 'to'>, at: number): boolean => at >= from && at <= to;

const between = ({ from, to }: Pick<SeenCertificate, 'from' | 'to'>): string =>
  `it was valid from ${iso(from)} to ${iso(to)}`;

const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
