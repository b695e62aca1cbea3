import { expect, test } from 'vitest';
import { remediesFor } from '../../../../../src/flows/onboard/recovery/options.js';
import type { StepResult } from '../../../../../src/flows/step/step-result.js';
import { EXIT } from '../../../../../src/contract/exit.js';
import { judgeFacts } from '../../../../../src/diagnosis/judge-facts.js';
import { errorOfDiagnosis } from '../../../../../src/diagnosis/error-of-diagnosis.js';
import { CASES } from '../../../diagnosis/cases.js';
import { TABLE } from '../../../../../src/diagnosis/table.js';

const failed = (step: StepResult['step'], code: string, more: Partial<StepResult> = {}): StepResult => {
  const facts = CASES[code]?.finds[0];
  if (!facts) throw new Error(code);
  const found = judgeFacts(facts, 'et', 'probe');
  const diagnoses = found.diagnoses.filter((one) => one.code === code);
  return {
    step,
    ...found,
    diagnoses,
    error: diagnoses[0] ? errorOfDiagnosis(diagnoses[0], EXIT.unreachable) : null,
    checks: [],
    summary: '',
    ...more,
  };
};

/** What is offered, the default first. */
const OFFERED: readonly (readonly [
  step: StepResult['step'],
  code: string,
  more: Partial<StepResult>,
  remedies: string,
])[] = [
  ['check', 'network.timeout', {}, 'keep letter again address vantage stop'],
  ['check', 'address.private', {}, 'address again stop'],
  ['probe', 'ports.swapped', {}, 'keep letter again address vantage stop'],
  ['probe', 'posxml.busy', {}, 'keep again address vantage stop'],
  ['probe', 'terminal.reader', {}, 'again keep stop'],
  ['probe', 'terminal.other-clinic', {}, 'address again keep stop'],
  ['register', 'cloud.unavailable', { canWait: true }, 'again skip stop'],
  ['register', 'cloud.rejected', { canWait: true }, 'desk again skip stop'],
  ['register', 'cloud.conflict', { canWait: true }, 'again desk skip stop'],
  ['register', 'cloud.permission', { canWait: true }, 'again desk skip stop'],
  ['register', 'ports.swapped', {}, 'again stop'],
  ['test', 'payment.declined', {}, ''],
  ['test', 'cloud.unavailable', { canRepeat: true }, 'again stop'],
];

test.each(OFFERED)('after %s with %s %j: %s', (step, code, more, remedies) => {
  expect(remediesFor(failed(step, code, more)).join(' ')).toBe(remedies);
});

test('for whatever was found: something, with a way to hang up last; of money the terminal is asked again', () => {
  for (const { code, severity } of TABLE.filter(
    (row) => row.severity === 'error' && !row.code.startsWith('payment.'),
  )) {
    expect([code, severity, remediesFor(failed('probe', code)).at(-1)]).toEqual([code, 'error', 'stop']);
    expect(remediesFor({ ...failed('probe', code), exit: EXIT.money })).toEqual(['ask', 'stop']);
  }
});
