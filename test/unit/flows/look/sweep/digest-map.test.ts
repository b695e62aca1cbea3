import { expect, test } from 'vitest';
import { createOutcomes } from '../../../../../src/flows/look/sweep/digest-map.js';
import { seeded } from '../../../../support/seeded.js';

const { random } = seeded('outcomes');

test('gives back of each key what was added, as often as it was added, and nothing of any other', () => {
  const [outcomes, model] = [createOutcomes<string>((one) => one), new Map<string, string[]>()];
  for (let times = 0; times < 20_000; times += 1) {
    const [key, outcome] = [`10.0.0.1:${String(Math.floor(random() * 9000))}`, String(Math.floor(random() * 5))];
    outcomes.add(key, outcome);
    model.set(key, [...(model.get(key) ?? []), outcome]);
  }
  for (const [key, added] of model) {
    expect(added.map(() => outcomes.take(key)).sort()).toEqual(added.toSorted());
    expect(outcomes.take(key)).toBeUndefined();
    expect(outcomes.take(`${key} `)).toBeUndefined();
  }
});

test('an outcome is told by its name', () => {
  const outcomes = createOutcomes<{ readonly code: string }>(({ code }) => code);
  const one = { code: 'a' };
  outcomes.add('x', one);
  outcomes.add('y', { code: 'a' });
  outcomes.add('z', { code: 'b' });
  expect(outcomes.take('y')).toBe(one);
  expect(outcomes.take('z')).toEqual({ code: 'b' });
});
