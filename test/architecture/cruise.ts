import { cruise } from 'dependency-cruiser';
import type { ICruiseOptions, ICruiseResult } from 'dependency-cruiser';
import { circlesIn } from './circles.js';
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
  const { output } = await cruise(['src'], options, {
    exportsFields: ['exports'],
    conditionNames: ['import', 'node', 'default'],
  });
  const { modules, summary } = output as ICruiseResult;
  const imports = modules.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved }) => [source, resolved] as const),
  );
  return [
    ...summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
    ...circlesIn(imports).map((rooms) => `no-circle-of-folders: ${rooms.join(' → ')}`),
  ];
}
