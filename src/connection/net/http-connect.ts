import type { Socket } from 'node:net';
import { headReader } from '../http/head.js';
import type { HttpHead } from '../http/head.js';
import { atDeadline } from './deadline.js';
import { formatPair } from '../../model/endpoint.js';
import type { TunnelOptions, Tunnelled } from './tunnel-types.js';
import type { FailureReason } from '../../model/failure.js';
import type { Endpoint } from '../../model/endpoint.js';
/** No proxy says more before the tunnel begins. */
const MAX_HEAD_BYTES = 16 * 1024;

/** What a gateway says of the place behind it (RFC 9110, 15.6). A 503 may be about the proxy as well. */
const BY_STATUS: Readonly<Record<number, FailureReason>> = { 502: 'unreachable', 504: 'timeout' };

/** Proxy-Status, its error parameter (RFC 9209, 2.3). */
const BY_PROXY_STATUS: Readonly<Record<string, FailureReason>> = {
  connection_refused: 'refused',
  connection_terminated: 'reset',
  connection_timeout: 'timeout',
  destination_unavailable: 'unreachable',
  destination_ip_unroutable: 'unreachable',
};

/** Squid's own header, with Linux's number of the error: `ERR_CONNECT_FAIL 111`. */
const BY_SQUID: Readonly<Record<string, FailureReason>> = {
  '101': 'unreachable',
  '110': 'timeout',
  '111': 'refused',
  '113': 'unreachable',
};

/** Asks an HTTP proxy for a tunnel with CONNECT (RFC 9110, 9.3.6). Bytes that follow its reply belong to the tunnel. */
export function httpConnect(
  socket: Socket,
  destination: Endpoint,
  { deadlineMs, signal }: TunnelOptions,
): Promise<Tunnelled> {
  const reader = headReader();
  let came = Buffer.alloc(0);
  return new Promise((done) => {
    const end = (result: Tunnelled): void => {
      callOff();
      signal?.removeEventListener('abort', onAbort);
      socket.removeListener('readable', onReadable);
      socket.removeListener('end', onClose);
      socket.removeListener('close', onClose);
      done(result);
    };
    const fail = (detail: string): void => {
      end({ ok: false, reason: 'proxy', detail });
    };
    const onAbort = (): void => {
      end({ ok: false, reason: 'cancelled' });
    };
    const onClose = (): void => {
      fail('it closed the connection without an answer');
    };
    const onReadable = (): void => {
      const chunk = socket.read() as Buffer | null;
      if (chunk === null) return;
      came = Buffer.concat([came, chunk]);
      const state = reader.read(came);
      if (state.state === 'more') {
        if (came.length > MAX_HEAD_BYTES) fail('its answer is too long');
        return;
      }
      if (!state.head) {
        fail('its answer is not HTTP');
        return;
      }
      const result = meaningOf(state.head);
      if (result.ok && state.at < came.length) socket.unshift(came.subarray(state.at));
      end(result);
    };
    const callOff = atDeadline(deadlineMs, () => {
      end({ ok: false, reason: 'timeout', detail: 'it gave no answer in time' });
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('readable', onReadable);
    socket.once('end', onClose);
    socket.once('close', onClose);
    if (signal?.aborted) {
      onAbort();
      return;
    }
    if (socket.destroyed) {
      onClose();
      return;
    }
    const authority = formatPair(destination);
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
  });
}

function meaningOf({ status, headers }: HttpHead): Tunnelled {
  if (status !== undefined && status >= 200 && status < 300) return { ok: true };
  const detail =
    status === 407
      ? 'it requires a user name and password (407)'
      : `it answered ${status === undefined ? 'with no status' : String(status)}`;
  const told = /\berror="?(\w+)/.exec(headers.get('proxy-status') ?? '')?.[1] ?? '';
  const squid = /^ERR_CONNECT_FAIL (\d{1,4})/.exec(headers.get('x-squid-error') ?? '')?.[1] ?? '';
  const reason = BY_PROXY_STATUS[told] ?? BY_SQUID[squid] ?? BY_STATUS[status ?? 0];
  return { ok: false, reason: reason ?? 'proxy', detail };
}
