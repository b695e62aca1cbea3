import { test } from 'vitest';
import { dialect, measure, specials, STEADY } from './wire-cases.js';
import { run, SEED } from './wire-suite.js';

const places = await measure(STEADY, SEED);

test('whatever else happens', () => run('specials', specials(places, 16, SEED)));

test('terminals of every dialect', async () => {
  const cases = await Promise.all(Array.from({ length: 24 }, (_, index) => dialect(SEED + index, 16)));
  await run('dialects', cases.flat());
});
