import type { Outcome } from '../../cli/output/outcome.js';
import type { Target } from '../../model/endpoint.js';
import type { Controls } from '../../steps/trust/controls.js';
import { probeStep } from '../look/probe-step.js';
import { openPaymentsAt, openPaymentsFirst } from '../open-payments/open-payments.js';
import { agentName } from '../sessions/agent-name.js';
import { guardedSession } from '../sessions/guarded-session.js';
import { recordIdentity } from '../sessions/record-terminal.js';
import type { StepDeps } from '../step/report-step-end.js';
import { recordStepEnd } from '../step/step-result.js';
import { identifiedRecord } from './known-record.js';
import type { LastingClouds } from './known-record.js';
import { testOutcome } from './outcome.js';
import { settleOpenMoney } from './run-test.js';
import type { TestSettings } from './run-test.js';
import { testPaymentStep, untoldStep } from './test-payment-step.js';
import type { TestPaymentEnd } from './test-payment-step.js';

interface TestCall {
  readonly target: Target;
  readonly settings: TestSettings;
  readonly controls: Controls;
  /** The version of this program, for the journal. */
  readonly program: string;
  /** Clients of the instance that the terminal is registered with. @throws AppError */
  readonly connect: (instance: string) => Promise<LastingClouds>;
}

/** A test payment without an onboarding, in a session of its own. */
export async function runTestCall(
  { target, settings, controls, program, connect }: TestCall,
  deps: StepDeps,
): Promise<Outcome> {
  const { context } = deps;
  const { allowPrivate, terminalId } = settings;
  const store = await context.store();
  const wanted = {
    store,
    target,
    agent: agentName(context.settings),
    command: 'test',
    language: settings.language,
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
  return context.scope.run(openPaymentsFirst(openThere, context, settings.language), () =>
    guardedSession(wanted, context, async (session) => {
      // A test says nothing of the log port.
      const probed = await probeStep({ ...settings, target: { ...target, log: undefined }, controls }, deps);
      recordIdentity(session, probed.facts);
      // Only the terminal is needed for it: the cloud may be down, and its credentials may be missing here.
      const asked = await settleOpenMoney(target, probed.facts, settings, { ...deps, store, session });
      const parts = { ...deps, store, session, asked };
      const where = { ...parts, connect, usual: context.settings.get('instance'), language: settings.language };
      const registered = await identifiedRecord(probed.facts, where);
      const input = { target, facts: probed.facts, settings, returnedBefore: [] };
      const ended: TestPaymentEnd =
        registered && 'exit' in registered
          ? { result: untoldStep(registered, deps) }
          : await testPaymentStep({ ...input, registered }, parts);
      recordStepEnd(session, ended.result);
      session.record({ type: 'session.closed', exitCode: ended.result.exit });
      const outcome = testOutcome(ended, probed.result, session, context, settings.language);
      const leftOut = registered && 'clouds' in registered ? registered.clouds.before.leftOut : [];
      return { ...outcome, warnings: [...outcome.warnings, ...leftOut] };
    }),
  );
}
