import type { Target } from '../connection/types.js';
import type { Check } from '../contract/document.js';
import type { TargetLine } from '../contract/lines.js';
import type { Facts } from '../diagnosis/facts.js';
import type { Language } from '../contract/language.js';
import { renderTarget } from '../ui/target.js';
import type { CommonFlags, Context } from './context.js';
import { describeError } from './errors.js';
import type { RunInfo } from './finish.js';
import type { Outcome } from './outcome.js';
import { RANGES, readCount, readShard } from './read-values.js';
import { resultOf } from './result-of.js';
import { writeAll } from './streams.js';
import { outcomeOfSweep, summaryOf, sweep } from './sweep.js';
import type { Seen } from './sweep.js';
import { refuseSeveral, writtenTargets } from './target-input.js';
import type { Written } from './target-input.js';

export interface SweepFlags extends CommonFlags {
  readonly file?: string | undefined;
  readonly jsonl: boolean;
  readonly concurrency: string;
  readonly role?: string | undefined;
  readonly shard?: string | undefined;
  readonly language: string;
}

export interface SweepCommand {
  readonly command: 'check' | 'probe';
  readonly look: (target: Target) => Promise<Facts>;
  readonly checksOf: (facts: Facts) => readonly Check[];
  /** A flag that makes sense for one terminal at a time. */
  readonly onlyOneFor?: string | undefined;
}

/** What `check` and `probe` have in common: many targets in, one result out. */
export async function runSweep(words: readonly string[], flags: SweepFlags, context: Context, run: RunInfo, command: SweepCommand): Promise<Outcome> {
  const concurrency = readCount(flags.concurrency, '--concurrency', RANGES.concurrency);
  const shard = flags.shard === undefined ? undefined : readShard(flags.shard);
  const all = await writtenTargets({ words, file: flags.file, role: flags.role, allowPrivate: flags['allow-private'] });
  const wrong = wrongWords(all);
  if (command.onlyOneFor !== undefined) refuseSeveral(all, command.onlyOneFor);
  const written = wrong.length > 0 ? wrong : shard ? all.filter((_, index) => index % shard.of === shard.index - 1) : all;
  const seen = await sweep(written, {
    ...command,
    concurrency,
    signal: context.interrupt.signal,
    language: flags.language as Language,
    onSeen: async (one) => {
      if (flags.jsonl) await writeAll(process.stdout, `${JSON.stringify(lineOf(one, run))}\n`);
    },
  });
  const summary = summaryOf(seen);
  const text = flags.jsonl ? [] : seen.flatMap((one, index) => [...(index > 0 ? [''] : []), ...renderTarget(one, context.out, context.width)]);
  const outcome = outcomeOfSweep(seen, { targets: seen.map((one) => resultOf(one)), summary }, text);
  if (context.interrupt.signal.aborted) return { ...outcome, ...describeError(context.interrupt.signal.reason), warnings: [`${String(all.length - seen.length)} of ${String(all.length)} targets were not looked at.`] };
  return wrong.length > 0 && wrong.length < all.length ? { ...outcome, warnings: ['Nothing was dialled, the other targets neither: correct the address first.'] } : outcome;
}

/** A wrong address on the command line stops everything before anything is dialled; in a file it is one line's trouble. */
function wrongWords(written: readonly Written[]): readonly Written[] {
  return written.filter((one) => one.target === undefined && one.line === undefined);
}

function lineOf(one: Seen, run: RunInfo): TargetLine {
  return { ...resultOf(one), command: run.command, checks: one.checks, diagnoses: one.diagnoses };
}
