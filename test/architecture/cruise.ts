import { cruise } from 'dependency-cruiser';
import type { ICruiseOptions, ICruiseResult } from 'dependency-cruiser';
import { RULES } from './rules.js';

/** Checks the import rules on `root`/src; returns a line for each violation. */
export async function violations(root: string): Promise<readonly string[]> {
  const options: ICruiseOptions = {
    baseDir: root,
    validate: true,
    ruleSet: RULES,
    // Type imports are gone once compiled, and the rules are about them too.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  };
  const { output } = await cruise(['src'], options, { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] });
  return (output as ICruiseResult).summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}
