import type { TerminalRecord } from '../../cloud/records.js';
import { EXIT } from '../../contract/exit.js';
import type { JudgedFacts } from '../../diagnosis/judge-facts.js';
import type { Target } from '../../model/endpoint.js';
import type { Facts } from '../../model/facts.js';
import type { TestRecord } from '../../steps/register/record-test.js';
import { reportStepEnd } from '../step/report-step-end.js';
import type { StepDeps } from '../step/report-step-end.js';
import type { StepResult } from '../step/step-result.js';
import { othersLately } from '../look/create-look.js';
import { agreedElsewhere } from './agreed-elsewhere.js';
import { returnedTest, testOf } from './earlier-test.js';
import { judgeTest } from './judge-test.js';
import type { RegisteredTerminal } from './known-record.js';
import { reportTestToCloud } from './report-test-to-cloud.js';
import { runTest } from './run-test.js';
import type { TestParts, TestRun, TestSettings } from './run-test.js';
import { toldLater } from './told-later.js';
import { untoldTest } from './untold-test.js';

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
  const made = returnedTest(session.state, target, facts, returnedBefore) ?? untoldRun(input, parts);
  if (made) return concluded(made, input, parts);
  const elsewhere = registered && (await agreedElsewhere(registered.record, parts));
  if (elsewhere) return { result: stepEnd({ ...elsewhere, checks: [] }, parts), record: registered.record };
  // By the session's id another computer can tell whose test it is, before there is a sale to name.
  const opened = await report({ outcome: 'open', reference: session.id, passed: false }, input, parts);
  context.interrupt.signal.throwIfAborted();
  // The law on money: no record is active while its test is open. And no card is charged for a record that is gone.
  if (opened.failure && (opened.registered?.record.status === 'active' || opened.failure.exit === EXIT.conflict))
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

/** A card is not charged again for a test whose only fault is that the cloud was not told of it. */
function untoldRun({ target, facts, registered }: TestPaymentInput, parts: TestParts): TestRun | undefined {
  if (!registered || parts.session.state.sandbox) return undefined;
  const former = untoldTest(parts, facts, registered.clouds.before.instance.url);
  return former && testOf(former, target, facts, true);
}

async function concluded(ran: TestRun, input: TestPaymentInput, parts: TestParts): Promise<TestPaymentEnd> {
  const { context, session } = parts;
  const test = { ...ran, facts: await othersLately(ran.facts, context) };
  const judged = judgeTest(test, context, session, input.settings.language);
  if (test.madeAt !== undefined)
    context.report({
      kind: 'note',
      text: `The test payment was already made and reversed (${test.madeAt}). It is not made again.`,
    });
  const isKnown = test.earlier === true && input.registered?.record.status === 'active';
  const { registered, failure } = isKnown
    ? { ...input, failure: undefined }
    : await report(recordOf(test), input, parts);
  const end = failure ? withFailure(judged, failure, session.id) : judged;
  const canRepeat = test.end === 'not-started' || test.end === 'returned';
  return { result: stepEnd({ ...end, checks: test.checks, canRepeat }, parts), test, record: registered?.record };
}

/** What kept the cloud from being told is the step's failure where nothing else is. */
function withFailure(judged: JudgedFacts, failure: JudgedFacts, session: string): JudgedFacts {
  if (judged.exit === EXIT.done) return { ...judged, ...toldLater(failure, session) };
  return { ...judged, diagnoses: [...judged.diagnoses, ...failure.diagnoses] };
}

function recordOf({ end, facts }: TestRun): Omit<TestRecord, 'at'> {
  const outcome = end === 'not-started' ? 'not-made' : end === 'refused' ? 'unknown' : end;
  return { outcome, reference: facts.payment?.transactionId ?? null, passed: end === 'returned' };
}

/** What keeps a test from being made, where its record is known and cannot be told of it. */
export function untoldStep(failure: JudgedFacts, parts: StepDeps): StepResult {
  return stepEnd({ ...failure, checks: [], canRepeat: true }, parts);
}

function stepEnd(end: Omit<StepResult, 'step' | 'summary'>, parts: StepDeps): StepResult {
  const summary = end.error?.message ?? 'charged and reversed';
  return reportStepEnd({ step: 'test', ...end, summary }, parts);
}

/** Gives the record as it is then, and what kept the cloud from being told. */
async function report(
  test: Omit<TestRecord, 'at'>,
  { registered, settings }: TestPaymentInput,
  { context, store, session }: TestParts,
): Promise<{ readonly registered: RegisteredTerminal | undefined; readonly failure: JudgedFacts | undefined }> {
  if (!registered) return { registered, failure: undefined };
  // What has become of the money is told as soon as it is known.
  if (test.outcome === 'open' && !session.state.sandbox) await store.confirm({ kind: 'cloud' });
  const at = new Date(context.clock.now());
  const bounds = { stop: context.interrupt.signal, language: settings.language };
  const { before, after } = registered.clouds;
  const cloud = test.outcome === 'open' ? before : after;
  const { record, failure } = await reportTestToCloud(cloud, registered.record, { ...test, at }, bounds);
  return { registered: { ...registered, record }, failure };
}
