import { test } from 'vitest';
import { randomFrom } from '../../src/sandbox/terminal/random.js';
import {
  connects,
  ENDS,
  everyByte,
  measure,
  placeNamed,
  REVERSAL,
  SALE,
  sampled,
  specials,
  STEADY,
} from './wire-cases.js';
import type { WireCase } from './wire-case.js';
import { run, SEED } from './wire-suite.js';

/** What `npm run test:faults` does in full, by a sample. */
const places = await measure(STEADY, SEED);
const money = [placeNamed(places, SALE), placeNamed(places, REVERSAL)];
const random = randomFrom(SEED);

function some(cases: readonly WireCase[], count: number): readonly WireCase[] {
  return [...new Set(Array.from({ length: count }, () => cases[random.below(cases.length)]))].filter(
    (one) => one !== undefined,
  );
}

test('the line breaks at some bytes of the sale and of the reversal', () =>
  run('some bytes', some(money.flatMap(everyByte), 30)));

test('the line breaks at other places', () =>
  run('some places', [
    ...some(
      places.flatMap((place) => sampled('others', place, ENDS, 0, SEED, STEADY)),
      10,
    ),
    ...some(connects('connection', places, STEADY), 5),
  ]));

test('whatever else happens', () => run('some specials', some(specials(places, 4, SEED), 20)));
