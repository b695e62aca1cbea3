import { identityOf } from '../../connection/identity.js';
import type { Facts } from '../../model/facts.js';
import { probeTarget } from '../../steps/probe/probe.js';
import { posxmlOf } from '../../steps/test-payment/readiness.js';
import type { StepDeps } from '../step/report-step-end.js';
import type { LookOnce } from './create-look.js';
import { lookStep } from './look-step.js';
import type { LookStepEnd, LookStepInput } from './look-step.js';

/** Which terminal is it, and in what state? */
export function probeStep(input: LookStepInput, deps: StepDeps): Promise<LookStepEnd> {
  const once: LookOnce = async (target, options) =>
    expectingTerminal(await probeTarget(target, options), input.terminalId);
  return lookStep({ step: 'probe', once, summary: whoAnswered }, input, deps);
}

/** The same facts, with the terminal that ought to be there. */
export function expectingTerminal(facts: Facts, terminalId: string | undefined): Facts {
  return terminalId === undefined ? facts : { ...facts, expected: { terminalId } };
}

function whoAnswered(facts: Facts): string {
  const { terminalId, ownerName } = identityOf(posxmlOf(facts)?.parameters);
  return [terminalId, ownerName && `merchant ${ownerName}`].filter((part) => part !== undefined).join(', ');
}
