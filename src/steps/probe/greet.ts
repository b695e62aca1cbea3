import { classifyAnswer } from '../../connection/detect/classify.js';
import { shakeHands } from '../../connection/detect/handshake.js';
import type { Handshake } from '../../connection/detect/handshake.js';
import type { Endpoint } from '../../model/endpoint.js';
import type { ServiceFacts } from '../../model/facts.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import type { ProbeOptions } from './options.js';

/** A name is a help, not worth a long wait. */
const HANDSHAKE_MS = 3000;

/** Some services look up who calls before they say a word, and hang up on one who does not wait for it. */
const GREETING_MS = 600;

/**
 * A service that is told by its bytes, and one that gave none: what closes on plain text is usually a TLS server, which
 * a second connection tells, with the names in its certificate. It is sent the first message of TLS and nothing else.
 */
export async function greetWhatCloses(
  service: ServiceFacts,
  endpoint: Endpoint,
  { timeoutMs, signal, route }: ProbeOptions,
): Promise<ServiceFacts> {
  const asked = service.kind === 'closes' && service.asked === true;
  if (service.kind !== 'tls' && !asked) return service;
  const seen = await shakeHands(endpoint, {
    deadlineMs: Math.min(timeoutMs, HANDSHAKE_MS),
    ...(asked && { listenMs: GREETING_MS }),
    signal,
    route,
  });
  if (!seen) return service;
  if (service.kind === 'tls') return seen.names.length === 0 ? service : { ...service, names: seen.names };
  return asked ? closerBy(seen, service) : service;
}

function closerBy(seen: Handshake, closes: ServiceFacts): ServiceFacts {
  if (seen.received > 0) return namedBy(seen);
  return seen.greeted || seen.ended === 'open' ? closes : closedUnasked(seen);
}

/** What closes before it is sent anything: how it does that is seen only where nothing was sent. */
export function closedUnasked({ ended, ms }: Pick<Handshake, 'ended' | 'ms'>): ServiceFacts {
  return { kind: 'closes', afterMs: Math.round(ms), reset: ended === 'reset', asked: false };
}

function namedBy(seen: Handshake): ServiceFacts {
  const service = withFirstBytes(classifyAnswer(seen), seen.bytes);
  return service.kind === 'tls' && seen.names.length > 0 ? { ...service, names: seen.names } : service;
}

/** So that a person can check what it was taken for. */
export function withFirstBytes(service: ServiceFacts, bytes: Uint8Array): ServiceFacts {
  return service.kind === 'http' || service.kind === 'tls' || service.kind === 'printer'
    ? { ...service, excerpt: safeExcerpt(bytes) }
    : service;
}
