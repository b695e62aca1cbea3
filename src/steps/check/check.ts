import type { Socket } from 'node:net';
import { dial } from '../../connection/net/dial.js';
import { failure } from '../../connection/net/failure.js';
import { pause } from '../../connection/net/mutex.js';
import type { Pair, Target } from '../../model/endpoint.js';
import type { Facts, PortFacts, TcpFacts } from '../../model/facts.js';
import { hadAccepted } from './reset-after-accept.js';
import { locate } from './locate.js';
import type { Located, LocateOptions } from './locate.js';
import type { Report } from '../dependencies.js';
import { announcePorts, toldPort } from '../report-ports.js';

/** `timeoutMs` is for each pair. */
export interface CheckOptions extends LocateOptions {
  /** Is told of each port as it is seen. */
  readonly report?: Report | undefined;
}

/** Whether each pair of a target accepts a TCP connection, side by side. Nothing is sent. Never throws. */
export async function checkTarget(target: Target, options: CheckOptions): Promise<Facts> {
  const at = Date.now();
  announcePorts(target, options.report);
  const located = await locate(target, options);
  const [posxml, log] = await Promise.all([checkPair(target.posxml, located, options), checkPair(target.log, located, options)]);
  return { at, looked: 'tcp', address: located.address, ...(posxml && { posxml }), ...(log && { log }) };
}

async function checkPair(pair: Pair | undefined, located: Located, options: CheckOptions): Promise<PortFacts | undefined> {
  if (!pair) return undefined;
  if (located.ip === undefined) return located.closed(pair);
  return toldPort({ pair, tcp: await reach(pair, located.ip, options), service: undefined }, 'tcp', options.report);
}

/** Some proxies say yes first and connect afterwards; where that fails, they close. Milliseconds. */
const PROXY_SETTLES_MS = 400;

async function reach(pair: Pair, ip: string, { timeoutMs, signal, route }: CheckOptions): Promise<TcpFacts> {
  const endpoint = { host: ip, port: pair.port };
  const { timing, ...dialled } = await dial(endpoint, { deadlineMs: timeoutMs, signal, route });
  if (!dialled.ok) return hadAccepted(dialled.failure) ? { open: true, timing, address: ip } : { open: false, failure: dialled.failure, timing };
  const { socket, address } = dialled;
  const closed = new Promise<true>((done) => socket.once('close', () => { done(true); }));
  if (route && (await Promise.race([closed, settle(socket, signal)]))) {
    return { open: false, failure: failure('closed', 'connect', { endpoint, ms: timing.total, detail: `seen from ${route.name}` }), timing };
  }
  socket.destroy();
  await closed;
  return { open: true, timing, address };
}

async function settle(socket: Socket, signal: AbortSignal | undefined): Promise<false> {
  socket.resume();
  await pause(PROXY_SETTLES_MS, signal);
  return false;
}
