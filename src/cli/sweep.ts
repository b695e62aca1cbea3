import type { Target } from '../connection/types.js';
import { formatTarget } from '../connection/target.js';
import type { Check } from '../contract/document.js';
import { EXIT, gravest } from '../contract/exit.js';
import type { SweepResult, SweepSummary } from '../contract/look-results.js';
import type { Facts } from '../diagnosis/facts.js';
import type { Language } from '../contract/language.js';
import { findingsOf } from './findings.js';
import type { Findings } from './findings.js';
import type { Outcome } from './outcome.js';
import { EMPTY } from './outcome.js';
import type { Written } from './target-input.js';

/** One target, looked at and judged. */
export interface Seen extends Findings {
  readonly target: string;
  readonly line: number | undefined;
  readonly facts: Facts;
  readonly checks: readonly Check[];
}

export interface SweepOptions {
  readonly command: 'check' | 'probe';
  readonly concurrency: number;
  readonly language: Language;
  readonly look: (target: Target) => Promise<Facts>;
  readonly checksOf: (facts: Facts) => readonly Check[];
  /** Stops the sweep; what was not seen by then is left out. */
  readonly signal: AbortSignal;
  /** Called for each target as it is done, in the order of being done. */
  readonly onSeen: (seen: Seen) => Promise<void>;
}

/** Looks at many targets, a bounded number at a time. The results come in the order of the input. */
export async function sweep(written: readonly Written[], options: SweepOptions): Promise<readonly Seen[]> {
  const seen: (Seen | undefined)[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next; index < written.length; index = next) {
      next += 1;
      const one = written[index];
      if (!one) return;
      const result = await lookAt(one, options);
      if (options.signal.aborted) return;
      seen[index] = result;
      await options.onSeen(result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.concurrency, written.length) }, worker));
  // Where it was stopped, there are holes.
  return seen.filter((one) => one !== undefined);
}

async function lookAt(one: Written, options: SweepOptions): Promise<Seen> {
  const input = one.target ? formatTarget(one.target) : one.problem.input;
  const address = { input: one.problem?.input ?? input, problem: one.problem };
  const looked: Facts = one.target ? await options.look(one.target) : { at: Date.now() };
  const facts: Facts = { ...looked, address: { ...looked.address, ...address } };
  return {
    ...findingsOf(facts, options.language, options.command),
    target: input,
    line: one.line,
    facts,
    checks: options.checksOf(facts),
  };
}

/** All targets as one outcome: the exit status by the gravest, the error of the first that failed so. */
export function outcomeOfSweep(seen: readonly Seen[], result: SweepResult, text: readonly string[]): Outcome {
  const exit = gravest(seen.map((one) => one.exit));
  return {
    ...EMPTY,
    exit,
    result,
    checks: seen.flatMap((one) => one.checks),
    diagnoses: seen.flatMap((one) => one.diagnoses),
    error: seen.find((one) => one.exit === exit && one.error)?.error ?? null,
    text,
  };
}

export function summaryOf(seen: readonly Seen[]): SweepSummary {
  const codes = seen.flatMap((one) => one.diagnoses.map((diagnosis) => diagnosis.code));
  const byCode = Object.fromEntries([...new Set(codes)].sort().map((code) => [code, codes.filter((one) => one === code).length]));
  const ok = seen.filter((one) => one.exit === EXIT.done).length;
  return { targets: seen.length, ok, failed: seen.length - ok, diagnoses: byCode, exitCode: gravest(seen.map((one) => one.exit)) };
}
