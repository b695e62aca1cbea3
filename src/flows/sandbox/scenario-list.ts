import type { Results } from '../../contract/results.js';
import { BLIND } from '../../sandbox/scenarios/blind.js';
import { LEFT_OUT_SCENARIOS, SCENARIO_GROUPS } from '../../sandbox/scenarios/groups.js';
import type { Theme } from '../../ui/theme.js';
import { wrapText } from '../../ui/wrap.js';

/** The column of the names. */
const BESIDE = ' '.repeat(26);

export function scenariosResult(): Results['sandbox'] {
  return {
    scenarios: SCENARIO_GROUPS.flatMap(({ title, scenarios }) =>
      scenarios.map(({ name, shows }) => ({ name, group: title, shows })),
    ),
  };
}

/** What can be played, by what it is about. */
export function scenariosText(theme: Theme, width: number): readonly string[] {
  const line = (name: string, shows: string): readonly string[] => {
    const [first = '', ...more] = wrapText(shows, width - BESIDE.length);
    return [`  ${name.padEnd(BESIDE.length - 2)}${first}`, ...more.map((part) => `${BESIDE}${part.trimStart()}`)];
  };
  return [
    ...SCENARIO_GROUPS.flatMap(({ title, scenarios }) => [
      theme.strong(title),
      ...scenarios.flatMap(({ name, shows }) => line(name, shows)),
      '',
    ]),
    theme.strong('To be found out'),
    ...line(BLIND, 'one of these, not shown until the end; --seed N draws the same again'),
    ...(LEFT_OUT_SCENARIOS.length === 0
      ? []
      : [
          '',
          ...wrapText(
            `Left out, since this system cannot drop connections silently: ${LEFT_OUT_SCENARIOS.join(', ')}.`,
            width,
          ),
        ]),
  ];
}
