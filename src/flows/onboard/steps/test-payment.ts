import { EXIT } from '../../../contract/exit.js';
import type { TestRecord } from '../../../steps/register/register.js';
import { notBegunStep } from '../recovery/deferred-step.js';
import type { StepResult } from '../step-result.js';
import { reportTestToCloud } from '../report-test-to-cloud.js';
import type { TestReported } from '../report-test-to-cloud.js';
import { returnedTest } from '../../test-payment/earlier-test.js';
import { judgeTest } from '../../test-payment/outcome.js';
import { runTest } from '../../test-payment/run-test.js';
import type { TestRun } from '../../test-payment/run-test.js';
import { reportStepEnd } from './report-step-end.js';
import type { Call } from '../state.js';

/** The test payment; one that was made and returned already is only told to the cloud. */
export async function onboardTestPayment(call: Call): Promise<StepResult> {
  const { input, parts, baggage } = call;
  const { context, talk, store, work, trace } = parts;
  const facts = baggage.facts ?? { at: Date.now() };
  const made = returnedTest(work.state, baggage.target, facts, baggage.before);
  if (made) return told(made, call);
  const untold = await tellOutcome('open', null, false, call);
  context.interrupt.signal.throwIfAborted();
  // The law on money: no record is active while its test is open.
  if (untold && baggage.record?.status === 'active')
    return reportStepEnd(
      'test',
      { ...untold, checks: [], summary: untold.error?.message ?? '', canRepeat: true },
      parts,
    );
  const sales = work.state.payments.length;
  try {
    return await told(
      await runTest(baggage.target, facts, input.settings, {
        context,
        talk,
        store,
        work,
        trace,
        asked: baggage.stillOpen,
      }),
      call,
    );
  } catch (error) {
    const end = notBegunStep(error);
    // Nothing was sold by it, so that it can be begun again.
    if (!end || !talk.interactive || work.state.payments.length > sales) throw error;
    await tellOutcome('not-made', null, false, call);
    return reportStepEnd('test', end, parts);
  }
}

async function told(report: TestRun, call: Call): Promise<StepResult> {
  const { input, parts, baggage } = call;
  const { context, work } = parts;
  baggage.test = report;
  const judged = judgeTest(report, context, work, input.settings.language);
  const end = report.end === 'not-started' ? 'not-made' : report.end;
  const isKnown = report.earlier === true && baggage.record?.status === 'active';
  if (report.madeAt !== undefined)
    context.report({
      kind: 'note',
      text: `The test payment was made and returned already (${report.madeAt}): it is not made again.`,
    });
  const untold = isKnown
    ? undefined
    : await tellOutcome(end, report.facts.payment?.transactionId ?? null, report.end === 'returned', call);
  const failure =
    untold === undefined
      ? judged
      : judged.exit === EXIT.done
        ? { ...judged, ...untold }
        : { ...judged, diagnoses: [...judged.diagnoses, ...untold.diagnoses] };
  const canRepeat = report.end === 'not-started' || report.end === 'returned';
  return reportStepEnd(
    'test',
    { ...failure, checks: report.checks, summary: failure.error?.message ?? 'charged and returned', canRepeat },
    parts,
  );
}

/** Gives what kept the cloud from being told. */
async function tellOutcome(
  outcome: TestRecord['outcome'],
  reference: string | null,
  passed: boolean,
  { input, parts, baggage }: Call,
): Promise<TestReported['failure']> {
  const { context } = parts;
  const cloud = input.registering?.lastingCloud;
  if (!baggage.record || !cloud) return undefined;
  const test = { outcome, reference, passed, at: new Date(context.clock.now()) };
  const { record, failure } = await reportTestToCloud(cloud, baggage.record, test, {
    stop: context.interrupt.signal,
    language: input.settings.language,
  });
  baggage.record = record;
  return failure;
}
