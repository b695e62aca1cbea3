import type { Check } from '../../contract/document.js';
import type { Language } from '../../contract/language.js';
import { judgeFacts } from '../../diagnosis/judge-facts.js';
import type { JudgedFacts } from '../../diagnosis/judge-facts.js';
import type { Facts } from '../../model/facts.js';
import { checksOf } from '../../steps/checks.js';

/** What the facts of a target come to. */
export interface LookVerdict extends JudgedFacts {
  readonly checks: readonly Check[];
}

export interface JudgeOptions {
  /** To `probe`, a closed log port is a warning. */
  readonly command?: 'check' | 'probe';
  readonly language: Language;
}

export function lookVerdict(facts: Facts, { command, language }: JudgeOptions): LookVerdict {
  return { ...judgeFacts(facts, language, command), checks: checksOf(facts) };
}
