import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { PeerCertificate } from 'node:tls';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import { GREETING_BYTES, hangUp, listenTo } from '../listen.js';
import type { Heard } from '../listen.js';
import { atDeadline } from '../net/deadline.js';
import { dialEndpoint } from '../net/dial.js';
import type { DialOptions } from '../net/dial.js';
import type { Endpoint } from '../../model/endpoint.js';
import { monotonicMs } from '../net/monotonic-clock.js';

const MAX_NAMES = 4;
const MAX_LENGTH = 60;

interface HandshakeOptions extends DialOptions {
  /** How long it is listened to first; one that speaks or closes meanwhile is sent nothing. Milliseconds. */
  readonly listenMs?: number;
}

/** What a port did when it was left alone, and then greeted as a TLS server is. */
export interface Handshake extends Heard {
  /** Whether it was sent the greeting (ClientHello). */
  readonly greeted: boolean;
  /** Those in its certificate, safe to show: they tell whose page it is. */
  readonly names: readonly string[];
}

/**
 * Shakes hands on a connection of its own, sends nothing else, and trusts nothing of what it reads. Undefined where no
 * connection came about. Never throws, and ends by the deadline.
 */
export async function shakeHands(endpoint: Endpoint, options: HandshakeOptions): Promise<Handshake | undefined> {
  const startedAt = monotonicMs();
  const dialled = await dialEndpoint(endpoint, options);
  if (!dialled.ok) return undefined;
  const { socket } = dialled;
  const { listenMs = 0, signal } = options;
  const left = (): number => Math.max(0, options.deadlineMs - (monotonicMs() - startedAt));
  const heard = listenMs > 0 ? await listenTo(socket, Math.min(listenMs, left()), signal) : undefined;
  const speaks = heard !== undefined && (heard.received > 0 || heard.ended !== 'open');
  const seen: Handshake = speaks
    ? { ...heard, greeted: false, names: [] }
    : { ...(await greet(socket, left(), signal)), greeted: true };
  await hangUp(socket);
  return seen;
}

async function greet(
  socket: Socket,
  deadlineMs: number,
  signal: AbortSignal | undefined,
): Promise<Heard & Pick<Handshake, 'names'>> {
  const startedAt = monotonicMs();
  // Takes a while to load, and few ports speak it.
  const { connect } = await import('node:tls');
  let bytes = Buffer.alloc(0);
  let received = 0;
  const line = lineOf(socket, (chunk) => {
    received += chunk.length;
    if (bytes.length < GREETING_BYTES) bytes = Buffer.concat([bytes, chunk.subarray(0, GREETING_BYTES)]);
  });
  return new Promise((done) => {
    // Old routers have old certificates and ciphers; this is for reading a name, not for trusting it.
    const secured = connect({
      socket: line,
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });
    const end = (ended: Heard['ended'], names: readonly string[] = []): void => {
      callOff();
      signal?.removeEventListener('abort', onTimeUp);
      socket.off('end', onEnd).off('close', onEnd).off('error', onReset);
      done({ bytes, received, ended, ms: monotonicMs() - startedAt, names });
      secured.destroy();
    };
    const onTimeUp = (): void => {
      end('open');
    };
    const onEnd = (): void => {
      end('closed');
    };
    const onReset = (): void => {
      end('reset');
    };
    const callOff = atDeadline(deadlineMs, onTimeUp);
    signal?.addEventListener('abort', onTimeUp, { once: true });
    socket.once('end', onEnd).once('close', onEnd).once('error', onReset);
    // What it said is no TLS, or is the end of it; where it said nothing, the line itself tells how it ends.
    secured.on('error', () => {
      if (received > 0) end('open');
    });
    secured.once('secureConnect', () => {
      end('open', namesIn(secured.getPeerCertificate()));
    });
    if (signal?.aborted) onTimeUp();
  });
}

/** A connection for TLS to work on, of which each piece that comes is seen: TLS itself hides what it cannot read. */
function lineOf(socket: Socket, seen: (chunk: Buffer) => void): Duplex {
  const line = new Duplex({
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, done) => {
      socket.write(chunk, done);
    },
    final: (done) => {
      done();
    },
  });
  socket.on('data', (chunk: Buffer) => {
    seen(chunk);
    if (!line.push(chunk)) socket.pause();
  });
  socket.once('end', () => line.push(null));
  line.on('error', () => undefined);
  return line;
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
