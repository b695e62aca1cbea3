import { usageError } from '../../../contract/app-error.js';
import type { Check } from '../../../contract/document.js';
import type { Facts } from '../../../model/facts.js';
import type { Language } from '../../../contract/language.js';
import { spinnerOn } from '../../../ui/spinner.js';
import type { Spinner } from '../../../ui/spinner.js';
import { renderProgress, renderSummary } from '../../../ui/sweep.js';
import { renderTarget } from '../../../ui/target.js';
import type { CommonFlags, CommandContext } from '../../../cli/command/context.js';
import { describeError } from '../../../cli/output/describe-error.js';
import type { RunInfo } from '../../../cli/output/print-outcome.js';
import type { Outcome } from '../../../cli/output/outcome.js';
import type { LookAt } from '../create-look.js';
import { RANGES, readCount, readShard } from '../../../cli/input/flag-values.js';
import { resultOf } from '../target-result.js';
import { readWritten, refuseSeveral } from '../target-arguments.js';
import type { Written } from '../target-arguments.js';
import { concurrencyFor } from './concurrency.js';
import type { FileTargets } from './input/file-targets.js';
import { selectTargets } from './input/select-targets.js';
import { asLines, asLinesOf, asText, collectResults } from './result-writers.js';
import type { ResultWriter } from './result-writers.js';
import { withSecondLook } from './retry-doubtful.js';
import { countInTally, outcomeOfSweep, sweepTargets } from './sweep.js';
import type { SeenTarget } from './sweep.js';
import { createTally } from './tally.js';
import type { Tally } from './tally.js';
import { keepMemorySteady } from './limit-heap-growth.js';

export interface SweepFlags extends CommonFlags {
  readonly file?: string | undefined;
  readonly jsonl: boolean;
  readonly concurrency?: string | undefined;
  readonly continue?: string | undefined;
  readonly role?: string | undefined;
  readonly shard?: string | undefined;
  readonly language: string;
}

export interface SweepCommand {
  readonly command: 'check' | 'probe';
  readonly look: LookAt;
  /** In a crowd, what the first look at a terminal may take at the most; the second has the whole `--timeout`. Milliseconds. */
  readonly firstLookMs?: number;
  readonly checksOf: (facts: Facts) => readonly Check[];
  /** A flag that makes sense for one terminal at a time. */
  readonly onlyOneFor?: string | undefined;
}

/** Each look at a terminal of a list begins up to this much later: not all of them at one blow. Milliseconds. */
const JITTER_MS = 100;

/** Targets after which a list counts as long. */
const LONG = 500;

/** What `check` and `probe` have in common: many targets in, their results out as they come, one outcome. */
export async function runSweep(
  words: readonly string[],
  flags: SweepFlags,
  context: CommandContext,
  run: RunInfo,
  command: SweepCommand,
): Promise<Outcome> {
  const asked =
    flags.concurrency === undefined ? undefined : readCount(flags.concurrency, '--concurrency', RANGES.concurrency);
  const shard = flags.shard === undefined ? undefined : readShard(flags.shard);
  const { given, unused, file } = await inputOf(words, flags, context.interrupt.signal);
  const wrong = given.filter((one) => one.target === undefined);
  if (command.onlyOneFor !== undefined) refuseSeveral(given, command.onlyOneFor);
  if (flags.continue !== undefined) keepMemorySteady();
  const former =
    flags.continue === undefined || wrong.length > 0
      ? undefined
      : await (await import('./resume-file.js')).readFormer(flags.continue, command.command);

  const { signal } = context.interrupt;
  const { at: concurrency, lowered } = concurrencyFor(command.command, asked, file ? undefined : given.length);
  const [tally, spinner] = [createTally(), spinnerOn(() => process.stderr, context.err.redraws && file !== undefined)];
  const results = resultsOf(flags, context, run, spinner);
  let told: SeenTarget | undefined;
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
        : selectTargets(given, file?.targets, { shard, former, tally });
    await sweepTargets(input, {
      ...command,
      concurrency,
      jitterMs: file ? JITTER_MS : 0,
      look: withSecondLook(command.look, concurrency, command.firstLookMs),
      signal,
      language: flags.language as Language,
      onSeen: async (seen, turn, index) => {
        countInTally(tally, seen, index);
        if (tally.error !== null && tally.error === seen.error) told = seen;
        await results.take(seen, turn);
        if (tally.targets === LONG) keepMemorySteady();
      },
    });
  } finally {
    spinner.stop();
    await results.close();
  }
  if (tally.targets === 0 && shard === undefined && !signal.aborted)
    throw usageError('usage.missing', 'There is no target in the input.', ['Give one address a line.']);
  return outcomeOf(
    {
      tally,
      results,
      told,
      stopped: signal.aborted,
      reason: signal.reason,
      continued: flags.continue,
      lowered,
      unused,
      alone: wrong.length > 0 && wrong.length < given.length,
    },
    flags,
    context,
  );
}

