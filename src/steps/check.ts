import { problemOfAddress } from '../connection/address.js';
import { dial } from '../connection/dial.js';
import { formatTarget } from '../connection/target.js';
import type { Pair, Target } from '../connection/types.js';
import type { Facts, PortFacts, TcpFacts } from '../diagnosis/facts.js';

export interface CheckOptions {
  /** For each pair, looking up a name included. Milliseconds. */
  readonly timeoutMs: number;
  /** Whether a host name may lead to an inside address. */
  readonly allowPrivate: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Whether each pair of a target accepts a TCP connection, side by side. Nothing is sent. Never throws. */
export async function checkTarget(target: Target, options: CheckOptions): Promise<Facts> {
  const at = Date.now();
  const [posxml, log] = await Promise.all([checkPair(target.posxml, options), checkPair(target.log, options)]);
  const tcp = [posxml?.tcp, log?.tcp].find((each) => each?.open === true);
  const resolved = target.family === 'name' && tcp?.open ? tcp.address : undefined;
  return {
    at,
    address: { input: formatTarget(target), problem: undefined, ...(resolved !== undefined && { resolved }) },
    ...(posxml && { posxml }),
    ...(log && { log }),
  };
}

async function checkPair(pair: Pair | undefined, options: CheckOptions): Promise<PortFacts | undefined> {
  return pair && { pair, tcp: await reach(pair, options), service: undefined };
}

async function reach(pair: Pair, { timeoutMs, allowPrivate, signal }: CheckOptions): Promise<TcpFacts> {
  const refuseAddress = (ip: string): string | undefined => problemOfAddress(ip, allowPrivate)?.reason;
  const dialled = await dial(pair, { deadlineMs: timeoutMs, signal, refuseAddress });
  if (!dialled.ok) return { open: false, failure: dialled.failure, timing: dialled.timing };
  const closed = new Promise((done) => dialled.socket.once('close', done));
  dialled.socket.destroy();
  await closed;
  return { open: true, timing: dialled.timing, address: dialled.address };
}
