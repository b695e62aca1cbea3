export { BLIND, scenarioAnswer, choicesFor, pickBlind } from './blind.js';
export { SCENARIO_GROUPS, SCENARIOS, findScenario } from './groups.js';
export type { Scenario } from './scenario.js';
