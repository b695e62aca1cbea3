import type { Check } from '../../contract/document.js';
import type { JudgedFacts } from '../../diagnosis/judge-facts.js';

/** Ends a command with what is wrong, told like any other finding. */
export class DiagnosisError extends Error {
  readonly findings: JudgedFacts & { readonly checks: readonly Check[] };
  constructor(findings: JudgedFacts & { readonly checks: readonly Check[] }) {
    super(findings.error?.message);
    this.findings = findings;
  }
}
