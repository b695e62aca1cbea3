import { CAN_DROP } from '../services/dropped.js';
import { CLOUD_SCENARIOS } from './cloud.js';
import { DEVICE_SCENARIOS } from './devices.js';
import { LINE_SCENARIOS } from './line.js';
import { PAYMENT_SCENARIOS } from './payment.js';
import { RULES_SCENARIOS } from './rules.js';
import type { Scenario, ScenarioGroup } from './scenario.js';
import { SEVERAL_SCENARIOS } from './several.js';
import { TERMINAL_SCENARIOS } from './terminal.js';

const ALL_GROUPS: readonly ScenarioGroup[] = [
  { title: 'The payment', scenarios: PAYMENT_SCENARIOS },
  { title: "The terminal's state and setup", scenarios: TERMINAL_SCENARIOS },
  { title: 'Rules of the router', scenarios: RULES_SCENARIOS },
  { title: 'Another device behind a rule', scenarios: DEVICE_SCENARIOS },
  { title: 'The line', scenarios: LINE_SCENARIOS },
  { title: 'What the cloud knows already', scenarios: CLOUD_SCENARIOS },
  { title: 'Several at the same time', scenarios: SEVERAL_SCENARIOS },
];

/** Without those that a system cannot play. @param canDrop whether it can drop a connection without a word */
export function playableGroups(canDrop: boolean): readonly ScenarioGroup[] {
  return ALL_GROUPS.map(({ title, scenarios }) => ({
    title,
    scenarios: scenarios.filter((scenario) => canDrop || !needsDropping(scenario)),
  }));
}

function needsDropping({ rules = {} }: Scenario): boolean {
  return Object.values(rules).includes('nothing');
}

export const SCENARIO_GROUPS = playableGroups(CAN_DROP);

export const SCENARIOS: readonly Scenario[] = SCENARIO_GROUPS.flatMap((group) => group.scenarios);

/** What this system cannot play: a port that drops would refuse here, and show another finding. */
export const LEFT_OUT_SCENARIOS: readonly string[] = ALL_GROUPS.flatMap((group) => group.scenarios)
  .filter((scenario) => !SCENARIOS.includes(scenario))
  .map(({ name }) => name);

export function findScenario(name: string): Scenario | undefined {
  return SCENARIOS.find((scenario) => scenario.name === name);
}
