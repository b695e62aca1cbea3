import { usageError } from '../../contract/app-error.js';
import { BLIND, findScenario, SCENARIOS } from '../../sandbox/scenarios/index.js';
import type { Scenario } from '../../sandbox/scenarios/index.js';
import { excerpt } from '../../text/safe-excerpt.js';
import { nearest } from '../../text/closest-matches.js';

const LONGEST = 40;

/** The situation that was named. @throws AppError usage.invalid, with those that may be meant */
export function namedScenario(name: string): Scenario {
  const found = findScenario(name);
  if (found) return found;
  const meant = nearest(name, [...SCENARIOS.map((scenario) => scenario.name), BLIND]).map((near) => `If you meant it: --scenario ${near}`);
  throw usageError('usage.invalid', `There is no scenario ${JSON.stringify(excerpt(name, LONGEST))}.`, [...meant, 'See them all: terminal sandbox --list']);
}
