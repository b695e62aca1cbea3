import { identityOf } from '../../../connection/identity.js';
import { EXIT } from '../../../contract/exit.js';
import { placeOf } from '../../../model/endpoint.js';
import type { SessionState } from '../../../session/reduce.js';
import { posxmlOf } from '../../../steps/test-payment/readiness.js';
import { checkStep } from '../../look/check-step.js';
import type { LookStepInput } from '../../look/look-step.js';
import { probeStep } from '../../look/probe-step.js';
import { describeOpenRecord } from '../../open-payments/open-payment-error.js';
import { openPaymentsAt } from '../../open-payments/open-payments.js';
import { recordIdentity, recordTarget } from '../../sessions/record-terminal.js';
import type { StepResult } from '../../step/step-result.js';
import { returnedTest } from '../../test-payment/earlier-test.js';
import { notIdentified } from '../../test-payment/not-identified.js';
import { confirmTerminal, settleOpenMoney } from '../../test-payment/run-test.js';
import type { OnboardingCall, OnboardingState, StepEnd } from '../state.js';

/** Can both ports be reached? */
export async function onboardCheck(state: OnboardingState, call: OnboardingCall): Promise<StepEnd> {
  const { result } = await checkStep(lookInput(state, call), call.deps);
  return { result, state };
}

/** Which terminal is it, and in what state? Money that it has open is settled first of all. */
export async function onboardProbe(state: OnboardingState, call: OnboardingCall): Promise<StepEnd> {
  const { result, state: seen } = await probeAndSettle(state, call);
  if (call.input.dryRun || result.exit !== EXIT.done) return { result, state: seen };
  return confirmed(result, seen, identityOf(posxmlOf(seen.facts)?.parameters).terminalId, call);
}

/** Settles the open money of this terminal, and ends there. */
export async function onboardSettle(state: OnboardingState, call: OnboardingCall): Promise<StepEnd> {
  const { result, state: seen } = await probeAndSettle(state, call);
  const { context, session, store } = call.deps;
  const open = openPaymentsAt(seen.target, session.state.terminal?.terminalId, store, session.state).at(-1);
  if (!open) return { result, state: seen };
  const error = describeOpenRecord(open.payment, open.session, open.bank, context.settings.get('bank-lines'));
  return { result: { ...result, exit: EXIT.money, error, summary: error.message }, state: seen };
}

async function probeAndSettle(state: OnboardingState, call: OnboardingCall): Promise<StepEnd> {
  const { input, deps } = call;
  const { facts, result } = await probeStep(lookInput(state, call), deps);
  const { terminalId } = identityOf(posxmlOf(facts)?.parameters);
  const { expected = { terminalId } } = facts;
  // A stranger at this address is not the session's terminal.
  if (expected.terminalId === terminalId) {
    recordTarget(deps.session, state.target, terminalId);
    recordIdentity(deps.session, facts);
  }
  if (input.dryRun) return { result, state: { ...state, facts, stillOpen: [] } };
  // Before anything else can fail: the cloud may be down, and the money is still out.
  const stillOpen = await settleOpenMoney(state.target, facts, input.settings, deps);
  return { result, state: { ...state, facts, stillOpen } };
}

/** The right terminal is confirmed before anything is written to the cloud (contract, "The document"). */
async function confirmed(
  result: StepResult,
  state: OnboardingState,
  terminalId: string | undefined,
  { input, deps }: OnboardingCall,
): Promise<StepEnd> {
  const { target, facts } = state;
  if (isKnown(state, terminalId, deps.session.state)) return { result, state };
  const check = await confirmTerminal(target, facts, input.settings, deps);
  const checks = [...result.checks, check];
  if (check.status !== 'fail')
    return { result: { ...result, checks }, state: { ...state, identified: { terminalId, target, check } } };
  const ended = { ...result, ...notIdentified(check, { registered: false }), checks };
  return { result: { ...ended, summary: ended.error?.message ?? result.summary }, state };
}

/** Confirmed a moment ago, sold on or registered by an earlier run: its code is asked for again before a sale only. */
function isKnown(
  { target, facts, confirmed: worked, identified, returnedBefore }: OnboardingState,
  terminalId: string | undefined,
  session: SessionState,
): boolean {
  if (returnedTest(session, target, facts, returnedBefore)) return true;
  if (worked !== undefined && worked === terminalId) return true;
  return (
    identified !== undefined && identified.terminalId === terminalId && placeOf(identified.target) === placeOf(target)
  );
}

function lookInput({ target, confirmed }: OnboardingState, { input, deps }: OnboardingCall): LookStepInput {
  const { timeoutMs, allowPrivate, language, terminalId = confirmed } = input.settings;
  return { target, controls: deps.controls, timeoutMs, allowPrivate, language, terminalId };
}
