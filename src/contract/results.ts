import type { Json } from './document.js';
import type { Report } from './report.js';

/** Fields as the terminal gave them, by their names in PosXML. */
type Fields = { readonly [name: string]: Json };

/** One port as it was seen; null for what was not looked at. */
export interface PortResult {
  /** `host:port`. */
  readonly pair: string;
  readonly role: string;
  readonly open: boolean | null;
  /** The address that was dialled. */
  readonly address: string | null;
  /** Milliseconds until it was open, or until it failed. */
  readonly ms: number | null;
  /** Why it is not open. */
  readonly reason: string | null;
  /** What answers there. */
  readonly service: string | null;
  /** Of PosXML. */
  readonly version: string | null;
  /** Whether `--beep` was heard of; null where it was not asked for. */
  readonly beeped: boolean | null;
}

interface BothPorts {
  readonly posxml: PortResult | null;
  readonly log: PortResult | null;
}

/** The state as it is read from status and parameters; null for what the terminal did not say. */
export interface StateResult {
  readonly card: string | null;
  readonly printerStatus: string | null;
  readonly automaticReversal: boolean | null;
  readonly unsentBatch: number | null;
  readonly preAuthorisations: number | null;
  /** Local time of the terminal, `YYYY-MM-DDTHH:MM:SS`. */
  readonly clock: string | null;
  /** Seconds by which its clock is ahead. */
  readonly clockOffsetS: number | null;
  readonly currency: string | null;
  /** Cents. */
  readonly minimumAmount: number | null;
  readonly language: string | null;
  readonly insideAddress: string | null;
  readonly ipAddressMode: number | null;
  /** `host:port` of the bank. */
  readonly bank: string | null;
  readonly nextStan: number | null;
}

/** What was looked at elsewhere, to know whether the evidence can be trusted; null for what was not looked at. */
export interface ControlsResult {
  readonly mustNotAnswer: { readonly tried: number; readonly accepted: number } | null;
  readonly mustAnswer: { readonly tried: number; readonly answered: number } | null;
  readonly cloudReaches: boolean | null;
  readonly strangerReaches: boolean | null;
}

/** One target of `check` or `probe`. */
export interface TargetResult extends BothPorts {
  /** As it was understood. */
  readonly target: string;
  /** Of the file that it stands in; null for one of the command line. */
  readonly line: number | null;
  readonly ok: boolean;
  readonly exitCode: number;
  readonly identity: { readonly terminalId: string | null; readonly ownerName: string | null; readonly merchantRegNo: string | null; readonly merchantId: string | null } | null;
  readonly state: StateResult | null;
  /** The terminal's GetTerminalStatusResponse. */
  readonly status: Fields | null;
  /** The terminal's GetParametersResponse. */
  readonly parameters: Fields | null;
  /** What each place saw, with `--via`. */
  readonly vantages: { readonly direct: BothPorts; readonly via: BothPorts & { readonly proxy: string; readonly trouble: string | null } } | null;
  readonly controls: ControlsResult | null;
}

export interface SweepSummary {
  readonly targets: number;
  readonly ok: number;
  readonly failed: number;
  /** How often each code was found. */
  readonly diagnoses: { readonly [code: string]: number };
  readonly exitCode: number;
  /** With `--watch`. */
  readonly watch?: WatchFigures;
}

/** Milliseconds. */
export interface SpreadResult {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export interface PortFiguresResult {
  readonly pair: string;
  readonly looks: number;
  readonly failed: number;
  readonly lossPercent: number;
  /** How often it failed, by reason. */
  readonly failures: { readonly [reason: string]: number };
  readonly connectMs: SpreadResult | null;
  readonly answerMs: SpreadResult | null;
}

export interface WatchFigures {
  readonly looks: number;
  readonly ms: number;
  readonly posxml: PortFiguresResult | null;
  readonly log: PortFiguresResult | null;
}

export interface SweepResult {
  /** In the order of the input. */
  readonly targets: readonly TargetResult[];
  readonly summary: SweepSummary;
  /** With `--watch`. */
  readonly watch?: WatchFigures;
}

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
  /** True where money may be out that is not proven returned. */
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
  readonly terminals?: readonly (TerminalOnboarded & { readonly target: string; readonly exitCode: number; readonly errorCode: string | null; readonly resume: string | null })[];
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
  readonly steps: { readonly [step: string]: { readonly exitCode: number; readonly summary: string; readonly codes: readonly string[]; readonly at: string } };
  readonly registration: { readonly instance: string; readonly recordId: string; readonly action: string } | null;
  readonly payments: readonly PaymentResult[];
}

