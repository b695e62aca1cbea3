import type { Json } from './json.js';

/** What `register` did. */
export interface RegistrationResult {
  readonly outcome: string;
  readonly action: string | null;
  /** The cloud's record; null where there is none, or it was not reached. */
  readonly terminal: { readonly [key: string]: string | number | null } | null;
  readonly department: { readonly id: string; readonly name: string } | null;
  readonly changes: readonly { readonly field: string; readonly from: Json; readonly to: Json }[];
  /** `records`: the ids of the cloud's records that stand in the way. */
  readonly conflict: { readonly reason: string; readonly detail: string; readonly records: readonly string[] } | null;
}

/** A test payment. Amounts are cents; `dateTime` and `dateTimeRev` are of the terminal's own clock, `sentAt` is UTC. */
export interface PaymentResult {
  readonly stage: string;
  /** True where money may be out that is not confirmed as reversed. */
  readonly open: boolean;
  readonly transactionId: string | null;
  readonly terminalId: string | null;
  readonly amount: number | null;
  readonly currency: string | null;
  /** Null where it is not known. */
  readonly charged: boolean | null;
  readonly returned: boolean;
  readonly stan: number | null;
  readonly authorizationNo: string | null;
  readonly sentAt: string | null;
  readonly dateTime: string | null;
  readonly cardLastFour: string | null;
  readonly stanRev: number | null;
  readonly dateTimeRev: string | null;
  /** What proves the return. */
  readonly proof: string | null;
  readonly returnCode: number | null;
  readonly reason: string | null;
  readonly doubt: string | null;
  readonly resolvedBy: string | null;
  /** What was said of it without proof, by whichever terminal: an approval that is not proven ours, or a return of another's payment. */
  readonly claims: readonly PaymentClaim[];
}

/** `of` is `sale` or `reversal`; `dateTime` is of that terminal's own clock. */
export interface PaymentClaim {
  readonly of: string;
  readonly terminalId: string | null;
  readonly stan: number | null;
  readonly authorizationNo: string | null;
  readonly dateTime: string | null;
  readonly cardLastFour: string | null;
}

export interface TestResult {
  readonly session: string;
  /** How it ended. */
  readonly end: string;
  readonly payment: PaymentResult | null;
  readonly attempts: number;
}

export interface TerminalOnboarded {
  readonly session: string | null;
  readonly terminalId: string | null;
  readonly ownerName: string | null;
  readonly version: string | null;
  /** By name of the step. */
  readonly steps: { readonly [step: string]: { readonly exitCode: number; readonly summary: string } };
  readonly registration: (RegistrationResult & { readonly status: string | null }) | null;
  readonly payment: PaymentResult | null;
}

/** What `onboard` did; of several terminals each stands in `terminals`, and the other keys are null. */
export interface OnboardResult extends TerminalOnboarded {
  readonly terminals?: readonly (TerminalOnboarded & {
    readonly target: string;
    readonly exitCode: number;
    readonly errorCode: string | null;
    readonly resume: string | null;
  })[];
}

export interface SessionResult {
  readonly id: string;
  readonly command: string;
  readonly status: string;
  /** What is left to do, in words. */
  readonly left: readonly string[];
  readonly openedAt: string;
  readonly changedAt: string;
  readonly sandbox: boolean;
  readonly target: string;
  readonly terminalId: string | null;
  readonly ownerName: string | null;
  readonly answers: { readonly [question: string]: string };
  readonly steps: {
    readonly [step: string]: {
      readonly exitCode: number;
      readonly summary: string;
      readonly codes: readonly string[];
      readonly at: string;
    };
  };
  readonly registration: {
    readonly instance: string;
    readonly recordId: string;
    readonly action: string;
    readonly departmentName: string | null;
  } | null;
  readonly payments: readonly PaymentResult[];
  /** Who was at work; null where that was not recorded. */
  readonly agent: string | null;
  /** Why it stands where it stands, in a word or two; empty where nothing is left. */
  readonly why: string;
  readonly notes: readonly {
    readonly at: string;
    readonly text: string | null;
    readonly callBack: string | null;
    readonly ticket: string | null;
    readonly telephone: string | null;
  }[];
}

export interface SessionsResult {
  readonly sessions: readonly SessionResult[];
  /** Ids of sessions whose journal is damaged. */
  readonly unreadable: readonly string[];
}