interface Input {
  /** On the command line. */
  readonly given: readonly Written[];
  readonly unused: readonly string[];
  readonly file: FileTargets | undefined;
}

/** @throws AppError usage.missing if there is none at all */
async function inputOf(words: readonly string[], flags: SweepFlags, signal: AbortSignal): Promise<Input> {
  const reading = { role: flags.role, allowPrivate: flags['allow-private'] };
  if (words.length === 0 && flags.file === undefined) {
    throw usageError('usage.missing', 'No target was given.', [
      'Give an address, like 84.50.12.34 or 84.50.12.34:4445, or --file F.',
    ]);
  }
  const { written: given, unused } =
    words.length > 0 ? readWritten(words, undefined, reading) : { written: [], unused: [] };
  const file =
    flags.file === undefined
      ? undefined
      : (await import('./input/file-targets.js')).openTargets(flags.file, reading, signal);
  return { given, unused, file };
}

/** A list may be long: nothing of it is kept unless its results are to stand in one document. */
function resultsOf(flags: SweepFlags, context: CommandContext, run: RunInfo, spinner: Spinner): ResultWriter {
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

interface Ended {
  readonly tally: Tally;
  readonly results: ResultWriter;
  /** The target that the exit status is from. */
  readonly told: SeenTarget | undefined;
  readonly stopped: boolean;
  readonly reason: unknown;
  readonly continued: string | undefined;
  readonly lowered: string | undefined;
  /** Numbers on the command line that were understood as nothing. */
  readonly unused: readonly string[];
  /** Wrong addresses among right ones. */
  readonly alone: boolean;
}

function outcomeOf(ended: Ended, flags: SweepFlags, context: CommandContext): Outcome {
  const { tally, results, told } = ended;
  const [kept, summary] = [results.kept(), tally.summary()];
  const printed = kept.flatMap((one, index) => [
    ...(index > 0 ? [''] : []),
    ...renderTarget(one, context.out, context.width),
  ]);
  const many = tally.targets > 1 ? [...(printed.length > 0 ? [''] : []), ...renderSummary(summary, context.out)] : [];
  const outcome = outcomeOfSweep(
    kept,
    tally,
    { targets: kept.map((one) => resultOf(one)), summary },
    flags.jsonl || flags.json ? [] : [...printed, ...many],
  );
  // Told with its own lines already, and not once more as the error.
  const diagnoses = kept.length > 0 ? outcome.diagnoses : (told?.diagnoses ?? []);
  const stopped = ended.stopped ? describeError(ended.reason) : {};
  return { ...outcome, diagnoses, ...stopped, warnings: warningsOf(ended) };
}

function warningsOf({ tally, stopped, continued, lowered, unused, alone }: Ended): readonly string[] {
  const goesOn = continued === undefined ? '' : ' The same command goes on with them.';
  return [
    ...(lowered === undefined ? [] : [lowered]),
    ...(unused.length === 0 ? [] : [`Not used, though it may be a port: ${unused.join(', ')}.`]),
    ...(alone ? ['Nothing was dialled, the other targets neither: correct the address first.'] : []),
    ...(stopped ? [`Stopped after ${String(tally.targets)} targets; the others were not looked at.${goesOn}`] : []),
  ];
}
