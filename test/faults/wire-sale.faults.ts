import { expect, test } from 'vitest';
import { everyByte, everyByteCount, measure, placeNamed, PLAIN, SALE, sampled, WAITS } from './wire-cases.js';
import { run, SEED } from './wire-suite.js';

const place = placeNamed(await measure(PLAIN, SEED), SALE);

test(`the sale's request (${String(place.length.up)} bytes) and reply (${String(place.length.down)}), cut and reset at every byte`, async () => {
  const cases = everyByte(place);
  expect(cases).toHaveLength(everyByteCount(place));
  await run("the sale's every byte", cases);
});

test("the sale's line stalls, drips and swallows", () =>
  run("the sale's line waits", sampled('waits', place, WAITS, 20, SEED, PLAIN)));
