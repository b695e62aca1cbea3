import { randomFrom } from '../../src/sandbox/terminal/random.js';
import { CONNECT_KINDS } from './faults.js';
import type { Kind, Sent, Way } from './faults.js';
import { CANCEL, SPECIALS } from './specials.js';
import { wireCase } from './wire-case.js';
import type { WireCase } from './wire-case.js';
import { runCase } from './wire-run.js';

export const SALE = 'TransactionRequest';
export const REVERSAL = 'ReverseTransactionRequest';
export const ENDS = ['cut', 'reset'] as const satisfies readonly Kind[];
export const WAITS = ['stall', 'drip', 'blackhole'] as const satisfies readonly Kind[];
const WAYS = ['up', 'down'] as const satisfies readonly Way[];

/** How a terminal's replies must look for the places of a sweep to be those that were measured. */
export const PLAIN: Partial<WireCase> = { settings: { reversalFindsBy: 'both', reversedQuery: 'both' } };

/** And for its requests to be the same in number: every question is answered at the first time of asking. */
export const STEADY: Partial<WireCase> = { settings: { ...PLAIN.settings, queryFindsBy: 'both' } };

/** One exchange of a clean run. */
interface Place {
  readonly request: string;
  readonly occurrence: number;
  readonly connection: number;
  /** Bytes of the whole, and of its HTTP head. */
  readonly length: Readonly<Record<Way, number>>;
  readonly head: Readonly<Record<Way, number>>;
}

/** What a run sends when nothing breaks, in order. @throws where even that does not end well */
export async function measure(rest: Partial<WireCase>, seed: number): Promise<readonly Place[]> {
  const { sent, payments } = await runCase(wireCase('clean', undefined, rest), seed);
  const stage = payments.at(-1)?.stage;
  if (stage !== 'reconciled' && rest.special === undefined) throw new Error(`a clean run ends as ${String(stage)}`);
  return sent.map((each, index) => placeOf(each, sent.slice(0, index)));
}

function placeOf({ request, connection, up, down, upHead, downHead }: Sent, before: readonly Sent[]): Place {
  const occurrence = before.filter((each) => each.request === request).length + 1;
  return { request, occurrence, connection, length: { up, down }, head: { up: upHead, down: downHead } };
}

export function placeNamed(places: readonly Place[], request: string, occurrence = 1): Place {
  const place = places.find((each) => each.request === request && each.occurrence === occurrence);
  if (!place) throw new Error(`a clean run sends no ${request}`);
  return place;
}

/** Broken after each number of bytes from none to all of them, each way, by each kind. */
export function everyByte(place: Place): readonly WireCase[] {
  return WAYS.flatMap((way) =>
    Array.from({ length: place.length[way] + 1 }, (_, byte) => byte).flatMap((byte) =>
      ENDS.map((kind) => at('every byte', place, way, byte, kind, PLAIN)),
    ),
  );
}

/** How many cases that must be: told from the lengths alone. */
export function everyByteCount({ length }: Place): number {
  return (length.up + 1 + length.down + 1) * ENDS.length;
}

function at(
  group: string,
  { request, occurrence }: Place,
  way: Way,
  byte: number,
  kind: Kind,
  rest: Partial<WireCase>,
  thenDead = false,
): WireCase {
  return wireCase(group, { at: 'byte', request, occurrence, way, byte, kind, ...(thenDead ? { thenDead } : {}) }, rest);
}

/** The first byte, the end of the head, the last byte, and some in between. */
function someBytes(place: Place, way: Way, some: number, seed: number): readonly number[] {
  const length = place.length[way];
  const head = place.head[way];
  const random = randomFrom(seed + length);
  const between = Array.from({ length: some }, () => random.below(length + 1));
  return [...new Set([0, 1, head - 1, head, length - 1, length, ...between])].filter(
    (byte) => byte >= 0 && byte <= length,
  );
}

/** Places of an exchange, sampled. */
export function sampled(
  group: string,
  place: Place,
  kinds: readonly Kind[],
  some: number,
  seed: number,
  rest: Partial<WireCase>,
): readonly WireCase[] {
  return WAYS.flatMap((way) =>
    someBytes(place, way, some, seed).flatMap((byte) => kinds.map((kind) => at(group, place, way, byte, kind, rest))),
  );
}

/** The line breaks here and stays dead until the next run. */
export function thenDead(place: Place, some: number, seed: number): readonly WireCase[] {
  return WAYS.flatMap((way) =>
    someBytes(place, way, some, seed).map((byte) => at('dead afterwards', place, way, byte, 'blackhole', PLAIN, true)),
  );
}

/** Each connection of a run, broken before a byte has passed. */
export function connects(group: string, places: readonly Place[], rest: Partial<WireCase>): readonly WireCase[] {
  return places.flatMap(({ connection }) =>
    CONNECT_KINDS.map((kind) => wireCase(group, { at: 'connect', connection, kind }, rest)),
  );
}

export const CANCELLED: Partial<WireCase> = { special: CANCEL };

/** Each special, with no fault and with so many faults somewhere in a sale or in a reversal. */
export function specials(places: readonly Place[], some: number, seed: number): readonly WireCase[] {
  return SPECIALS.flatMap((special) => {
    const rest: Partial<WireCase> = { special, mustStrike: false };
    const group = special.name;
    const random = randomFrom(seed + group.length);
    const one = (index: number): WireCase => {
      const place = placeNamed(places, index % 2 === 0 ? SALE : REVERSAL);
      const way = WAYS[random.below(2)] ?? 'up';
      const byte = random.below(3) === 0 ? place.length[way] : random.below(place.length[way]);
      const kind = (['cut', 'reset', 'reset', 'cut', 'blackhole'] as const)[random.below(5)] ?? 'cut';
      return at(group, place, way, byte, kind, rest);
    };
    const cases = [wireCase(group, undefined, rest), ...Array.from({ length: some }, (_, index) => one(index))];
    return [...new Map(cases.map((each) => [each.name, each])).values()];
  });
}

/** A sample of everything a dialect's run sends. */
export async function dialect(seed: number, faults: number): Promise<readonly WireCase[]> {
  const rest: Partial<WireCase> = { dialect: seed };
  const places = await measure(rest, seed);
  const random = randomFrom(seed);
  const cases = Array.from({ length: faults }, () => {
    const money = places.filter(({ request }) => request === SALE || request === REVERSAL);
    const from = random.below(3) > 0 ? money : places;
    const place = from[random.below(from.length)] ?? placeNamed(places, SALE);
    const way = WAYS[random.below(2)] ?? 'up';
    return at(
      `dialect ${String(seed)}`,
      place,
      way,
      random.below(place.length[way] + 1),
      ENDS[random.below(2)] ?? 'cut',
      rest,
    );
  });
  return [...new Map(cases.map((each) => [each.name, each])).values()];
}
