import type { Results } from '../contract/results.js';
import { BLIND, SCENARIO_GROUPS } from '../sandbox/scenarios/index.js';
import type { Theme } from '../ui/theme.js';

export function scenariosResult(): Results['sandbox'] {
  return { scenarios: SCENARIO_GROUPS.flatMap(({ title, scenarios }) => scenarios.map(({ name, shows }) => ({ name, group: title, shows }))) };
}

/** What can be played, by what it is about. */
export function scenariosText(theme: Theme): readonly string[] {
  const line = (name: string, shows: string): string => `  ${name.padEnd(24)}${shows}`;
  return [
    ...SCENARIO_GROUPS.flatMap(({ title, scenarios }) => [theme.strong(title), ...scenarios.map(({ name, shows }) => line(name, shows)), '']),
    theme.strong('To be found out'),
    line(BLIND, 'one of these, untold until the end; --seed N draws the same again'),
  ];
}
