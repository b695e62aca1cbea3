import type { Cloud } from '../../cloud/client.js';
import type { TerminalRecord } from '../../cloud/records.js';
import type { AppError } from '../../contract/app-error.js';
import type { Check } from '../../contract/document.js';
import type { Target } from '../../model/endpoint.js';
import type { Facts } from '../../model/facts.js';
import { confirmedTerminal, returnedBefore } from '../../session/queries.js';
import type { SessionState } from '../../session/reduce.js';
import type { RegisterResult } from '../../steps/register/types.js';
import type { Controls } from '../../steps/trust/controls.js';
import type { RegistrationInput } from '../register/register-step.js';
import type { KnownAnswers } from './form/open-answers.js';
import type { CorrectedDesk } from './recovery/correct-desk.js';
import type { TerminalLock } from '../sessions/with-session.js';
import type { StepResult } from '../step/step-result.js';
import type { LastingClouds } from '../test-payment/known-record.js';
import type { TestParts, TestRun, TestSettings } from '../test-payment/run-test.js';

export interface OnboardingInput {
  readonly target: Target;
  readonly settings: TestSettings;
  /** What is registered, and with which cloud; without it, only a test is resumed. */
  readonly registering: Registering | undefined;
  /** Why the cloud cannot be asked, where money is open: then that is settled, for which only the terminal is needed. */
  readonly settleOnly?: AppError | undefined;
  /** Nothing is written to the cloud and nothing is sold: it looks, and says what would be registered. */
  readonly dryRun: boolean;
}

/** What the clinic could not tell is asked for again before it is needed. */
type OpenAnswer = 'model' | 'bank';

export interface Registering {
  readonly input: Omit<RegistrationInput, OpenAnswer> & {
    readonly [K in OpenAnswer]: RegistrationInput[K] | undefined;
  };
  readonly cloud: Cloud;
  readonly lasting: LastingClouds;
}

export interface OnboardingDeps extends TestParts {
  readonly controls: Controls;
  readonly lock: TerminalLock;
  /** Where terminals were registered in this call, by terminal id; one for all terminals of the call. */
  readonly registeredInThisCall: Map<string, string>;
  /** Clients of an instance that an earlier session has registered the terminal with. @throws AppError */
  readonly connect: (instance: string) => Promise<LastingClouds>;
}

/** What the steps of an onboarding know by now; each step returns the next one. */
export interface OnboardingState {
  /** Where the terminal is: the agent may have corrected it on the way. */
  readonly target: Target;
  readonly facts: Facts;
  /** Whose the terminal is, where the agent has corrected that on the way. */
  readonly corrected: CorrectedDesk | undefined;
  /** What the clinic could not tell at first, once it is known. */
  readonly answered: KnownAnswers | undefined;
  readonly registration: RegisterResult | undefined;
  readonly record: TerminalRecord | undefined;
  readonly test: TestRun | undefined;
  /** Payments that were open when the terminal was probed, and stay so: their transaction ids. */
  readonly stillOpen: readonly string[];
  /** The ids of test payments that earlier runs have made and returned. */
  readonly returnedBefore: readonly string[];
  /** The terminal that the resumed call worked on: its money and its record are that one's. */
  readonly confirmed: string | undefined;
  /** The check `test.identify`, once the clinic has confirmed in this run which terminal it is in front of. */
  readonly identified: IdentifiedTerminal | undefined;
}

export interface IdentifiedTerminal {
  readonly terminalId: string | undefined;
  readonly target: Target;
  readonly check: Check;
}

/** One terminal's onboarding: what is wanted, and what it is done with. */
export interface OnboardingCall {
  readonly input: OnboardingInput;
  readonly deps: OnboardingDeps;
}

/** What a step came to, and what is known after it. */
export interface StepEnd {
  readonly result: StepResult;
  readonly state: OnboardingState;
}

export type OnboardingStep = (state: OnboardingState, call: OnboardingCall) => Promise<StepEnd>;

/** Before the first step. @param session what the session holds so far */
export function initialState(target: Target, session: SessionState): OnboardingState {
  return {
    target,
    facts: { at: Date.now() },
    corrected: undefined,
    answered: undefined,
    registration: undefined,
    record: undefined,
    test: undefined,
    stillOpen: [],
    returnedBefore: returnedBefore(session),
    confirmed: confirmedTerminal(session),
    identified: undefined,
  };
}
