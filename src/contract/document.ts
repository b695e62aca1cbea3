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
  | 'identity'
  | 'cloud.auth'
  | 'cloud.register'
  | 'test.identify'
  | 'test.sale'
  | 'test.reversal'
  | 'test.reconcile';

/** `skip`: a prerequisite failed, so there was nothing to look at. `unknown`: looked, and could not tell. */
export type CheckStatus = 'pass' | 'warn' | 'fail' | 'skip' | 'unknown';

/** A value that survives JSON unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface Check {
  readonly id: CheckId;
  readonly status: CheckStatus;
  /** `host:port`, or the instance's URL for the cloud's checks; null where no single place was looked at. */
  readonly target: string | null;
  /** Milliseconds, rounded; null where nothing was timed. */
  readonly ms: number | null;
  readonly evidence: { readonly [key: string]: Json };
}

export type Severity = 'warning' | 'error';

export interface DiagnosisDocument {
  /** A code of docs/diagnoses.md; `terminal explain CODE` tells it in full. */
  readonly code: string;
  readonly severity: Severity;
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
}

export type ErrorCategory = 'defect' | 'usage' | 'network' | 'credentials' | 'terminal' | 'cloud' | 'conflict' | 'incomplete' | 'payment' | 'money' | 'interrupted';

export interface ErrorDocument {
  readonly code: string;
  readonly category: ErrorCategory;
  readonly message: string;
  readonly cause: string | null;
  readonly actions: readonly string[];
  /** Who can help, or null. */
  readonly contact: string | null;
  readonly retryable: boolean;
}

export interface ResultDocument {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly command: string;
  readonly ok: boolean;
  readonly exitCode: number;
  readonly runId: string;
  readonly durationMs: number;
  readonly result: { readonly [key: string]: Json };
  readonly checks: readonly Check[];
  readonly diagnoses: readonly DiagnosisDocument[];
  readonly error: ErrorDocument | null;
  readonly resume: { readonly id: string; readonly command: string } | null;
  readonly warnings: readonly string[];
}
