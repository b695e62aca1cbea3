import { EXIT } from '../../contract/exit.js';
import { judgeFacts } from '../../diagnosis/judge-facts.js';
import { lookOptions } from '../look/create-look.js';
import { expectingTerminal } from '../look/probe-step.js';
import { recordStepEnd } from '../step/step-result.js';
import type { StepResult } from '../step/step-result.js';
import { recoveryActions } from './recovery/actions.js';
import { deferStep } from './recovery/deferred-step.js';
import { answerCause } from './recovery/ladder.js';
import { promptRecovery } from './recovery/prompt.js';
import type { Decision } from './recovery/prompt.js';
import { initialState } from './state.js';
import type { OnboardingCall, OnboardingInput, OnboardingState, OnboardingStep, StepEnd } from './state.js';
import { onboardCheck, onboardProbe, onboardSettle } from './steps/check-and-probe.js';
import { onboardRegister } from './steps/register.js';
import { onboardTestPayment } from './steps/test-payment.js';

export interface OnboardingEnd {
  readonly steps: readonly StepResult[];
  readonly state: OnboardingState;
}

/** The steps of an onboarding in their order; each is recorded in the session as it ends. */
export async function runOnboarding(call: OnboardingCall): Promise<OnboardingEnd> {
  const steps = stepsOf(call.input);
  let state = initialState(call.input.target, call.deps.session.state);
  let done: readonly StepResult[] = [];
  for (let at = 0, step = steps[at]; step; step = steps[at]) {
    const end = await untilDone(step, state, call);
    state = end.state;
    done = end.restart ? [] : [...done, end.result];
    if (!end.restart && end.result.exit !== EXIT.done && end.result.left !== true) break;
    at = end.restart ? 0 : at + 1;
  }
  return { steps: done, state };
}

function stepsOf({ registering, settleOnly, dryRun }: OnboardingInput): readonly OnboardingStep[] {
  if (settleOnly) return [onboardCheck, onboardSettle];
  const register: OnboardingStep[] = registering ? [(state, call) => onboardRegister(registering, state, call)] : [];
  return [onboardCheck, onboardProbe, ...register, ...(dryRun ? [] : [onboardTestPayment])];
}

/** `restart`: all steps are done again, since what they saw may be so no longer. */
interface Settled extends StepEnd {
  readonly restart: boolean;
}

/** A step that failed can be done again while the clinic puts right what was wrong. */
async function untilDone(step: OnboardingStep, before: OnboardingState, call: OnboardingCall): Promise<Settled> {
  let state = before;
  let failed: StepResult | undefined;
  for (;;) {
    call.deps.context.interrupt.signal.throwIfAborted();
    const end = await step(state, call);
    record(end.result, call);
    if (end.result.exit === EXIT.done) {
      answerCause(call.deps.session, 'helped');
      return { ...end, restart: false };
    }
    const decision = await recover(end, failed, call);
    failed = end.result;
    if (decision === undefined) return { ...end, restart: false };
    if (decision === 'stop') return { ...end, result: { ...end.result, shown: true }, restart: false };
    if (decision === 'skip') {
      const result = deferStep(end.result);
      record(result, call);
      return { ...end, result: { ...result, shown: true }, restart: false };
    }
    state = decision === 'again' ? end.state : correctedBy(decision, end.state, call);
    // Money that is open is asked about first, and an address that was corrected is looked at from the start.
    if (state.target !== end.state.target || end.result.step === 'test') return { ...end, state, restart: true };
  }
}

/** What the agent has put right; a call that is resumed knows it. */
function correctedBy(
  decision: Exclude<Decision, string>,
  state: OnboardingState,
  { deps: { session } }: OnboardingCall,
): OnboardingState {
  if ('movedTo' in decision) return { ...state, target: decision.movedTo };
  const { departmentId: department, name } = decision.corrected;
  session.record({ type: 'answered', answers: { ...session.state.answers, department, name } });
  return { ...state, corrected: decision.corrected };
}

function record(result: StepResult, { input, deps }: OnboardingCall): void {
  // What would be registered is still to be.
  const planned = input.dryRun && result.step === 'register' && result.exit === EXIT.done;
  recordStepEnd(deps.session, result, planned ? EXIT.incomplete : result.exit);
}

function recover(
  { result, state }: StepEnd,
  before: StepResult | undefined,
  { input, deps }: OnboardingCall,
): Promise<Decision | undefined> {
  const { settings, registering } = input;
  const expected = settings.terminalId ?? state.confirmed;
  const actions = recoveryActions(
    {
      target: state.target,
      registering: registering && { desk: { ...registering.input, ...state.corrected }, cloud: registering.cloud },
      options: lookOptions({ ...settings, resolver: deps.context.resolver }, deps.context),
      settings,
      facts: state.facts,
      judge: (facts) => judgeFacts(expectingTerminal(facts, expected), settings.language, 'probe'),
      known: result.diagnoses[0],
    },
    deps,
  );
  return promptRecovery(result, before, actions, { ...deps, language: settings.language });
}
