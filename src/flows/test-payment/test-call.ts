import type { Outcome } from '../../cli/output/outcome.js';
import type { Target } from '../../model/endpoint.js';
import type { Controls } from '../../steps/trust/controls.js';
import { probeStep } from '../look/probe-step.js';
import { openPaymentsAt, openPaymentsFirst } from '../open-payments/open-payments.js';
import { guardedSession } from '../sessions/guarded-session.js';
import { recordIdentity } from '../sessions/record-terminal.js';
import type { StepDeps } from '../step/report-step-end.js';
import { recordStepEnd } from '../step/step-result.js';
import { testOutcome } from './outcome.js';
import type { TestSettings } from './run-test.js';
import { testPaymentStep } from './test-payment-step.js';

interface TestCall {
  readonly target: Target;
  readonly settings: TestSettings;
  readonly controls: Controls;
  /** The version of this program, for the journal. */
  readonly program: string;
}

/** A test payment without an onboarding, in a session of its own. */
export async function runTestCall({ target, settings, controls, program }: TestCall, deps: StepDeps): Promise<Outcome> {
  const { context } = deps;
  const { allowPrivate, terminalId } = settings;
  const store = await context.store();
  const wanted = {
    store,
    target,
    command: 'test',
    sandbox: false,
    allowPrivate,
    bankLines: context.settings.get('bank-lines'),
    program,
    resume: undefined,
    resolver: context.resolver,
    stop: context.interrupt.signal,
    terminalId,
  };
  const openThere = (): ReturnType<typeof openPaymentsAt> => openPaymentsAt(target, terminalId, store, undefined);
  return context.scope.run(openPaymentsFirst(openThere, context), () =>
    guardedSession(wanted, context, async (session) => {
      // A test says nothing of the log port.
      const probed = await probeStep({ ...settings, target: { ...target, log: undefined }, controls }, deps);
      recordIdentity(session, probed.facts);
      const input = { target, facts: probed.facts, settings, returnedBefore: [] };
      const ended = await testPaymentStep(input, { ...deps, store, session });
      recordStepEnd(session, ended.result);
      session.record({ type: 'session.closed', exitCode: ended.result.exit });
      return testOutcome(ended, probed.result, session, context, settings.language);
    }),
  );
}
