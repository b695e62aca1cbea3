import type { OnboardResult, RegistrationResult, SessionResult, SessionsResult, TestResult } from './call-results.js';
import type { Language } from './language.js';
import type { SweepResult } from './look-results.js';
import type {
  ExplanationResult,
  LoginResult,
  PracticeResults,
  RiddleResult,
  SandboxResult,
  SettingResult,
} from './program-results.js';
import type { Report } from './report.js';
import type { TeamResult } from './team-result.js';
import type { StoreStatusResult } from './store-results.js';

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
  /** `output`: the file that it was written to; `copied`: whether the clipboard has it. */
  readonly letter: {
    readonly letter: { readonly language: Language; readonly subject: string; readonly body: string };
    readonly output: string | null;
    readonly copied: boolean;
  };
  readonly explain:
    | ExplanationResult
    | { readonly codes: readonly Pick<ExplanationResult, 'code' | 'kind' | 'severity' | 'exit' | 'meaning'>[] };
  readonly completion: { readonly shell: string; readonly script: string };
  readonly login: LoginResult;
  /** `removed`: the places that they were removed from. */
  readonly logout: { readonly instance: string; readonly removed: readonly string[] };
  readonly config: { readonly file: string; readonly settings: readonly SettingResult[] };
  readonly 'config get': { readonly setting: SettingResult };
  readonly 'config set': {
    readonly key: string;
    readonly value: string;
    readonly former: string | null;
    readonly file: string;
  };
  readonly 'config unset': { readonly key: string; readonly removed: boolean; readonly file: string };
  /** How many checks came out each way. */
  readonly doctor: { readonly summary: { readonly [status: string]: number } };
  /** `version`: of the schema, and `before` it; `grants`: the statements for the role of the agents. */
  readonly 'store init': {
    readonly store: string;
    readonly version: number;
    readonly before: number;
    readonly grants: readonly string[];
  };
  readonly 'store status': StoreStatusResult;
  /** How many calls: in the store, and on this computer. */
  readonly 'store prune': {
    readonly store: string;
    readonly found: { readonly there: number; readonly here: number };
    readonly deleted: { readonly there: number; readonly here: number };
  };
  /** `output`: the file that the page was written to. */
  readonly team: TeamResult & { readonly output: string | null };
  /** The ids of the sessions: which are there whole, and which are not. */
  readonly 'store push': {
    readonly store: string;
    readonly pushed: readonly string[];
    readonly left: readonly string[];
  };
  readonly practice: PracticeResults;
  readonly sandbox:
    | SandboxResult
    | RiddleResult
    | { readonly scenarios: readonly { readonly name: string; readonly group: string; readonly shows: string }[] };
}

/** `--help` and `--version` of any command. */
export type AboutResult =
  { readonly help: string } | { readonly version: string; readonly node: string; readonly platform: string };

/** A command that failed before it had anything to tell. */
export type NoResult = Readonly<Record<string, never>>;

export type CommandResult = Results[keyof Results] | AboutResult | NoResult;
