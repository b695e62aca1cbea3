import { problemOfAddress, problemOfHost } from '../../connection/net/address.js';
import { resolveHost } from '../../connection/net/dial.js';
import type { Resolver } from '../../connection/net/resolver.js';
import { formatPair, formatTarget } from '../../model/endpoint.js';
import type { ConnectionFailure } from '../../model/failure.js';
import type { Endpoint, Pair, Route, Target } from '../../model/endpoint.js';
import type { AddressFacts, AddressProblem, PortFacts } from '../../model/facts.js';
import { monotonicMs } from '../../connection/net/monotonic-clock.js';

export interface LocateOptions {
  /** Milliseconds. */
  readonly timeoutMs: number;
  /** Whether inside, loopback and reserved addresses may be dialled. */
  readonly allowPrivate: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Look from where this proxy stands; without it, from here. Names are resolved here either way. */
  readonly route?: Route | undefined;
  /** Without it, each look asks the system again. */
  readonly resolver?: Resolver | undefined;
}

/** Where a target is. With `endpointOf` it may be dialled, at the very address that was judged; else `closed` says why not. */
export type Located =
  | { readonly address: AddressFacts; readonly ip: string; readonly endpointOf: (pair: Pair) => Endpoint }
  | { readonly address: AddressFacts; readonly ip: undefined; readonly closed: (pair: Pair) => PortFacts };

/** Finds the one address of a target, so that both of its pairs are looked at in the same place. Never throws. */
export async function locateTarget(target: Target, options: LocateOptions): Promise<Located> {
  const { host, family } = target;
  const input = formatTarget(target);
  const named = problemOfHost(host, family, options.allowPrivate);
  const known = named && { ...named, input };
  if (known && known.code !== 'address.hostname') return notDialled({ input, problem: known });
  if (family !== 'name') return { address: { input, problem: undefined }, ip: host, endpointOf: (pair) => pair };
  const startedAt = monotonicMs();
  const found = await resolveHost(target.posxml ?? target.log ?? { host, port: 0 }, {
    deadlineMs: options.timeoutMs,
    signal: options.signal,
    resolver: options.resolver,
  });
  if (!found.ok) return unresolved({ input, problem: known }, found.failure, monotonicMs() - startedAt);
  const { address: ip } = found;
  const leads = problemOfAddress(ip, options.allowPrivate);
  if (leads) return notDialled({ input, problem: leadsTo(leads, input, ip), resolved: ip });
  return {
    address: { input, problem: known, resolved: ip },
    ip,
    endpointOf: (pair) => ({ host: ip, port: pair.port }),
  };
}

function leadsTo(problem: AddressProblem, input: string, ip: string): AddressProblem {
  return { ...problem, input, reason: `it resolves to ${ip}, and ${problem.reason}` };
}

function notDialled(address: AddressFacts): Located {
  return { address, ip: undefined, closed: (pair) => ({ pair, tcp: undefined, service: undefined }) };
}

function unresolved(address: AddressFacts, failure: ConnectionFailure, ms: number): Located {
  const timing = { resolve: ms, total: ms };
  const message = (pair: Pair): string => `${formatPair(pair)}: ${failure.message}`;
  return {
    address,
    ip: undefined,
    closed: (pair) => ({
      pair,
      tcp: { open: false, failure: { ...failure, message: message(pair) }, timing },
      service: undefined,
    }),
  };
}
