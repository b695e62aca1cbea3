import { request as plainRequest } from 'node:http';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import type { ConnectionOptions, PeerCertificate, TLSSocket } from 'node:tls';
import { safeExcerpt } from '../text/safe-excerpt.js';
import { boundedBy } from './deadline-signal.js';
import { basicOf } from './route.js';
import type { ProxyRoute } from './route.js';

/** A certificate that was not accepted, looked at to name it. Nothing in it proves anything. */
export interface SeenCertificate {
  /** Safe to show. */
  readonly issuer: string;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** The clock of whoever answered: epoch milliseconds. */
  readonly theirs: number | undefined;
}

/** Bounds the second look alone. Milliseconds. */
const LOOK_MS = 3000;
const SHOWN = 80;

/**
 * Looks a second time at a certificate that was refused, since Node tells no more of it than why. The only place
 * that a certificate is not checked: nothing goes out but a request for the time, and what comes back is only told.
 */
export async function lookAtCertificate(
  url: URL,
  way: ProxyRoute,
  signal: AbortSignal,
): Promise<SeenCertificate | undefined> {
  const bound = boundedBy(LOOK_MS, signal);
  try {
    const tunnel = way.proxy === undefined ? undefined : await openTunnel(url, new URL(way.proxy), bound.signal);
    return await look(url, tunnel, bound.signal);
  } catch {
    return undefined;
  } finally {
    bound.release();
  }
}

/** Only through a proxy that is spoken to in the clear, as nearly all are. */
function openTunnel(url: URL, proxy: URL, signal: AbortSignal): Promise<Duplex> {
  const { hostname, port, username } = proxy;
  const headers = username === '' ? {} : { 'proxy-authorization': `Basic ${basicOf(proxy)}` };
  return new Promise((resolve, reject) => {
    if (proxy.protocol !== 'http:') throw new Error('not a plain proxy');
    const asked = plainRequest({
      host: bare(hostname),
      port: port || '80',
      method: 'CONNECT',
      path: `${url.hostname}:${portOf(url)}`,
      headers,
      signal,
    });
    asked.on('connect', (reply, socket) => {
      if (reply.statusCode === 200) resolve(socket);
      else reject(new Error(`the proxy answered ${String(reply.statusCode)}`));
    });
    asked.on('error', reject).end();
  });
}

function look(url: URL, tunnel: Duplex | undefined, signal: AbortSignal): Promise<SeenCertificate | undefined> {
  const host = bare(url.hostname);
  const where: ConnectionOptions = tunnel ? { socket: tunnel } : { host, port: Number(portOf(url)) };
  return new Promise((resolve) => {
    const socket = connect({
      ...where,
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      rejectUnauthorized: false,
    });
    let head = '';
    const end = (): void => {
      signal.removeEventListener('abort', end);
      resolve(read(socket, head));
      socket.destroy();
    };
    signal.addEventListener('abort', end, { once: true });
    socket.on('secureConnect', () => {
      socket.write(`HEAD / HTTP/1.1\r\nhost: ${url.host}\r\nconnection: close\r\n\r\n`);
    });
    socket.on('data', (bytes: Buffer) => {
      head += bytes.toString('latin1');
      if (head.includes('\r\n\r\n') || head.length > 16_384) end();
    });
    socket.on('error', end).on('end', end);
  });
}

function read(socket: TLSSocket, head: string): SeenCertificate | undefined {
  // Empty where none was seen yet, null once the socket is gone.
  const certificate = socket.getPeerCertificate() as Partial<PeerCertificate> | null;
  const [from, to] = [Date.parse(certificate?.valid_from ?? ''), Date.parse(certificate?.valid_to ?? '')];
  if (!certificate?.issuer || Number.isNaN(from) || Number.isNaN(to)) return undefined;
  const { CN, O } = certificate.issuer as Partial<Record<'CN' | 'O', string | string[]>>;
  const theirs = Date.parse(/^date: *([A-Z][a-z]{2}, [^\r\n]+)/im.exec(head)?.[1] ?? '');
  return {
    issuer: safeExcerpt(String(CN ?? O ?? 'without a name'), SHOWN),
    from,
    to,
    theirs: Number.isNaN(theirs) ? undefined : theirs,
  };
}

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');
const portOf = ({ port }: URL): string => (port === '' ? '443' : port);
