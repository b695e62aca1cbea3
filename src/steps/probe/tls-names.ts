import { certificateNames } from '../../connection/detect/certificate-names.js';
import type { Endpoint } from '../../model/endpoint.js';
import type { ServiceFacts } from '../../model/facts.js';
import type { ProbeOptions } from './options.js';

/** The names are a help, not worth a long wait. */
const HANDSHAKE_MS = 3000;

/** A service that is told by its bytes; one that speaks TLS also by the names in its certificate. */
export async function withTlsNames(
  service: ServiceFacts,
  endpoint: Endpoint,
  { timeoutMs, signal, route }: ProbeOptions,
): Promise<ServiceFacts> {
  if (service.kind !== 'tls') return service;
  const names = await certificateNames(endpoint, { deadlineMs: Math.min(timeoutMs, HANDSHAKE_MS), signal, route });
  return names.length === 0 ? service : { ...service, names };
}
