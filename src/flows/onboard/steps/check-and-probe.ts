import { identityOf } from '../../../connection/identity.js';
import { posxmlOf } from '../../../steps/test-payment/readiness.js';
import { checkStep } from '../../look/check-step.js';
import type { LookStepInput } from '../../look/look-step.js';
import { probeStep } from '../../look/probe-step.js';
import { recordIdentity, recordTarget } from '../../sessions/record-terminal.js';
import { settleOpenMoney } from '../../test-payment/run-test.js';
import type { OnboardingCall, OnboardingState, StepEnd } from '../state.js';

/** Can both ports be reached? */
export async function onboardCheck(state: OnboardingState, call: OnboardingCall): Promise<StepEnd> {
  const { result } = await checkStep(lookInput(state, call), call.deps);
  return { result, state };
}

/** Which terminal is it, and in what state? Money that it has open is settled first of all. */
export async function onboardProbe(state: OnboardingState, call: OnboardingCall): Promise<StepEnd> {
  const { input, deps } = call;
  const { facts, result } = await probeStep(lookInput(state, call), deps);
  const { terminalId } = identityOf(posxmlOf(facts)?.parameters);
  const { expected = { terminalId } } = facts;
  // A stranger at this address is not the session's terminal.
  if (expected.terminalId === terminalId) {
    recordTarget(deps.session, state.target, terminalId);
    recordIdentity(deps.session, facts);
  }
  // Before anything else can fail: the cloud may be down, and the money is still out.
  const stillOpen = input.dryRun ? [] : await settleOpenMoney(state.target, facts, input.settings, deps);
  return { result, state: { ...state, facts, stillOpen } };
}

function lookInput({ target, confirmed }: OnboardingState, { input, deps }: OnboardingCall): LookStepInput {
  const { timeoutMs, allowPrivate, language, terminalId = confirmed } = input.settings;
  return { target, controls: deps.controls, timeoutMs, allowPrivate, language, terminalId };
}
