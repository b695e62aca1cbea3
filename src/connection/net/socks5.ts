import type { Socket } from 'node:net';
import type { TunnelOptions, Tunnelled } from './tunnel-types.js';
import type { FailureReason } from '../../model/failure.js';
import type { Endpoint } from '../../model/endpoint.js';
/** What a proxy says of the place behind it (RFC 1928, section 6); every other reply is about the proxy itself. */
const ABOUT_THE_PLACE: Readonly<Record<string, FailureReason>> = {
  NetworkUnreachable: 'unreachable',
  HostUnreachable: 'unreachable',
  ConnectionRefused: 'refused',
  // Proxies say so of the one who did not answer in time.
  TTLExpired: 'timeout',
};

/** Its answer to the greeting (RFC 1928, section 3). */
const GREETING_BYTES = 2;

/** Asks for a connection with no authentication. Once the proxy has greeted, silence is that of the place behind. */
export async function socks5Connect(
  socket: Socket,
  proxy: Endpoint,
  destination: Endpoint,
  { deadlineMs, signal }: TunnelOptions,
): Promise<Tunnelled> {
  const { SocksClient } = await import('socks');
  if (signal?.aborted) return { ok: false, reason: 'cancelled' };
  if (socket.destroyed) return { ok: false, reason: 'proxy', detail: 'it closed the connection' };
  const onAbort = (): void => {
    socket.destroy();
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    await SocksClient.createConnection({
      command: 'connect',
      proxy: { ...proxy, type: 5 },
      destination: { ...destination },
      existing_socket: socket,
      timeout: deadlineMs,
    });
    return { ok: true };
  } catch (error) {
    if (signal?.aborted) return { ok: false, reason: 'cancelled' };
    return meaningOf(error instanceof Error ? error.message : '', socket.bytesRead >= GREETING_BYTES);
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

function meaningOf(message: string, greeted: boolean): Tunnelled {
  if (/timed out/i.test(message))
    return greeted
      ? { ok: false, reason: 'timeout' }
      : { ok: false, reason: 'proxy', detail: 'it gave no answer in time' };
  const said = /rejected connection - (\w+)/i.exec(message)?.[1] ?? '';
  const reason = ABOUT_THE_PLACE[said];
  return reason === undefined ? { ok: false, reason: 'proxy', detail: message } : { ok: false, reason };
}
