import { expect, test } from 'vitest';
import { replay } from './explore.js';

/** `EXPLORE=<faults>:<departures>:<choice>,<choice>,…`, as a violation prints it; without it, the story in which nothing goes wrong. */
const [faults = '', departures = '', choices = ''] = (
  process.env['EXPLORE'] ?? '0:1:0,0,1,0,1,0,0,0,0,0,2,0,0,0'
).split(':');

test('a story is lived through again', async () => {
  const told = await replay({ faults: Number(faults), departures: Number(departures) }, choices.split(',').map(Number));
  if (process.env['EXPLORE'] !== undefined) process.stderr.write(`${told.join('\n')}\n`);
  expect(told.at(-1)).toBe('no law is broken');
});
