import { usageError } from '../../contract/app-error.js';
import { BLIND } from '../../sandbox/scenarios/blind.js';
import { findScenario, LEFT_OUT_SCENARIOS, SCENARIOS } from '../../sandbox/scenarios/groups.js';
import type { Scenario } from '../../sandbox/scenarios/scenario.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import { closestMatches } from '../../text/closest-matches.js';

const LONGEST = 40;

/** The situation that was named. @throws AppError usage.invalid, with those that may be meant */
export function namedScenario(name: string): Scenario {
  const found = findScenario(name);
  if (found) return found;
  if (LEFT_OUT_SCENARIOS.includes(name))
    throw usageError(
      'usage.invalid',
      `The scenario ${name} cannot be played on this system, which cannot drop connections silently.`,
      ['Play it on Linux, or choose another one: terminal sandbox --list'],
    );
  const meant = closestMatches(name, [...SCENARIOS.map((scenario) => scenario.name), BLIND]).map(
    (near) => `Did you mean: --scenario ${near}`,
  );
  throw usageError('usage.invalid', `There is no scenario ${JSON.stringify(safeExcerpt(name, LONGEST))}.`, [
    ...meant,
    'See all: terminal sandbox --list',
  ]);
}
