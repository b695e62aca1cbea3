import { formatTarget } from '../../model/endpoint.js';
import type { Facts } from '../../model/facts.js';
import { lookVerdict } from './look-verdict.js';
import type { JudgeOptions, LookVerdict } from './look-verdict.js';
import type { Written } from './target-arguments.js';

/** One target, looked at and judged. */
export interface SeenTarget extends LookVerdict {
  readonly target: string;
  /** Of the file that it stands in. */
  readonly line: number | undefined;
  /** What stands beside it and was not used. */
  readonly leftOut?: readonly string[];
  /** With `--dry-run`: the words that it was understood from. */
  readonly from?: string | undefined;
  readonly facts: Facts;
}

/** What the facts of a target come to. */
export function seenTarget(
  { target, line, facts }: Pick<SeenTarget, 'target' | 'line' | 'facts'>,
  options: JudgeOptions,
): SeenTarget {
  return { ...lookVerdict(facts, options), target, line, facts };
}

/** The same of a target as it was written. @param looked undefined where the address is wrong, so that nothing was looked at */
export function seenWritten(one: Written, looked: Facts | undefined, options: JudgeOptions): SeenTarget {
  const target = one.target ? formatTarget(one.target) : one.problem.input;
  const address = { input: one.problem?.input ?? target, problem: one.problem };
  const facts = { ...(looked ?? { at: Date.now() }), address: { ...looked?.address, ...address } };
  const seen = { ...seenTarget({ target, line: one.line, facts }, options), leftOut: one.leftOut ?? [] };
  // In a dry run no port was dialled.
  return looked && !looked.posxml?.tcp && !looked.log?.tcp ? { ...seen, from: one.from?.() } : seen;
}
