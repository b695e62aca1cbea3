import { setImmediate as round } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createGate } from '../../../../../src/flows/look/sweep/start-gate.js';

test('a gate lets no more than its width through before the event loop comes round, in the order of coming', async () => {
  const [gate, through] = [createGate(3), [] as number[]];
  for (let index = 0; index < 8; index += 1) void gate().then(() => through.push(index));
  const seen: number[] = [];
  while (through.length < 8) {
    await round();
    seen.push(through.length);
  }
  expect([seen, through]).toEqual([
    [3, 6, 8],
    [0, 1, 2, 3, 4, 5, 6, 7],
  ]);
});

test('whoever comes while others wait, or after them, gets through too', async () => {
  const gate = createGate(1);
  const first = gate();
  const second = gate();
  await first;
  await Promise.all([second, gate()]);
  await gate();
});
