import type { Language } from '../../contract/language.js';
import type { Target } from '../../model/endpoint.js';
import type { Facts } from '../../model/facts.js';
import { readingDoneKey } from '../../ui/done-key.js';
import { reportStepEnd } from '../step/report-step-end.js';
import type { StepDeps } from '../step/report-step-end.js';
import type { StepResult } from '../step/step-result.js';
import { createLook } from './create-look.js';
import type { LookOnce, LookSettings } from './create-look.js';
import { lookVerdict } from './look-verdict.js';

/** A look at one terminal as a step of a call. */
export interface LookStepInput extends LookSettings {
  readonly target: Target;
  readonly language: Language;
  /** The terminal that ought to be there, where that is known. */
  readonly terminalId?: string | undefined;
}

export interface LookStepEnd {
  readonly facts: Facts;
  readonly result: StepResult;
}

interface LookStep {
  readonly step: 'check' | 'probe';
  readonly once: LookOnce;
  /** What was seen, in a line, where nothing is wrong. */
  readonly summary: (facts: Facts) => string;
  /** The same beside the ports, on the line of the step. */
  readonly detail?: '';
}

/** The look that the command makes, begun and ended as a step. */
export async function lookStep(
  { step, once, summary, detail }: LookStep,
  { target, language, ...settings }: LookStepInput,
  deps: StepDeps,
): Promise<LookStepEnd> {
  const { context, talk } = deps;
  context.report({ kind: 'begin', task: step });
  const keys = talk.interactive && process.stdin.isTTY ? readingDoneKey(context.report) : undefined;
  const look = createLook(once, { ...settings, resolver: context.resolver }, context);
  const facts = await look(target, { saysDone: keys?.saysDone }).finally(() => keys?.end());
  context.interrupt.signal.throwIfAborted();
  // A call can continue without the log port.
  const verdict = lookVerdict(facts, { command: 'probe', language });
  const result = { step, ...verdict, summary: verdict.error?.message ?? summary(facts) };
  return { facts, result: reportStepEnd(result, deps, detail) };
}
