import { identityOf } from '../../connection/identity.js';
import { judgeFacts } from '../../diagnosis/judge-facts.js';
import type { Facts } from '../../model/facts.js';
import { checksOf } from '../../steps/checks.js';
import { probeTarget } from '../../steps/probe/probe.js';
import { posxmlOf } from '../../steps/test-payment/readiness.js';
import { reportStepEnd } from '../step/report-step-end.js';
import type { StepDeps } from '../step/report-step-end.js';
import { lookBounds } from './look-step.js';
import type { LookStepEnd, LookStepInput } from './look-step.js';

/** Which terminal is it, and in what state? */
export async function probeStep(input: LookStepInput, deps: StepDeps): Promise<LookStepEnd> {
  const { context } = deps;
  context.report({ kind: 'begin', task: 'probe' });
  const seen = await probeTarget(input.target, { ...lookBounds(input, context), report: context.report });
  const facts = expectingTerminal(await input.controls.withControlChecks(seen), input.terminalId);
  context.interrupt.signal.throwIfAborted();
  const found = judgeFacts(facts, input.language, 'probe');
  const summary = found.error?.message ?? whoAnswered(facts);
  return { facts, result: reportStepEnd({ step: 'probe', ...found, checks: checksOf(facts), summary }, deps) };
}

/** The same facts, with the terminal that ought to be there. */
export function expectingTerminal(facts: Facts, terminalId: string | undefined): Facts {
  return terminalId === undefined ? facts : { ...facts, expected: { terminalId } };
}

function whoAnswered(facts: Facts): string {
  const { terminalId, ownerName } = identityOf(posxmlOf(facts)?.parameters);
  return [terminalId, ownerName && `in the name of ${ownerName}`].filter((part) => part !== undefined).join(', ');
}
