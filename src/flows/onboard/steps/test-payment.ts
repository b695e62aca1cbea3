import { testPaymentStep } from '../../test-payment/test-payment-step.js';
import { notBegunStep } from '../recovery/deferred-step.js';
import type { OnboardingCall, OnboardingState, StepEnd } from '../state.js';

/** The test payment of a terminal whose record hears how it ended. */
export async function onboardTestPayment(state: OnboardingState, { input, deps }: OnboardingCall): Promise<StepEnd> {
  const { target, facts, record, returnedBefore, stillOpen } = state;
  const cloud = input.registering?.lastingCloud;
  const ended = await testPaymentStep(
    {
      target,
      facts,
      settings: input.settings,
      registered: record && cloud ? { record, cloud } : undefined,
      returnedBefore,
      // Where an agent can be asked, it is a step to do again; where not, it ends the run.
      notBegun: (failure) => (deps.talk.interactive ? notBegunStep(failure) : undefined),
    },
    { ...deps, asked: stillOpen, identified: state.identified?.check },
  );
  const { result, test = state.test, record: now = record } = ended;
  return { result, state: { ...state, test, record: now } };
}
