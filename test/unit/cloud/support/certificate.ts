import { makeCertificate as makeFor } from '../../../../src/sandbox/services/certificate.js';
import type { Certificate } from '../../../../src/sandbox/services/certificate.js';

export type { Certificate };

/** A certificate self-signed, for one name. */
export function makeCertificate(dnsName: string, between: Parameters<typeof makeFor>[1] = {}): Certificate {
  return makeFor([dnsName], between);
}
