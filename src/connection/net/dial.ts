import { connect, isIP, isIPv4 } from 'node:net';
import type { Socket } from 'node:net';
import { readHost } from './address.js';
import { atDeadline } from './deadline.js';
import { errnoOf, describeFailure, failureReason } from './failure.js';
import { openTunnel } from './tunnel.js';
import type { ConnectionFailure, Timing } from '../../model/failure.js';
import type { Endpoint, Route } from '../../model/endpoint.js';
import { monotonicMs } from './monotonic-clock.js';
import { systemResolver } from './resolver.js';
import type { Resolver } from './resolver.js';

export interface DialOptions {
  /** For resolving and connecting together. Milliseconds. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Why an address must not be dialled. Asked of the very address that is dialled, so no name can lead elsewhere. */
  readonly refuseAddress?: ((ip: string) => string | undefined) | undefined;
  readonly resolver?: Resolver | undefined;
  /** The one proxy to go through. Names are resolved here all the same: what was checked is what is dialled. */
  readonly route?: Route | undefined;
}

export type Dialled =
  | { readonly ok: true; readonly socket: Socket; readonly address: string; readonly timing: Timing }
  | { readonly ok: false; readonly failure: ConnectionFailure; readonly timing: Timing };

/**
 * Opens one TCP connection: no proxy but the route's, no second address, no second try. The caller owns the socket that is
 * handed over. Never throws, and ends by the deadline.
 */
export async function dialEndpoint(endpoint: Endpoint, options: DialOptions): Promise<Dialled> {
  const startedAt = monotonicMs();
  if (!isPort(endpoint.port)) {
    return {
      ok: false,
      failure: describeFailure('local', 'connect', { endpoint, ms: 0, detail: 'there is no such port' }),
      timing: { total: 0 },
    };
  }
  const resolved = await resolveHost(endpoint, options);
  const resolveMs = monotonicMs() - startedAt;
  if (!resolved.ok) return { ok: false, failure: resolved.failure, timing: { resolve: resolveMs, total: resolveMs } };
  const left = { ...options, deadlineMs: Math.max(0, options.deadlineMs - resolveMs) };
  const connecting = options.route
    ? connectThrough(options.route, resolved.address, endpoint, left)
    : connectTo(resolved.address, endpoint, left, options.deadlineMs);
  const outcome = await connecting;
  const total = monotonicMs() - startedAt;
  if (outcome.ok)
    return { ...outcome, address: resolved.address, timing: { resolve: resolveMs, connect: total - resolveMs, total } };
  return { ...outcome, timing: { resolve: resolveMs, total } };
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}

type Resolved =
  { readonly ok: true; readonly address: string } | { readonly ok: false; readonly failure: ConnectionFailure };

/** The one address of a host: itself, or of a name the first IPv4 address, else the first. */
export async function resolveHost(endpoint: Endpoint, options: DialOptions): Promise<Resolved> {
  const startedAt = monotonicMs();
  const fail = (
    reason: 'resolve' | 'cancelled',
    about: { errno?: string | undefined; detail?: string } = {},
  ): Resolved => ({
    ok: false,
    failure: describeFailure(reason, 'resolve', { endpoint, ms: monotonicMs() - startedAt, ...about }),
  });
  const { host } = endpoint;
  if (options.signal?.aborted) return fail('cancelled');
  let address: string | undefined = host;
  if (isIP(host) === 0) {
    // The system's resolver would read `84.111.222` as an address of its own making.
    if (!readHost(host).ok) return fail('resolve', { detail: 'it is neither an address nor a host name' });
    const found = await bounded((options.resolver ?? systemResolver)(host), options);
    if (found.end === 'error') return fail('resolve', { errno: errnoOf(found.cause) });
    // Nothing was sent to the terminal's side yet: a silent DNS server must not look like a silent port.
    if (found.end === 'timeout') return fail('resolve', { detail: 'DNS did not answer in time' });
    if (found.end === 'cancelled') return fail('cancelled');
    address = found.value.find((each) => isIPv4(each)) ?? found.value[0];
    if (address === undefined || isIP(address) === 0) return fail('resolve');
  }
  const refusal = options.refuseAddress?.(address);
  return refusal === undefined ? { ok: true, address } : fail('resolve', { detail: `${address}: ${refusal}` });
}

