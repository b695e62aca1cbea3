import type { Facts } from '../../model/facts.js';
import { checkTarget } from '../../steps/check/check.js';
import type { Controls } from '../../steps/trust/controls.js';
import type { StepDeps } from '../step/report-step-end.js';
import { lookStep } from './look-step.js';
import type { LookStepEnd, LookStepInput } from './look-step.js';

/** Can both ports of a terminal be reached? */
export function checkStep(input: LookStepInput, deps: StepDeps): Promise<LookStepEnd> {
  const controls = whereNothingIsOpen(input.controls);
  return lookStep({ step: 'check', once: checkTarget, summary: openPorts, detail: '' }, { ...input, controls }, deps);
}

/** An open port is no verdict yet: whether a terminal answers there is seen next. */
function whereNothingIsOpen(controls: Controls): Controls {
  return {
    ...controls,
    withControlChecks: (facts) =>
      openPortsOf(facts).length > 0 ? Promise.resolve(facts) : controls.withControlChecks(facts),
  };
}

function openPorts(facts: Facts): string {
  return `${facts.posxml?.pair.host ?? ''}: ${openPortsOf(facts).join(' and ')} open`;
}

function openPortsOf({ posxml, log }: Facts): readonly string[] {
  return [posxml, log].filter((port) => port?.tcp?.open).map((port) => String(port?.pair.port));
}