export interface SessionsResult {
  readonly sessions: readonly SessionResult[];
  /** Ids of sessions whose journal is damaged. */
  readonly unreadable: readonly string[];
}

/** `null` for an error of the program itself, which is no finding about a terminal. */
export interface ExplanationResult {
  readonly code: string;
  readonly kind: string;
  readonly severity: string | null;
  readonly exit: number;
  readonly meaning: string;
  readonly example: string | null;
  readonly causes: readonly string[];
  readonly ask: string | null;
  readonly say: string | null;
  readonly do: readonly string[];
  readonly solved: string | null;
  readonly help: string | null;
  readonly explains: readonly string[];
}

export interface SandboxResult {
  readonly scenario: string;
  readonly terminals: readonly { readonly terminalId: string | null; readonly target: string; readonly host: string; readonly posxmlPort: number; readonly logPort: number }[];
  /** `environment`: the practice credentials. */
  readonly cloud: { readonly instance: string; readonly department: string; readonly environment: { readonly [name: string]: string } };
}

/** A situation that was to be found out: the document that comes last. `found` is null where nobody knows. */
export interface RiddleResult extends SandboxResult {
  readonly shows: string;
  readonly blind: true;
  /** Draws the same again. */
  readonly seed: number;
  readonly codes: readonly string[];
  readonly found: boolean | null;
}

/** `keptIn`: `keyring`, `file`, or null where nothing was kept; `keyring`: why the key store was not used. */
export interface LoginResult {
  readonly instance: string;
  readonly clientId: string;
  readonly tried: boolean;
  readonly keptIn: string | null;
  readonly file: string | null;
  readonly keyring: string | null;
}

/** One setting; `origin`: flag, environment, configuration or default. */
export interface SettingResult {
  readonly key: string;
  readonly value: string | null;
  readonly origin: string;
  readonly problem: string | null;
}

/** What `result` holds, by command. */
export interface Results {
  readonly check: SweepResult;
  readonly probe: SweepResult;
  readonly register: RegistrationResult;
  readonly test: TestResult;
  readonly onboard: OnboardResult;
  readonly 'sessions list': SessionsResult;
  readonly 'sessions show': { readonly session: SessionResult };
  readonly 'sessions resolve': { readonly session: SessionResult };
  /** `output`: the file that it was written to. */
  readonly report: { readonly report: Report; readonly format: string; readonly output: string | null };
  readonly explain: ExplanationResult | { readonly codes: readonly Pick<ExplanationResult, 'code' | 'kind' | 'severity' | 'exit' | 'meaning'>[] };
  readonly completion: { readonly shell: string; readonly script: string };
  readonly login: LoginResult;
  /** `removed`: the places that they were removed from. */
  readonly logout: { readonly instance: string; readonly removed: readonly string[] };
  readonly config: { readonly file: string; readonly settings: readonly SettingResult[] };
  readonly 'config get': { readonly setting: SettingResult };
  readonly 'config set': { readonly key: string; readonly value: string; readonly former: string | null; readonly file: string };
  readonly 'config unset': { readonly key: string; readonly removed: boolean; readonly file: string };
  /** How many checks came out each way. */
  readonly doctor: { readonly summary: { readonly [status: string]: number } };
  readonly sandbox: SandboxResult | RiddleResult | { readonly scenarios: readonly { readonly name: string; readonly group: string; readonly shows: string }[] };
}

/** `--help` and `--version` of any command. */
export type AboutResult = { readonly help: string } | { readonly version: string; readonly node: string; readonly platform: string };

/** A command that failed before it had anything to tell. */
export type NoResult = Readonly<Record<string, never>>;

export type CommandResult = Results[keyof Results] | AboutResult | NoResult;