type Bounded<T> =
  | { readonly end: 'value'; readonly value: T }
  | { readonly end: 'error'; readonly cause: unknown }
  | { readonly end: 'timeout' }
  | { readonly end: 'cancelled' };

/** A lookup cannot be cancelled: it is left behind, and its answer ignored. */
function bounded<T>(promise: Promise<T>, { deadlineMs, signal }: DialOptions): Promise<Bounded<T>> {
  return new Promise((done) => {
    const end = (result: Bounded<T>): void => {
      callOff();
      signal?.removeEventListener('abort', onAbort);
      done(result);
    };
    const onAbort = (): void => {
      end({ end: 'cancelled' });
    };
    const callOff = atDeadline(deadlineMs, () => {
      end({ end: 'timeout' });
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    promise.then(
      (value) => {
        end({ end: 'value', value });
      },
      (cause: unknown) => {
        end({ end: 'error', cause });
      },
    );
  });
}

/** Goes through the proxy to the address that was checked. Whose failure it is, the proxy's or the place's, is told apart. */
async function connectThrough(
  route: Route,
  address: string,
  endpoint: Endpoint,
  options: DialOptions,
): Promise<Connected> {
  const startedAt = monotonicMs();
  const { signal, resolver, deadlineMs } = options;
  const spent = (): number => monotonicMs() - startedAt;
  const fail = (reason: ConnectionFailure['reason'], detail?: string, errno?: string): Connected => ({
    ok: false,
    failure: describeFailure(reason, 'connect', { endpoint, ms: spent(), errno, detail }),
  });
  const toProxy = await dialEndpoint(route.proxy, { deadlineMs, signal, resolver });
  if (!toProxy.ok) {
    const { reason, errno } = toProxy.failure;
    return reason === 'cancelled' || reason === 'local'
      ? fail(reason, undefined, errno)
      : fail('proxy', `${route.name}, ${reason}`, errno);
  }
  const { socket } = toProxy;
  const led = await openTunnel(
    socket,
    route,
    { host: address, port: endpoint.port },
    { deadlineMs: deadlineMs - spent(), signal },
  );
  if (led.ok) return { ok: true, socket };
  socket.destroy();
  return fail(led.reason, led.detail === undefined ? `seen through ${route.name}` : `${route.name}, ${led.detail}`);
}

type Connected =
  { readonly ok: true; readonly socket: Socket } | { readonly ok: false; readonly failure: ConnectionFailure };

function connectTo(address: string, endpoint: Endpoint, options: DialOptions, wholeMs: number): Promise<Connected> {
  const { signal, deadlineMs } = options;
  const startedAt = monotonicMs();
  const spent = (): number => wholeMs - deadlineMs + (monotonicMs() - startedAt);
  return new Promise((done) => {
    const end = (result: Connected): void => {
      callOff();
      signal?.removeEventListener('abort', onAbort);
      socket.removeListener('connect', onConnect);
      socket.removeListener('error', onError);
      if (!result.ok) socket.destroy();
      done(result);
    };
    const fail = (reason: ConnectionFailure['reason'], errno?: string): void => {
      end({ ok: false, failure: describeFailure(reason, 'connect', { endpoint, ms: spent(), errno }) });
    };
    const onAbort = (): void => {
      fail('cancelled');
    };
    const onConnect = (): void => {
      end({ ok: true, socket });
    };
    const onError = (cause: Error): void => {
      const errno = errnoOf(cause);
      fail(failureReason(errno), errno);
    };
    const callOff = atDeadline(deadlineMs, () => {
      fail('timeout');
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    const socket = connect({ host: address, port: endpoint.port, autoSelectFamily: false, noDelay: true });
    socket.once('connect', onConnect);
    socket.once('error', onError);
    // An error that nobody listens for is thrown, also that of a socket that is going away.
    socket.on('error', () => undefined);
    if (signal?.aborted) onAbort();
  });
}
