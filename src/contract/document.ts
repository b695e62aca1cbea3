import type { Json } from './json.js';
import type { CommandResult } from './results.js';

/**
 * The JSON document that every command prints with `--json`. All keys are always present, null or empty where
 * unused. docs/json-schema.json is generated from these types; to remove or retype a key raises SCHEMA_VERSION.
 */
export const SCHEMA_VERSION = 1;

export type CheckId =
  | 'address'
  | 'tcp.posxml'
  | 'tcp.log'
  | 'service.posxml'
  | 'service.log'
  | 'posxml.version'
  | 'posxml.status'
  | 'posxml.parameters'
  | 'posxml.forgiven'
  | 'identity'
  | 'cloud.auth'
  | 'cloud.register'
  | 'test.identify'
  | 'test.sale'
  | 'test.reversal'
  | 'test.reconcile'
  | 'doctor.node'
  | 'doctor.interfaces'
  | 'doctor.proxies'
  | 'doctor.control'
  | 'doctor.dns'
  | 'doctor.instance'
  | 'doctor.clock'
  | 'doctor.credentials'
  | 'doctor.store'
  | 'doctor.space'
  | 'doctor.sessions'
  | 'doctor.team';

/** `skip`: a prerequisite failed, so there was nothing to look at. `unknown`: looked, and could not tell. */
export type CheckStatus = 'pass' | 'warn' | 'fail' | 'skip' | 'unknown';

/** One thing that was looked at. */
export interface Check {
  /** Which check it is. */
  readonly id: CheckId;
  /** How it came out. */
  readonly status: CheckStatus;
  /** `host:port`, or the instance's URL for the cloud's checks; null where no single place was looked at. */
  readonly target: string | null;
  /** Milliseconds, rounded; null where nothing was timed. */
  readonly ms: number | null;
  /** What was seen, by check; text from the network is bounded, with control characters made visible. */
  readonly evidence: { readonly [key: string]: Json };
}

/** A `warning` leaves the exit status at 0. */
export type Severity = 'warning' | 'error';

/** What is wrong, and what to ask, say and do. */
export interface DiagnosisDocument {
  /** A code of docs/diagnoses/; `terminal explain CODE` tells it in full. */
  readonly code: string;
  /** Whether it stops the onboarding. */
  readonly severity: Severity;
  /** One sentence of what was seen. */
  readonly summary: string;
  /** The checks that it was concluded from. */
  readonly because: readonly CheckId[];
  /** `host:port` that it is about, or null. */
  readonly target: string | null;
  /** Likely causes, likeliest first. */
  readonly causes: readonly string[];
  /** The question to the clinic that tells the causes apart. */
  readonly ask: string | null;
  /** The sentence to say to the clinic, in the chosen language. */
  readonly say: string | null;
  /** What the agent does. */
  readonly do: string | null;
  /** How to see that it is solved, after "It is solved when". */
  readonly solved: string;
  /** Who can help. */
  readonly help: string;
}

/** Whose matter an error is; each has exit statuses of its own. */
export type ErrorCategory =
  | 'defect'
  | 'usage'
  | 'network'
  | 'credentials'
  | 'terminal'
  | 'cloud'
  | 'conflict'
  | 'incomplete'
  | 'payment'
  | 'money'
  | 'interrupted';

/** Why the command did not do what it was asked to. */
export interface ErrorDocument {
  /** A stable name; `terminal explain CODE` tells it in full. */
  readonly code: string;
  /** Whose matter it is. */
  readonly category: ErrorCategory;
  /** One sentence for the agent. */
  readonly message: string;
  /** What lies behind it, or null. */
  readonly cause: string | null;
  /** What to do now, in order. */
  readonly actions: readonly string[];
  /** Who can help, or null. */
  readonly contact: string | null;
  /** Whether the same command may succeed later, with nothing changed. */
  readonly retryable: boolean;
}

/** How to continue with what was left incomplete. */
export interface ResumeDocument {
  /** The onboarding's id. */
  readonly id: string;
  /** The command to run. */
  readonly command: string;
}

/** The one JSON document that a command prints with `--json`: on success, failure, wrong usage and Ctrl-C. */
export interface ResultDocument {
  /** Raised when a key is removed or changes its type. */
  readonly schemaVersion: typeof SCHEMA_VERSION;
  /** The command, without the program's name: `probe`, `sessions list`. */
  readonly command: string;
  /** True exactly when exitCode is 0. */
  readonly ok: boolean;
  /** The exit status of the process. */
  readonly exitCode: number;
  /** Names this run in logs and reports. */
  readonly runId: string;
  /** Milliseconds from start to end. */
  readonly durationMs: number;
  /** What the command found or made; its keys depend on the command (`Results`). Empty where there is nothing. */
  readonly result: CommandResult;
  /** Everything that was looked at, in order. */
  readonly checks: readonly Check[];
  /** What is wrong, the root causes only. */
  readonly diagnoses: readonly DiagnosisDocument[];
  /** Why the command failed, or null. */
  readonly error: ErrorDocument | null;
  /** How to continue, or null where there is nothing to resume. */
  readonly resume: ResumeDocument | null;
  /** Remarks that change nothing about the result. */
  readonly warnings: readonly string[];
}
