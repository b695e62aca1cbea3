import { formatTarget } from '../../../../model/endpoint.js';
import type { Shard } from '../../../../cli/input/flag-values.js';
import type { Written } from '../../target-arguments.js';
import type { FormerResults } from '../resume-file.js';
import type { Numbered } from '../sweep.js';
import type { Tally } from '../../tally.js';

interface Selection {
  readonly shard: Shard | undefined;
  /** What it has seen counts as it did then, and is not looked at again. */
  readonly former: FormerResults | undefined;
  readonly tally: Tally;
  /** Called for each target of another shard. */
  readonly passed?: () => void;
}

/** Every target in the order in which it was written, numbered, less those of other shards and of the former run. */
export async function* selectTargets(
  words: readonly Written[],
  file: AsyncIterable<Written> | undefined,
  { shard, former, tally, passed }: Selection,
): AsyncGenerator<Numbered, undefined> {
  let index = 0;
  for await (const written of joined(words, file)) {
    const own = index;
    index += 1;
    if (shard && own % shard.of !== shard.index - 1) {
      passed?.();
      continue;
    }
    const seen = former?.take(written.target ? formatTarget(written.target) : written.problem.input);
    if (seen) tally.add(seen, own);
    else yield { written, index: own };
  }
}

async function* joined(words: readonly Written[], file: AsyncIterable<Written> | undefined): AsyncGenerator<Written> {
  yield* words;
  if (file) yield* file;
}
