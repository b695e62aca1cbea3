import { request as plainRequest } from 'node:http';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import type { ConnectionOptions, DetailedPeerCertificate, PeerCertificate, TLSSocket } from 'node:tls';
import { safeExcerpt } from '../text/safe-excerpt.js';
import { boundedBy } from './deadline-signal.js';
import { basicOf } from './route.js';
import type { ProxyRoute } from './route.js';

interface Dated {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** A certificate that was not accepted, looked at to name it. Nothing in it proves anything. */
export interface SeenCertificate extends Dated {
  /** Safe to show. */
  readonly issuer: string;
  /** Those between it and an authority, as far as the server sends them; names are safe to show. */
  readonly intermediates: readonly (Dated & { readonly name: string })[];
  /** It names a place where the certificate of its issuer is published, as those of public authorities do. */
  readonly isPublic: boolean;
  /** The clock of the one who answered: epoch milliseconds. */
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
  const leaf = socket.getPeerCertificate(true) as Partial<DetailedPeerCertificate> | null;
  const dates = leaf && datesOf(leaf);
  if (!leaf?.issuer || !dates) return undefined;
  const theirs = Date.parse(/^date: *([A-Z][a-z]{2}, [^\r\n]+)/im.exec(head)?.[1] ?? '');
  return {
    ...dates,
    issuer: nameOf(leaf.issuer),
    intermediates: above(leaf, 0),
    isPublic: Object.keys(leaf.infoAccess ?? {}).some((way) => way.startsWith('CA Issuers')),
    theirs: Number.isNaN(theirs) ? undefined : theirs,
  };
}

const LONGEST_CHAIN = 10;

/** An authority is its own issuer, and ends the chain. */
function above(
  { issuerCertificate: next }: Partial<DetailedPeerCertificate>,
  depth: number,
): SeenCertificate['intermediates'] {
  const dates = next && datesOf(next);
  if (!dates || next.issuerCertificate === next || depth > LONGEST_CHAIN) return [];
  return [{ name: nameOf(next.subject), ...dates }, ...above(next, depth + 1)];
}

function datesOf({ valid_from = '', valid_to = '' }: Partial<PeerCertificate>): Dated | undefined {
  const [from, to] = [Date.parse(valid_from), Date.parse(valid_to)];
  return Number.isNaN(from) || Number.isNaN(to) ? undefined : { from, to };
}

function nameOf(subject: PeerCertificate['subject']): string {
  const { CN, O } = subject as Partial<Record<'CN' | 'O', string | string[]>>;
  return safeExcerpt(String(CN ?? O ?? 'without a name'), SHOWN);
}

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');
const portOf = ({ port }: URL): string => (port === '' ? '443' : port);
