import { BUSY_WAIT_MS } from '../../connection/terminal-client.js';
import { sleepAtLeast } from '../../connection/net/pause.js';
import type { Pair, Route } from '../../model/endpoint.js';
import { checkTarget } from '../check/check.js';

interface StrangerOptions {
  /** The proxy at a place that no clinic lets in. */
  readonly route: Route;
  /** How many unused addresses the proxy says it reaches; undefined if it was asked for none. */
  readonly unassignedAddressAccepts: () => Promise<number | undefined>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Whether a place that nobody let in reaches a terminal's posxml port: a TCP connection, and not a byte. Null if that
 * cannot be told: the proxy fails, or leads to where nobody is.
 */
export async function strangerReaches(
  pair: Pair,
  ip: string,
  { route, unassignedAddressAccepts, timeoutMs, signal }: StrangerOptions,
): Promise<boolean | null> {
  if ((await unassignedAddressAccepts()) !== 0) return null;
  // A terminal serves one client at a time, and has just served us.
  await sleepAtLeast(BUSY_WAIT_MS, signal);
  if (signal?.aborted) return null;
  const family = ip.includes(':') ? 'ipv6' : 'ipv4';
  const { posxml } = await checkTarget(
    { host: ip, family, posxml: { ...pair, host: ip }, log: undefined },
    { timeoutMs, allowPrivate: false, signal, route },
  );
  if (!posxml?.tcp) return null;
  if (posxml.tcp.open) return true;
  return SILENT_FAILURES.includes(posxml.tcp.failure.reason) ? null : false;
}

/** Failures that say nothing of the terminal. */
const SILENT_FAILURES: readonly string[] = ['proxy', 'cancelled', 'local', 'resolve'];
