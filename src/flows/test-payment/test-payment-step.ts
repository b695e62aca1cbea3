import type { Cloud } from '../../cloud/client.js';
import type { TerminalRecord } from '../../cloud/records.js';
import { EXIT } from '../../contract/exit.js';
import type { JudgedFacts } from '../../diagnosis/judge-facts.js';
import type { Target } from '../../model/endpoint.js';
import type { Facts } from '../../model/facts.js';
import type { TestRecord } from '../../steps/register/record-test.js';
import { reportStepEnd } from '../step/report-step-end.js';
import type { StepResult } from '../step/step-result.js';
import { returnedTest } from './earlier-test.js';
import { othersLately } from '../look/create-look.js';
import { judgeTest } from './judge-test.js';
import { reportTestToCloud } from './report-test-to-cloud.js';
import { runTest } from './run-test.js';
import type { TestParts, TestRun, TestSettings } from './run-test.js';

/** The cloud's record of the terminal, which hears how its test stands. */
interface RegisteredTerminal {
  readonly record: TerminalRecord;
  /** Not stopped by a signal: how the test ended is written, whatever key is pressed. */
  readonly cloud: Cloud;
}

interface TestPaymentInput {
  readonly target: Target;
  /** The terminal as it was just probed. */
  readonly facts: Facts;
  readonly settings: TestSettings;
  /** Absent where the terminal is not registered in this run. */
  readonly registered?: RegisteredTerminal | undefined;
  /** The ids of test payments that earlier runs of this session have made and returned. */
  readonly returnedBefore: readonly string[];
  /** What a test that was not begun comes to, where that ends the step and not the run. */
  readonly notBegun?: (failure: unknown) => StepResult | undefined;
}

export interface TestPaymentEnd {
  readonly result: StepResult;
  /** Absent where no test was run. */
  readonly test?: TestRun;
  /** The cloud's record as it is now. */
  readonly record?: TerminalRecord | undefined;
}

/** The test payment; one that was made and returned already is only reported to the cloud. @throws AppError, LockedError */
export async function testPaymentStep(input: TestPaymentInput, parts: TestParts): Promise<TestPaymentEnd> {
  const { target, facts, settings, registered, returnedBefore } = input;
  const { context, session } = parts;
  const made = returnedTest(session.state, target, facts, returnedBefore);
  if (made) return concluded(made, input, parts);
  const opened = await report({ outcome: 'open', reference: null, passed: false }, input, parts);
  context.interrupt.signal.throwIfAborted();
  // The law on money: no record is active while its test is open.
  if (opened.failure && opened.registered?.record.status === 'active')
    return { result: stepEnd({ ...opened.failure, checks: [], canRepeat: true }, parts), record: registered?.record };
  const sales = session.state.payments.length;
  const now = { ...input, registered: opened.registered };
  try {
    return await concluded(await runTest(target, facts, settings, parts), now, parts);
  } catch (error) {
    const end = input.notBegun?.(error);
    // Nothing was sold by it, so that it can be begun again.
    if (!end || session.state.payments.length > sales) throw error;
    const told = await report({ outcome: 'not-made', reference: null, passed: false }, now, parts);
    return { result: reportStepEnd(end, parts), record: told.registered?.record };
  }
}

async function concluded(ran: TestRun, input: TestPaymentInput, parts: TestParts): Promise<TestPaymentEnd> {
  const { context, session } = parts;
  const test = { ...ran, facts: await othersLately(ran.facts, context) };
  const judged = judgeTest(test, context, session, input.settings.language);
  if (test.madeAt !== undefined)
    context.report({
      kind: 'note',
      text: `The test payment was made and returned already (${test.madeAt}): it is not made again.`,
    });
  const isKnown = test.earlier === true && input.registered?.record.status === 'active';
  const { registered, failure } = isKnown
    ? { ...input, failure: undefined }
    : await report(recordOf(test), input, parts);
  const end = failure ? withFailure(judged, failure) : judged;
  const canRepeat = test.end === 'not-started' || test.end === 'returned';
  return { result: stepEnd({ ...end, checks: test.checks, canRepeat }, parts), test, record: registered?.record };
}

/** What kept the cloud from being told is the step's failure where nothing else is. */
function withFailure(judged: JudgedFacts, failure: JudgedFacts): JudgedFacts {
  if (judged.exit === EXIT.done) return { ...judged, ...failure };
  return { ...judged, diagnoses: [...judged.diagnoses, ...failure.diagnoses] };
}

function recordOf({ end, facts }: TestRun): Omit<TestRecord, 'at'> {
  const outcome = end === 'not-started' ? 'not-made' : end;
  return { outcome, reference: facts.payment?.transactionId ?? null, passed: end === 'returned' };
}

function stepEnd(end: Omit<StepResult, 'step' | 'summary'>, parts: TestParts): StepResult {
  const summary = end.error?.message ?? 'charged and returned';
  return reportStepEnd({ step: 'test', ...end, summary }, parts);
}

/** Gives the record as it is then, and what kept the cloud from being told. */
async function report(
  test: Omit<TestRecord, 'at'>,
  { registered, settings }: TestPaymentInput,
  { context }: TestParts,
): Promise<{ readonly registered: RegisteredTerminal | undefined; readonly failure: JudgedFacts | undefined }> {
  if (!registered) return { registered, failure: undefined };
  const at = new Date(context.clock.now());
  const bounds = { stop: context.interrupt.signal, language: settings.language };
  const { record, failure } = await reportTestToCloud(registered.cloud, registered.record, { ...test, at }, bounds);
  return { registered: { ...registered, record }, failure };
}
