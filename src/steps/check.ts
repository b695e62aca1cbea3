import { dial } from '../connection/dial.js';
import type { Pair, Target } from '../connection/types.js';
import type { Facts, PortFacts, TcpFacts } from '../diagnosis/facts.js';
import { locate } from './locate.js';
import type { Located, LocateOptions } from './locate.js';

/** `timeoutMs` is for each pair. */
export type CheckOptions = LocateOptions;

/** Whether each pair of a target accepts a TCP connection, side by side. Nothing is sent. Never throws. */
export async function checkTarget(target: Target, options: CheckOptions): Promise<Facts> {
  const at = Date.now();
  const located = await locate(target, options);
  const [posxml, log] = await Promise.all([checkPair(target.posxml, located, options), checkPair(target.log, located, options)]);
  return { at, looked: 'tcp', address: located.address, ...(posxml && { posxml }), ...(log && { log }) };
}

async function checkPair(pair: Pair | undefined, located: Located, options: CheckOptions): Promise<PortFacts | undefined> {
  if (!pair) return undefined;
  if (located.ip === undefined) return located.closed(pair);
  return { pair, tcp: await reach(pair, located.ip, options), service: undefined };
}

async function reach(pair: Pair, ip: string, { timeoutMs, signal }: CheckOptions): Promise<TcpFacts> {
  const dialled = await dial({ host: ip, port: pair.port }, { deadlineMs: timeoutMs, signal });
  if (!dialled.ok) return { open: false, failure: dialled.failure, timing: dialled.timing };
  const closed = new Promise((done) => dialled.socket.once('close', done));
  dialled.socket.destroy();
  await closed;
  return { open: true, timing: dialled.timing, address: dialled.address };
}
