import { test } from 'vitest';
import {
  CANCELLED,
  connects,
  measure,
  placeNamed,
  REVERSAL,
  SALE,
  sampled,
  STEADY,
  thenDead,
  ENDS,
  WAITS,
} from './wire-cases.js';
import { run, SEED } from './wire-suite.js';

const places = await measure(STEADY, SEED);
const money = [placeNamed(places, SALE), placeNamed(places, REVERSAL)];
const others = places.filter((place) => !money.includes(place));
const CANCEL = 'CancelAllOperationsRequest';

test('every other request of a run, cut and reset at some bytes', () =>
  run(
    'other requests',
    others.flatMap((place) => sampled('others', place, ENDS, 3, SEED, STEADY)),
  ));

test('every other request of a run: the line stalls and swallows', () =>
  run(
    'other requests wait',
    others.flatMap((place) =>
      sampled('others', place, ['stall', 'blackhole'], 0, SEED, STEADY).filter((_, index) => index % 5 === 0),
    ),
  ));

test('each connection of a run, the identification among them: refused, hanging, closed, reset', async () => {
  const identified = await measure({ ...STEADY, identify: true }, SEED);
  await run('connections', connects('connection', identified, { ...STEADY, identify: true }));
});

test('the cancel, at every kind and some bytes; and its connection', async () => {
  const cancel = placeNamed(await measure(CANCELLED, SEED), CANCEL);
  const cases = [
    ...sampled('cancel', cancel, [...ENDS, ...WAITS], 3, SEED, CANCELLED),
    ...connects('cancel', [cancel], CANCELLED),
  ];
  await run('the cancel', cases);
});

test('the line breaks and stays dead until a later run', () =>
  run(
    'dead afterwards',
    money.flatMap((place) => thenDead(place, 12, SEED)),
  ));
