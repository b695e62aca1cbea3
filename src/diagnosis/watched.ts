import type { LookFacts } from '../model/facts.js';

/** So many looks alike, on end, are a state that lasts: mended for good, or broken for good. */
const LASTING = 3;

/**
 * Whether a port came and went: it was well on some looks and not on others, and it is not simply that what was
 * broken has been mended, or the other way round, and has stayed so. What has just been mended is believed.
 */
export function cameAndWent(looks: readonly LookFacts[]): boolean {
  const runs = runLengths(looks);
  const [first = 0, second = 0] = runs;
  if (runs.length !== 2) return runs.length > 2;
  const mended = looks[0]?.well === false;
  return first < LASTING || (second < LASTING && !mended);
}

/** How many looks on end were alike, well or not. */
function runLengths(looks: readonly LookFacts[]): readonly number[] {
  const runs: number[] = [];
  looks.forEach(({ well }, index) => {
    if (index > 0 && looks[index - 1]?.well === well) runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1;
    else runs.push(1);
  });
  return runs;
}
