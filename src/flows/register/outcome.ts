import { registrationText } from './registration-text.js';
import type { CommandContext } from '../../cli/command/context.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';
import type { RegistrationResult } from '../../contract/call-results.js';
import type { DiagnosisDocument } from '../../contract/document.js';
import type { RegisterResult } from '../../steps/register/types.js';
import { renderFinding } from '../../ui/findings.js';
import type { StepResult } from '../step/step-result.js';
import type { RegisterStepEnd } from './register-step.js';

/** What `register` ends with. @param probed the probe that came before it */
export function registerOutcome(
  probed: StepResult,
  { result, registration }: RegisterStepEnd,
  { out, width }: CommandContext,
): Outcome {
  const { exit, error } = result;
  const diagnoses = [...result.diagnoses, ...warningsOf(probed, result)];
  return {
    ...EMPTY,
    exit,
    error,
    diagnoses,
    checks: [...probed.checks, ...result.checks],
    result: registration ? registrationResult(registration) : EMPTY.result,
    text: [
      ...(registration ? [...registrationText(registration), ...statusText(registration)] : []),
      ...diagnoses.flatMap((one) => renderFinding(one, out, width)),
    ],
  };
}

/** What was seen of the terminal and does not stand in the way. The cloud's word on the same matter counts more. */
function warningsOf(probed: StepResult, { diagnoses }: StepResult): readonly DiagnosisDocument[] {
  return probed.diagnoses.filter(
    ({ code, severity }) => severity === 'warning' && !diagnoses.some((one) => one.code === code),
  );
}

/** What the registration is not yet. */
function statusText(registration: RegisterResult): readonly string[] {
  if (registration.outcome !== 'registered') return [];
  const { status } = registration.record;
  return [
    status === 'pending'
      ? 'It is pending until a test payment is made and reversed: terminal test, or terminal onboard.'
      : `It is ${status}.`,
  ];
}

/** What was done, for the JSON document. */
export function registrationResult(result: RegisterResult): RegistrationResult {
  const record = 'record' in result ? result.record : null;
  return {
    outcome: result.outcome === 'entered-by-hand' ? 'registered' : result.outcome,
    action: 'action' in result ? result.action : result.outcome === 'entered-by-hand' ? result.outcome : null,
    terminal: record ? { ...record, departmentId: record.departmentId ?? null } : null,
    department: result.department ? { ...result.department } : null,
    changes: result.changes.map((change) => ({ ...change })),
    conflict:
      result.outcome === 'conflict'
        ? { reason: result.reason, detail: result.detail, records: result.records.map((one) => one.id) }
        : null,
  };
}
