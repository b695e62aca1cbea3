import type { Check, DiagnosisDocument, ErrorDocument } from '../../contract/document.js';
import type { ExitCode } from '../../contract/exit.js';
import type { CommandResult } from '../../contract/results.js';

/** What a command ends with; the JSON document and the text on screen are both made from it. */
export interface Outcome {
  readonly exit: ExitCode;
  readonly result: CommandResult;
  readonly checks: readonly Check[];
  readonly diagnoses: readonly DiagnosisDocument[];
  readonly error: ErrorDocument | null;
  readonly resume: { readonly id: string; readonly command: string } | null;
  readonly warnings: readonly string[];
  /** The agent has read the error in the window already. */
  readonly isErrorShown?: boolean;
  /** The result for a person, on stdout. */
  readonly text: readonly string[];
}

export const EMPTY: Outcome = {
  exit: 0,
  result: {},
  checks: [],
  diagnoses: [],
  error: null,
  resume: null,
  warnings: [],
  text: [],
};
