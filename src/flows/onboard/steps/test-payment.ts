import { identifiedRecord } from '../../test-payment/known-record.js';
import type { RegisteredTerminal } from '../../test-payment/known-record.js';
import { testPaymentStep, untoldStep } from '../../test-payment/test-payment-step.js';
import { offerUndo } from '../undo-registration.js';
import { notBegunStep } from '../recovery/deferred-step.js';
import type { OnboardingCall, OnboardingState, StepEnd } from '../state.js';

/** The test payment of a terminal whose record hears how it ended. */
export async function onboardTestPayment(state: OnboardingState, call: OnboardingCall): Promise<StepEnd> {
  const { input, deps } = call;
  const { target, facts, record, returnedBefore, stillOpen } = state;
  const registered = await registeredTerminal(state, call);
  if (registered && 'exit' in registered) return { result: untoldStep(registered, deps), state };
  const ended = await testPaymentStep(
    {
      target,
      facts,
      settings: input.settings,
      registered,
      returnedBefore,
      // Where an agent can be asked, it is a step to do again; where not, it ends the run.
      notBegun: (failure) => (deps.talk.interactive ? notBegunStep(failure) : undefined),
    },
    { ...deps, asked: stillOpen, identified: state.identified?.check },
  );
  const { result, test = state.test, record: now = record } = ended;
  return offerUndo({ result, state: { ...state, test, record: now } }, call);
}

/** A test that is resumed by itself is told to the cloud as well, where an earlier session knows the record. */
async function registeredTerminal(
  { facts, record, registration }: OnboardingState,
  { input: { registering, settings }, deps }: OnboardingCall,
): ReturnType<typeof identifiedRecord> {
  if (record && registering) return { record, clouds: registering.lasting } satisfies RegisteredTerminal;
  if (registering || registration) return undefined;
  return identifiedRecord(facts, { ...deps, usual: undefined, language: settings.language });
}
