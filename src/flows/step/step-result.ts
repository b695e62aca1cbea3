import type { Check, DiagnosisDocument, ErrorDocument } from '../../contract/document.js';
import type { ExitCode } from '../../contract/exit.js';
import type { OnboardResult } from '../../contract/call-results.js';
import type { StepName } from '../../contract/step-name.js';
import type { SessionWriter } from '../../session/session-writer.js';

/** What one step came to. */
export interface StepResult {
  readonly step: StepName;
  readonly exit: ExitCode;
  readonly summary: string;
  readonly checks: readonly Check[];
  readonly diagnoses: readonly DiagnosisDocument[];
  readonly error: ErrorDocument | null;
  /** Its findings are on the agent's screen already. */
  readonly shown?: boolean;
  /** The next step does not need it: it can be done on another day. */
  readonly canWait?: boolean;
  /** The agent has left it for another day, and the next step was done. */
  readonly left?: boolean;
  /** Doing it again sells nothing that was begun already. */
  readonly canRepeat?: boolean;
}

/** Records how a step ended. @param exitCode where it is another for the session than for the run */
export function recordStepEnd(session: SessionWriter, result: StepResult, exitCode = result.exit): void {
  const { step, summary, diagnoses, error } = result;
  const found = diagnoses.map((one) => one.code);
  // What is known of the terminal by the clinic's word alone is no diagnosis, and was found all the same.
  const codes = error?.category === 'terminal' ? [...new Set([...found, error.code])] : found;
  session.record({ type: 'step.ended', step, exitCode, summary, codes });
}

/** Steps as the JSON document has them. */
export function stepsResult(steps: readonly StepResult[]): OnboardResult['steps'] {
  return Object.fromEntries(steps.map(({ step, exit, summary }) => [step, { exitCode: exit, summary }]));
}
