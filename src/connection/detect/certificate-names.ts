import type { PeerCertificate } from 'node:tls';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import { dialEndpoint } from '../net/dial.js';
import type { DialOptions } from '../net/dial.js';
import type { Endpoint } from '../../model/endpoint.js';
import { monotonicMs } from '../net/monotonic-clock.js';

const MAX_NAMES = 4;
const MAX_LENGTH = 60;

/**
 * The names in the certificate of a TLS server, safe to show: they tell whose page it is. Shakes hands on a connection
 * of its own, sends nothing else, and trusts nothing of what it reads. None where there is no certificate in time.
 */
export async function certificateNames(endpoint: Endpoint, options: DialOptions): Promise<readonly string[]> {
  const startedAt = monotonicMs();
  const dialled = await dialEndpoint(endpoint, options);
  if (!dialled.ok) return [];
  const { socket } = dialled;
  // Takes a while to load, and few ports speak it.
  const { connect } = await import('node:tls');
  const left = Math.max(0, options.deadlineMs - (monotonicMs() - startedAt));
  return new Promise((done) => {
    // Old routers have old certificates and ciphers; this is for reading a name, not for trusting it.
    const secured = connect({ socket, rejectUnauthorized: false, minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' });
    let names: readonly string[] = [];
    const stop = (): void => {
      secured.destroy();
      socket.destroy();
    };
    const timer = setTimeout(stop, left);
    options.signal?.addEventListener('abort', stop, { once: true });
    secured.on('error', stop);
    secured.once('secureConnect', () => {
      names = namesIn(secured.getPeerCertificate());
      stop();
    });
    socket.once('close', () => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', stop);
      stop();
      done(names);
    });
    if (options.signal?.aborted) stop();
  });
}

/** The common name, then the alternatives: `DNS:a.example, IP Address:192.0.2.1` (RFC 5280, section 4.2.1.6). */
function namesIn(certificate: Partial<PeerCertificate>): readonly string[] {
  const common: string | readonly string[] | undefined = certificate.subject?.CN;
  const alternatives = (certificate.subjectaltname ?? '')
    .split(', ')
    .map((entry) => entry.replace(/^[A-Za-z ]{1,20}:/, ''));
  const all = [common ?? [], alternatives].flat().filter((name) => name.trim() !== '');
  return [...new Set(all.map((name) => safeExcerpt(name, MAX_LENGTH)))].slice(0, MAX_NAMES);
}
