import type { Cloud } from '../../cloud/client.js';
import type { Bank, Model } from '../../cloud/contract.js';
import type { TerminalRecord } from '../../cloud/records.js';
import type { Target } from '../../model/endpoint.js';
import type { Facts } from '../../model/facts.js';
import type { SessionStore } from '../../session/store.js';
import type { SessionWriter } from '../../session/session-writer.js';
import type { Controls } from '../../steps/trust/controls.js';
import type { Prompter } from '../../steps/dependencies.js';
import type { RegisterResult } from '../../steps/register/register.js';
import type { TerminalLock } from '../sessions/with-session.js';
import type { CommandContext } from '../../cli/command/context.js';
import type { StepResult } from './step-result.js';
import type { TestRun, TestSettings } from '../test-payment/run-test.js';
import type { TraceWriter } from '../../cli/output/trace.js';

export interface OnboardingInput {
  readonly target: Target;
  readonly settings: TestSettings;
  /** What is registered, and with which cloud; without it, a test alone is gone on with. */
  readonly registering: Registering | undefined;
  /** Nothing is written to the cloud and nothing is sold: it looks, and tells what would be registered. */
  readonly dryRun: boolean;
}

export interface Registering {
  readonly input: {
    readonly name: string;
    readonly model: Model;
    readonly bank: Bank;
    readonly departmentId: string;
    readonly dryRun: boolean;
    readonly consent: boolean;
  };
  readonly cloud: Cloud;
  /** Not stopped by a signal. */
  readonly lastingCloud: Cloud;
}

export interface OnboardingParts {
  readonly context: CommandContext;
  readonly controls: Controls;
  readonly talk: Prompter;
  readonly store: SessionStore;
  readonly work: SessionWriter;
  readonly hold: TerminalLock;
  readonly trace: TraceWriter | undefined;
  /** Where the terminals are that were registered in this call, by terminal id. */
  readonly sameCall: Map<string, string>;
}

export interface OnboardingEnd {
  readonly steps: readonly StepResult[];
  readonly facts: Facts | undefined;
  readonly registration: RegisterResult | undefined;
  readonly test: TestRun | undefined;
}

/** What one step of an onboarding leaves to the next. */
export interface Baggage {
  /** Where the terminal is: the agent may have corrected it on the way. */
  target: Target;
  facts: Facts | undefined;
  registration: RegisterResult | undefined;
  record: TerminalRecord | undefined;
  test: TestRun | undefined;
  /** Of payments that were open when the terminal was probed, and stay so. */
  stillOpen: readonly string[];
  /** The ids of test payments that former runs have made and returned. */
  readonly before: readonly string[];
  /** The terminal that the call which is gone on with worked on: its money and its record are that one's. */
  readonly confirmed: string | undefined;
}

/** All that a step works with. */
export interface Call {
  readonly input: OnboardingInput;
  readonly parts: OnboardingParts;
  readonly baggage: Baggage;
}
