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
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name; something else may be answering in its place',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
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
  const issuer = seen ? `, “${seen.issuer}”` : '';
  if (UNKNOWN_ISSUER.includes(code)) {
    return {
      kind: 'untrusted',
      why: `its certificate comes from an authority that this machine does not know${issuer}: most likely the company’s inspecting proxy, which opens TLS on the way`,
    };
  }
  const dated = code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID';
  if (dated && seen?.theirs !== undefined && seen.theirs >= seen.from && seen.theirs <= seen.to) {
    return {
      kind: 'clock',
      why: `its certificate is good at ${iso(seen.theirs)}, the time by its own clock, and not at ${iso(now)}, the time by the clock of this computer`,
    };
  }
  const dates =
    dated && seen
      ? `: it was good from ${iso(seen.from)} to ${iso(seen.to)}, and the clock of this computer shows ${iso(now)}`
      : '';
  return { kind: 'untrusted', why: (OTHERS[code] ?? '') + dates };
}

const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
