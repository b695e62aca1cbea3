import { placeOf } from '../../../model/endpoint.js';
import { registerStep } from '../../register/register-step.js';
import type { OnboardingCall, OnboardingState, Registering, StepEnd } from '../state.js';

/** Registers the terminal, and remembers where it was registered in this call. */
export async function onboardRegister(
  registering: Registering,
  state: OnboardingState,
  { input, deps }: OnboardingCall,
): Promise<StepEnd> {
  const { target, facts } = state;
  const { language } = input.settings;
  const { registeredInThisCall } = deps;
  const { cloud } = registering;
  const wanted = { ...registering.input, ...state.corrected };
  const step = { target, facts, registration: wanted, cloud, language, registeredInThisCall };
  const { result, registration = state.registration } = await registerStep(step, deps);
  if (registration?.outcome !== 'registered') return { result, state: { ...state, registration } };
  const { record } = registration;
  registeredInThisCall.set(record.terminalId, placeOf(target));
  return { result, state: { ...state, registration, record } };
}
