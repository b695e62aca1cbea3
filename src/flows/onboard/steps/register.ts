import { EXIT } from '../../../contract/exit.js';
import { placeOf } from '../../../model/endpoint.js';
import { reportStepEnd } from '../../step/report-step-end.js';
import { registerStep } from '../../register/register-step.js';
import { askWhatIsOpen } from '../form/open-answers.js';
import type { KnownAnswers, LeftOpen } from '../form/open-answers.js';
import { incompleteError } from '../recovery/deferred-step.js';
import type { OnboardingCall, OnboardingState, Registering, StepEnd } from '../state.js';

/** Registers the terminal, and remembers where it was registered in this call. */
export async function onboardRegister(
  registering: Registering,
  state: OnboardingState,
  call: OnboardingCall,
): Promise<StepEnd> {
  const { input, deps } = call;
  const { target, facts } = state;
  const { language } = input.settings;
  const { registeredInThisCall } = deps;
  const { cloud } = registering;
  const known = await answersFor(registering, state, call);
  if ('missing' in known) return { result: leftOpen(known, call), state };
  const now = { ...state, answered: known };
  const wanted = { ...registering.input, ...known, ...state.corrected };
  const step = { target, facts, registration: wanted, cloud, language, registeredInThisCall };
  const { result, registration = state.registration } = await registerStep(step, deps);
  if (registration?.outcome !== 'registered') return { result, state: { ...now, registration } };
  const { record } = registration;
  registeredInThisCall.set(record.terminalId, placeOf(target));
  return { result, state: { ...now, registration, record } };
}

/** The model and the bank; what the clinic could not tell before is asked for now. What is still missing is named. */
async function answersFor(
  { input }: Registering,
  { answered }: OnboardingState,
  { input: { settings }, deps: { talk, session } }: OnboardingCall,
): Promise<KnownAnswers | LeftOpen> {
  const { model, bank } = answered ?? input;
  if (model !== undefined && bank !== undefined) return { model, bank };
  const known = await askWhatIsOpen({ model, bank }, talk, settings.language);
  if (!('missing' in known)) session.record({ type: 'answered', answers: { ...session.state.answers, ...known } });
  return known;
}

function leftOpen({ missing, isAnother }: LeftOpen, { deps }: OnboardingCall): StepEnd['result'] {
  const why = isAnother ? `The cloud does not know this ${missing}` : `The ${missing} of the terminal is not known`;
  const message = `${why}, so it is not registered yet.`;
  const todo = isAnother
    ? 'Ask the administrator of the instance how such a terminal is registered.'
    : 'Try again when the clinic knows it, or register later.';
  return reportStepEnd(
    {
      step: 'register',
      exit: EXIT.incomplete,
      summary: message,
      checks: [],
      diagnoses: [],
      error: incompleteError(message, null, todo),
      canWait: true,
    },
    deps,
  );
}
