import { CLOUD_SCENARIOS } from './cloud.js';
import { DEVICE_SCENARIOS } from './devices.js';
import { LINE_SCENARIOS } from './line.js';
import { PAYMENT_SCENARIOS } from './payment.js';
import { RULES_SCENARIOS } from './rules.js';
import type { Scenario, ScenarioGroup } from './scenario.js';
import { SEVERAL_SCENARIOS } from './several.js';
import { TERMINAL_SCENARIOS } from './terminal.js';

export const SCENARIO_GROUPS: readonly ScenarioGroup[] = [
  { title: 'The payment', scenarios: PAYMENT_SCENARIOS },
  { title: "The terminal's state and setup", scenarios: TERMINAL_SCENARIOS },
  { title: 'Rules of the router', scenarios: RULES_SCENARIOS },
  { title: 'Another device behind a rule', scenarios: DEVICE_SCENARIOS },
  { title: 'The line', scenarios: LINE_SCENARIOS },
  { title: 'What the cloud knows already', scenarios: CLOUD_SCENARIOS },
  { title: 'Several at once', scenarios: SEVERAL_SCENARIOS },
];

export const SCENARIOS: readonly Scenario[] = SCENARIO_GROUPS.flatMap((group) => group.scenarios);

export function findScenario(name: string): Scenario | undefined {
  return SCENARIOS.find((scenario) => scenario.name === name);
}
