import type { Json } from '../contract/document.js';
import { SCENARIO_GROUPS } from '../sandbox/scenarios/index.js';
import type { Theme } from '../ui/theme.js';

export function scenariosResult(): { readonly [key: string]: Json } {
  return { scenarios: SCENARIO_GROUPS.flatMap(({ title, scenarios }) => scenarios.map(({ name, shows }) => ({ name, group: title, shows }))) };
}

/** What can be played, by what it is about. */
export function scenariosText(theme: Theme): readonly string[] {
  return SCENARIO_GROUPS.flatMap(({ title, scenarios }, index) => [
    ...(index > 0 ? [''] : []),
    theme.strong(title),
    ...scenarios.map(({ name, shows }) => `  ${name.padEnd(24)}${shows}`),
  ]);
}
