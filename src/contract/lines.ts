import type { Check, DiagnosisDocument, ErrorDocument } from './document.js';
import type { SweepSummary, TargetResult } from './look-results.js';

/** With `--jsonl`: one object a line as each target is done. */
export interface TargetLine extends TargetResult {
  readonly command: string;
  readonly checks: readonly Check[];
  readonly diagnoses: readonly DiagnosisDocument[];
}

/** With `--watch` as well: one line a look. */
export interface WatchLine extends TargetLine {
  /** Its number, from 1. */
  readonly look: number;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** The last line of all. */
export interface SummaryLine {
  readonly summary: SweepSummary & { readonly error: ErrorDocument | null; readonly warnings: readonly string[] };
}
