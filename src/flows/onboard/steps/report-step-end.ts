import { EXIT } from '../../../contract/exit.js';
import type { StepResult } from '../step-result.js';
import type { OnboardingParts } from '../state.js';

/** Tells how a step ended, on its line. @param detail told there where it ended well */
export function reportStepEnd(
  step: StepResult['step'],
  end: Omit<StepResult, 'step'>,
  { context, talk }: OnboardingParts,
  detail = end.summary,
): StepResult {
  const warned = end.diagnoses.some((one) => one.severity === 'warning');
  const outcome = end.exit !== EXIT.done ? 'fail' : warned ? 'warn' : 'pass';
  // Where the agent is asked what to do about it, the finding itself follows.
  const follows = outcome === 'fail' && talk.interactive;
  // The parts of a test have lines of their own.
  if (step !== 'test')
    context.report({
      kind: 'end',
      task: step,
      outcome,
      detail: follows ? '' : outcome === 'fail' ? end.summary : detail,
    });
  return { step, ...end };
}
