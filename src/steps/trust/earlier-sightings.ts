import { isIP } from 'node:net';
import { isAnotherAddress } from '../../connection/net/address.js';
import { identityOf } from '../../connection/identity.js';
import { formatPair } from '../../model/endpoint.js';
import type { EarlierFacts, EarlierTerminal, Facts } from '../../model/facts.js';
import type { Sighting } from '../../session/known-terminals.js';
import { posxmlOf } from '../test-payment/readiness.js';

/** What this machine's sessions know of terminals. */
export interface EarlierSightings {
  /** Adds what is known from before of the place that was looked at, and of the terminal that answered. Never throws. */
  recall(facts: Facts): Promise<Facts>;
}

interface Known {
  /** The latest at each place, by `host:port`. */
  readonly at: ReadonlyMap<string, Sighting>;
  /** The latest of each terminal, by its id. */
  readonly of: ReadonlyMap<string, Sighting>;
}

/** @param read gives what was seen, the latest first; called once, after the first look. A store that fails knows nothing. */
export function createEarlierSightings(read: () => Promise<readonly Sighting[]>): EarlierSightings {
  let known: Promise<Known> | undefined;
  const learn = async (): Promise<Known> => indexed(await read().catch(() => []));
  return {
    async recall(facts) {
      if (!facts.posxml?.tcp) return facts;
      const earlier = earlierOf(facts, await (known ??= learn()));
      return Object.keys(earlier).length === 0 ? facts : { ...facts, earlier };
    },
  };
}

function indexed(latestFirst: readonly Sighting[]): Known {
  const oldestFirst = latestFirst.toReversed();
  return {
    at: new Map(oldestFirst.flatMap((seen) => (seen.posxmlPort === undefined ? [] : [[placeOf(seen), seen] as const]))),
    of: new Map(oldestFirst.map((seen) => [seen.terminalId, seen] as const)),
  };
}

/** A name leads now here, now there: nothing is known of the place behind it. */
function earlierOf(facts: Facts, known: Known): EarlierFacts {
  const pair = facts.posxml?.pair;
  if (!pair || isIP(pair.host) === 0) return {};
  const { terminalId } = identityOf(posxmlOf(facts)?.parameters);
  const here = known.at.get(formatPair(pair));
  const last = terminalId === undefined ? undefined : known.of.get(terminalId);
  const elsewhere = last && isAnotherAddress(last.host, pair.host) ? last : undefined;
  return { ...(here && { here: told(here) }), ...(elsewhere && { elsewhere: told(elsewhere) }) };
}

function told(seen: Sighting): EarlierTerminal {
  const { terminalId, localIpAddress, at } = seen;
  return { terminalId, place: placeOf(seen), at, ...(localIpAddress !== undefined && { localIpAddress }) };
}

function placeOf({ host, posxmlPort }: Sighting): string {
  return posxmlPort === undefined ? host : formatPair({ host, port: posxmlPort });
}
