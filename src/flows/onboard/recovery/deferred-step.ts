import { AppError } from '../../../contract/app-error.js';
import type { ErrorDocument } from '../../../contract/document.js';
import { EXIT } from '../../../contract/exit.js';
import { describeError } from '../../../cli/output/describe-error.js';
import type { StepResult } from '../../step/step-result.js';

/** A step that the agent leaves for another day: the onboarding is not complete without it, and can be resumed. */
export function deferStep(end: StepResult): StepResult {
  const why = end.error?.message ?? end.summary;
  return {
    ...end,
    left: true,
    exit: EXIT.incomplete,
    summary: `left for later: ${why}`,
    error: incompleteError('The terminal is not registered yet.', why),
  };
}

/** A test that was not begun, and why. Undefined where the failure is of another kind. */
export function notBegunStep(failure: unknown): StepResult | undefined {
  if (!(failure instanceof AppError)) return undefined;
  const { code, message } = failure.fields;
  if (code === 'payment.no-consent') {
    return {
      step: 'test',
      exit: EXIT.incomplete,
      summary: 'not made yet',
      checks: [],
      diagnoses: [],
      error: incompleteError('The test payment is not made yet, and the terminal is pending until then.', message),
    };
  }
  return { step: 'test', ...describeError(failure), checks: [], diagnoses: [], summary: message, canRepeat: true };
}

/** What is left for another day, and why. */
export function incompleteError(
  message: string,
  cause: string | null,
  action = 'Resume later with the command below.',
): ErrorDocument {
  return {
    code: 'incomplete.stopped',
    category: 'incomplete',
    message,
    cause,
    actions: [action],
    contact: null,
    retryable: true,
  };
}
