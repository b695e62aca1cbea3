import type { Socket } from 'node:net';
import { dialEndpoint } from '../../connection/net/dial.js';
import { describeFailure } from '../../connection/net/failure.js';
import { sleepAtLeast } from '../../connection/net/pause.js';
import type { Pair, Target } from '../../model/endpoint.js';
import type { Facts, PortFacts, TcpFacts } from '../../model/facts.js';
import { hadAccepted } from './reset-after-accept.js';
import { locateTarget } from './locate.js';
import type { Located, LocateOptions } from './locate.js';
import type { ReportProgress } from '../dependencies.js';
import { announcePorts, reportPort } from '../report-ports.js';

/** `timeoutMs` is for each pair. */
interface CheckOptions extends LocateOptions {
  /** Is told of each port as it is seen. */
  readonly report?: ReportProgress | undefined;
}

/** Whether each pair of a target accepts a TCP connection, side by side. Nothing is sent. Never throws. */
export async function checkTarget(target: Target, options: CheckOptions): Promise<Facts> {
  const at = Date.now();
  announcePorts(target, options.report);
  const located = await locateTarget(target, options);
  const [posxml, log] = await Promise.all([
    checkPair(target.posxml, located, options),
    checkPair(target.log, located, options),
  ]);
  return { at, looked: 'tcp', address: located.address, ...(posxml && { posxml }), ...(log && { log }) };
}

async function checkPair(
  pair: Pair | undefined,
  located: Located,
  options: CheckOptions,
): Promise<PortFacts | undefined> {
  if (!pair) return undefined;
  if (located.ip === undefined) return located.closed(pair);
  return reportPort({ pair, tcp: await reach(pair, located.ip, options), service: undefined }, 'tcp', options.report);
}

/** Some proxies say yes first and connect afterwards; where that fails, they close. Milliseconds. */
const PROXY_SETTLES_MS = 400;

async function reach(pair: Pair, ip: string, { timeoutMs, signal, route }: CheckOptions): Promise<TcpFacts> {
  const endpoint = { host: ip, port: pair.port };
  const { timing, ...dialled } = await dialEndpoint(endpoint, { deadlineMs: timeoutMs, signal, route });
  if (!dialled.ok)
    return hadAccepted(dialled.failure)
      ? { open: true, timing, address: ip }
      : { open: false, failure: dialled.failure, timing };
  const { socket, address } = dialled;
  const closed = new Promise<true>((done) =>
    socket.once('close', () => {
      done(true);
    }),
  );
  if (route && (await Promise.race([closed, settle(socket, signal)]))) {
    return {
      open: false,
      failure: describeFailure('closed', 'connect', {
        endpoint,
        ms: timing.total,
        detail: `seen through ${route.name}`,
      }),
      timing,
    };
  }
  socket.destroy();
  await closed;
  return { open: true, timing, address };
}

async function settle(socket: Socket, signal: AbortSignal | undefined): Promise<false> {
  socket.resume();
  await sleepAtLeast(PROXY_SETTLES_MS, signal);
  return false;
}
