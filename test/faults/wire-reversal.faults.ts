import { expect, test } from 'vitest';
import { everyByte, everyByteCount, measure, placeNamed, PLAIN, REVERSAL, sampled, WAITS } from './wire-cases.js';
import { run, SEED } from './wire-suite.js';

const place = placeNamed(await measure(PLAIN, SEED), REVERSAL);

test(`the reversal's request (${String(place.length.up)} bytes) and reply (${String(place.length.down)}), cut and reset at every byte`, async () => {
  const cases = everyByte(place);
  expect(cases).toHaveLength(everyByteCount(place));
  await run("the reversal's every byte", cases);
});

test("the reversal's line stalls, drips and swallows", () =>
  run("the reversal's line waits", sampled('waits', place, WAITS, 20, SEED, PLAIN)));
