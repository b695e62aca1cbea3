import type { CommandContext } from '../../cli/command/context.js';
import { EXIT } from '../../contract/exit.js';
import type { Prompter } from '../../steps/dependencies.js';
import type { StepResult } from './step-result.js';

/** What every step works with. */
export interface StepDeps {
  readonly context: CommandContext;
  readonly talk: Prompter;
}

/** Shows on its line how a step ended. @param detail shown there where it ended well */
export function reportStepEnd(result: StepResult, { context, talk }: StepDeps, detail = result.summary): StepResult {
  const warned = result.diagnoses.some((one) => one.severity === 'warning');
  const outcome = result.exit !== EXIT.done ? 'fail' : warned ? 'warn' : 'pass';
  // Where the agent is asked what to do about it, the finding itself follows.
  const follows = outcome === 'fail' && talk.interactive;
  // The parts of a test have lines of their own.
  if (result.step !== 'test')
    context.report({
      kind: 'end',
      task: result.step,
      outcome,
      detail: follows ? '' : outcome === 'fail' ? result.summary : detail,
    });
  return result;
}
