import type { Language } from '../../../contract/language.js';
import type { ListCount } from '../../../contract/look-results.js';
import { spinnerOn } from '../../../ui/spinner.js';
import type { Spinner } from '../../../ui/spinner.js';
import { renderProgress } from '../../../ui/sweep.js';
import { renderTarget } from '../../../ui/target.js';
import type { CommandContext } from '../../../cli/command/context.js';
import type { RunInfo } from '../../../cli/output/print-outcome.js';
import type { Outcome } from '../../../cli/output/outcome.js';
import { RANGES, readCount, readShard } from '../../../cli/input/flag-values.js';
import { judgeTogether } from '../judge-together.js';
import type { LookCommand, TargetFlags } from '../look-command.js';
import { outcomeOfLook } from '../outcome.js';
import type { SeenTarget } from '../seen-target.js';
import { countInTally, createTally, tallyOf } from '../tally.js';
import { givenTargets, noTargetInInput, refuseSeveral } from '../target-arguments.js';
import { concurrencyFor } from './concurrency.js';
import type { FileTargets } from './input/file-targets.js';
import { selectTargets } from './input/select-targets.js';
import { asLines, asLinesOf, asText, collectResults } from './result-writers.js';
import type { ResultWriter } from './result-writers.js';
import { withSecondLook } from './retry-doubtful.js';
import { sweepTargets } from './sweep.js';

/** Each look at a terminal of a list begins up to this much later: not all of them at one blow. Milliseconds. */
const JITTER_MS = 100;

/** What `check` and `probe` have in common: many targets in, their results out as they come, one outcome. */
export async function runSweep(
  words: readonly string[],
  flags: TargetFlags,
  context: CommandContext,
  run: RunInfo,
  command: LookCommand,
): Promise<Outcome> {
  const asked =
    flags.concurrency === undefined ? undefined : readCount(flags.concurrency, '--concurrency', RANGES.concurrency);
  const shard = flags.shard === undefined ? undefined : readShard(flags.shard);
  const { signal } = context.interrupt;
  const { wrong, ...reading } = givenTargets(words, flags);
  const { written } = reading;
  const file = await openFile(flags, signal);
  if (command.onlyOneFor !== undefined) refuseSeveral(written, command.onlyOneFor);
  const former =
    flags.continue === undefined || wrong.length > 0
      ? undefined
      : await (await import('./resume-file.js')).readFormer(flags.continue, command.command);

  const { at: concurrency, lowered } = concurrencyFor(command.command, asked, file ? undefined : written.length);
  const judged = { command: command.command, language: flags.language as Language };
  const [tally, spinner] = [createTally(), spinnerOn(() => process.stderr, context.err.redraws && file !== undefined)];
  const results = resultsOf(flags, context, run, spinner);
  let elsewhere = 0;
  let decisive: SeenTarget | undefined;
  const startedAt = context.clock.now();
  spinner.start(() =>
    renderProgress({
      targets: tally.targets,
      failed: tally.failed,
      ms: context.clock.now() - startedAt,
      share: file?.share(),
    }),
  );
  try {
    // A wrong address on the command line stops everything before anything is dialled; in a file it is one line's trouble.
    const input =
      wrong.length > 0
        ? selectTargets(wrong, undefined, { shard: undefined, former, tally })
        : selectTargets(written, file?.targets, { shard, former, tally, passed: () => (elsewhere += 1) });
    await sweepTargets(input, {
      ...judged,
      concurrency,
      jitterMs: file ? JITTER_MS : 0,
      look: withSecondLook(command.look, concurrency, command.firstLookMs),
      signal,
      onSeen: async (seen, turn, index) => {
        countInTally(tally, seen, index);
        if (tally.error !== null && tally.error === seen.error) decisive = seen;
        await results.take(seen, turn);
      },
    });
  } finally {
    spinner.stop();
    await results.close();
  }
  const list = wrong.length > 0 ? undefined : file?.count();
  if (list && !signal.aborted) assertAllTold(list, tally.targets + elsewhere - written.length);
  if (tally.targets === 0 && shard === undefined && !signal.aborted) throw noTargetInInput();
  const kept = judgeTogether(results.kept(), judged);
  const outcome = outcomeOfLook(
    {
      seen: kept,
      tally: kept.length > 0 ? tallyOf(kept) : tally,
      decisive,
      reading,
      list,
      heldBack: wrong.length > 0 && wrong.length < written.length,
      ...(flags.continue !== undefined && { goesOn: ' The same command resumes with them.' }),
    },
    flags,
    context,
  );
  return lowered === undefined ? outcome : { ...outcome, warnings: [lowered, ...outcome.warnings] };
}

/** A terminal that nobody looks at would look like one that is well. @param told targets of the list, and rows that were wrong */
function assertAllTold({ rows, understood, wrong }: ListCount, told: number): void {
  if (rows !== understood + wrong || told < rows)
    throw new Error(`a list has ${String(rows)} rows, and ${String(told)} of them were told`);
}

/** The list of `--file`, read while it is worked on. */
async function openFile(flags: TargetFlags, signal: AbortSignal): Promise<FileTargets | undefined> {
  if (flags.file === undefined) return undefined;
  const reading = { role: flags.role, allowPrivate: flags['allow-private'] };
  return (await import('./input/file-targets.js')).openTargets(flags.file, reading, signal);
}

/** A list may be long: nothing of it is kept unless its results are to stand in one document. */
function resultsOf(flags: TargetFlags, context: CommandContext, run: RunInfo, spinner: Spinner): ResultWriter {
  if (flags.continue !== undefined) return asLinesOf(flags.continue, run.command);
  if (flags.jsonl) return asLines(process.stdout, run.command);
  if (flags.json || flags.file === undefined) return collectResults();
  return asText(
    process.stdout,
    (seen) => renderTarget(seen, context.out, context.width).map(context.out.plain),
    (write) => {
      spinner.around(write);
    },
  );
}
