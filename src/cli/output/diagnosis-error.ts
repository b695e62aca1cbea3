import type { Check } from '../../contract/document.js';
import type { Findings } from '../../diagnosis/judge-facts.js';

/** Ends a command with what is wrong, told like any other finding. */
export class FindingsError extends Error {
  readonly findings: Findings & { readonly checks: readonly Check[] };
  constructor(findings: Findings & { readonly checks: readonly Check[] }) {
    super(findings.error?.message);
    this.findings = findings;
  }
}
