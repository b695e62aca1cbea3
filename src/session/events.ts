import type { StepName } from '../contract/step-name.js';
import type { PaymentEvent } from '../payment/events.js';

export interface SessionTarget {
  readonly host: string;
  readonly posxmlPort: number | undefined;
  readonly logPort: number | undefined;
}

/** What the clinic or the agent answered; an answer of an earlier call is offered again. No secret is ever among them. */
export interface Answers {
  readonly instance?: string;
  readonly department?: string;
  readonly name?: string;
  readonly model?: string;
  readonly bank?: string;
  readonly language?: string;
}

/** What the agent wants to remember of a call. Never anything of a card. */
export interface SessionNote {
  readonly text?: string;
  /** When the clinic is called again, as it was agreed. */
  readonly callBack?: string;
  readonly ticket?: string;
  readonly telephone?: string;
}

/** Whether a cause that was put to the clinic was it: `unknown` where the clinic cannot tell. */
export type CauseAnswer = 'helped' | 'no' | 'unknown';

export interface AskedCause {
  readonly code: string;
  readonly cause: string;
  /** Undefined until it is known. */
  readonly answer?: CauseAnswer;
}

/** Everything that happened in an onboarding, in order. State is nothing but these replayed. */
export type SessionEvent =
  | {
      readonly type: 'session.opened';
      readonly id: string;
      readonly command: string;
      readonly target: SessionTarget;
      readonly sandbox: boolean;
      readonly program: string;
      /** The agent accepted an internal address. */ readonly allowPrivate?: boolean;
      /** Who is at work; sessions of former versions do not tell. */ readonly agent?: string;
    }
  | { readonly type: 'target.changed'; readonly target: SessionTarget }
  | { readonly type: 'answered'; readonly answers: Answers }
  | {
      readonly type: 'terminal.identified';
      readonly terminalId: string;
      readonly ownerName: string | undefined;
      readonly version: string | undefined;
      /** Its own, behind the router; sessions of former versions have none. */ readonly localIpAddress?: string;
    }
  | {
      readonly type: 'step.ended';
      readonly step: StepName;
      readonly exitCode: number;
      readonly summary: string;
      readonly codes: readonly string[];
    }
  | {
      readonly type: 'terminal.registered';
      readonly instance: string;
      readonly recordId: string;
      readonly action: string;
      /** What the cloud calls the department. */ readonly departmentName?: string;
    }
  | { readonly type: 'payment'; readonly event: PaymentEvent }
  | { readonly type: 'session.closed'; readonly exitCode: number }
  | { readonly type: 'noted'; readonly note: SessionNote }
  /** A likely cause of a finding was put to the clinic; told once more with what came of it. */
  | { readonly type: 'cause.asked'; readonly code: string; readonly cause: string; readonly answer?: CauseAnswer }
  /** A person has closed the call: it is not offered to be resumed. */
  | { readonly type: 'session.ended'; readonly who: string; readonly why?: string };

/** An event with its place in the journal. */
export interface Entry {
  /** 1 for the first, then one more each. */
  readonly n: number;
  /** ISO 8601, UTC, of this machine's clock. */
  readonly at: string;
  readonly event: SessionEvent;
}
