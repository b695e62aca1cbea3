import { randomFrom } from '../terminal/random.js';
import type { Random } from '../terminal/random.js';
import { SCENARIO_GROUPS, SCENARIOS } from './groups.js';
import type { Scenario } from './scenario.js';

/** Named in place of a scenario: one of those below, untold. */
export const BLIND = 'blind';

/** Wrong ones among which the answer is to be told. */
const OTHERS = 3;

/** The one code that a trainee can find in it; undefined where there is none, or more to find than one. */
export function scenarioAnswer({ finds = [], inTest = [], inCall = [] }: Scenario): string | undefined {
  const codes = [...finds, ...inTest, ...inCall];
  return codes.length === 1 ? codes[0] : undefined;
}

/** The same for the same seed. A group is drawn first: else every third situation would be another device behind a rule. */
export function pickBlind(seed: number): Scenario {
  const random = randomFrom(seed);
  const groups = SCENARIO_GROUPS.map(({ scenarios }) =>
    scenarios.filter((scenario) => scenarioAnswer(scenario) !== undefined),
  ).filter((scenarios) => scenarios.length > 0);
  const group = drawn(random, groups);
  return drawn(random, group);
}

/** The answer among others, like ones before unlike ones, in an order that tells nothing; the same for the same seed. */
export function choicesFor(answer: string, seed: number): readonly string[] {
  const random = randomFrom(seed);
  const area = (code: string): string => code.split('.')[0] ?? '';
  const codes = [...new Set(SCENARIOS.map(scenarioAnswer))].filter(
    (code) => code !== undefined && code !== answer,
  ) as readonly string[];
  const others = shuffled(random, codes);
  const like = others.filter((code) => area(code) === area(answer));
  const unlike = others.filter((code) => area(code) !== area(answer));
  return shuffled(random, [answer, ...[...like, ...unlike].slice(0, OTHERS)]);
}

function drawn<T>(random: Random, from: readonly T[]): T {
  const one = from[random.below(from.length)];
  if (one === undefined) throw new RangeError('there is nothing to draw from');
  return one;
}

function shuffled<T>(random: Random, list: readonly T[]): readonly T[] {
  return list
    .map((one) => ({ one, key: random.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);
}
