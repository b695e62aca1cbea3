import { judgeFacts } from '../../diagnosis/judge-facts.js';
import type { Facts } from '../../model/facts.js';
import { checkTarget } from '../../steps/check/check.js';
import { checksOf } from '../../steps/checks.js';
import { reportStepEnd } from '../step/report-step-end.js';
import type { StepDeps } from '../step/report-step-end.js';
import { lookBounds } from './look-step.js';
import type { LookStepEnd, LookStepInput } from './look-step.js';

/** Can both ports of a terminal be reached? */
export async function checkStep(input: LookStepInput, deps: StepDeps): Promise<LookStepEnd> {
  const { context } = deps;
  context.report({ kind: 'begin', task: 'check' });
  const seen = await checkTarget(input.target, { ...lookBounds(input, context), report: context.report });
  // An open port is no verdict yet: whether a terminal answers there is seen next.
  const isOpen = [seen.posxml, seen.log].some((port) => port?.tcp?.open);
  const facts = isOpen ? seen : await input.controls.withControlChecks(seen);
  context.interrupt.signal.throwIfAborted();
  // A closed log port is a warning here: a call can go on without it.
  const found = judgeFacts(facts, input.language, 'probe');
  const summary = found.error?.message ?? openPorts(facts);
  return { facts, result: reportStepEnd({ step: 'check', ...found, checks: checksOf(facts), summary }, deps, '') };
}

function openPorts(facts: Facts): string {
  const open = [facts.posxml, facts.log].filter((port) => port?.tcp?.open).map((port) => String(port?.pair.port));
  return `${facts.posxml?.pair.host ?? ''}: ${open.join(' and ')} open`;
}
