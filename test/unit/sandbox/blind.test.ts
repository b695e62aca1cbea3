import { expect, test } from 'vitest';
import { CODES } from '../../../src/diagnosis/codes.js';
import { scenarioAnswer, choicesFor, pickBlind } from '../../../src/sandbox/scenarios/blind.js';
import { playableGroups, SCENARIO_GROUPS, SCENARIOS } from '../../../src/sandbox/scenarios/groups.js';

const SEEDS = Array.from({ length: 2000 }, (_, seed) => seed);

test('what a scenario says is found in it are codes that can be explained', () => {
  const codes = SCENARIOS.flatMap(({ finds = [], inTest = [] }) => [...finds, ...inTest]);
  expect(codes.filter((code) => !CODES.includes(code))).toEqual([]);
});

test('the same seed draws the same; each situation with one thing to find is drawn, payments as often as devices, and no other', () => {
  const drawn = SEEDS.map((seed) => pickBlind(seed));
  expect(SEEDS.map((seed) => pickBlind(seed))).toEqual(drawn);
  const names = new Set(drawn.map(({ name }) => name));
  expect([...names].sort()).toEqual(
    SCENARIOS.filter((scenario) => scenarioAnswer(scenario) !== undefined)
      .map(({ name }) => name)
      .sort(),
  );
  for (const name of ['healthy', 'reply-lost', 'neglected']) expect(names).not.toContain(name);
  const [payments = 0, devices = 0] = ['The payment', 'Another device behind a rule'].map((title) => {
    const scenarios = SCENARIO_GROUPS.find((group) => group.title === title)?.scenarios ?? [];
    return drawn.filter((scenario) => scenarios.includes(scenario)).length;
  });
  expect(Math.abs(payments - devices)).toBeLessThan(120);
});

test('the answer stands among three others, anywhere, always in the same order', () => {
  const places = new Set<number>();
  for (const seed of SEEDS) {
    const answer = scenarioAnswer(pickBlind(seed)) ?? '';
    const choices = choicesFor(answer, seed);
    expect([choices.length, new Set(choices).size, choices.includes(answer)]).toEqual([4, 4, true]);
    expect(choicesFor(answer, seed)).toEqual(choices);
    places.add(choices.indexOf(answer));
  }
  expect(places.size).toBe(4);
});

test('a system that cannot drop connections leaves out what needs that, and nothing else', () => {
  const names = (canDrop: boolean): readonly string[] =>
    playableGroups(canDrop).flatMap(({ scenarios }) => scenarios.map(({ name }) => name));
  expect(names(true).filter((name) => !names(false).includes(name))).toEqual([
    'log-dropped',
    'posxml-dropped',
    'both-dropped',
  ]);
});
