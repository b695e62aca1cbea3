import { ipOf } from '../../steps/trust/controls.js';
import { isBankTrouble } from '../../steps/trust/outage.js';
import { lookVerdict } from './look-verdict.js';
import type { JudgeOptions } from './look-verdict.js';
import type { SeenTarget } from './seen-target.js';

/** What the terminals of one run have in common: the first ones were judged before it was known that there are several. */
export function judgeTogether(seen: readonly SeenTarget[], options: JudgeOptions): readonly SeenTarget[] {
  const troubled = seen.filter(({ facts }) => isBankTrouble(facts));
  const others = new Set(troubled.map(({ facts }) => ipOf(facts))).size - 1;
  if (others < 1) return seen;
  return seen.map((one) => {
    if (!troubled.includes(one)) return one;
    const facts = { ...one.facts, lately: { troubled: Math.max(others, one.facts.lately?.troubled ?? 0) } };
    return { ...one, ...lookVerdict(facts, options), facts };
  });
}
