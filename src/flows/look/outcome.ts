import type { ListCount, SweepResult } from '../../contract/look-results.js';
import type { CommandContext } from '../../cli/command/context.js';
import { describeError } from '../../cli/output/describe-error.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { renderSummary } from '../../ui/sweep.js';
import { renderTarget } from '../../ui/target.js';
import { readingInWords } from './left-out.js';
import type { TargetFlags } from './look-command.js';
import type { SeenTarget } from './seen-target.js';
import type { ReadWords } from './target-arguments.js';
import type { Tally } from './tally.js';
import { resultOf } from './target-result.js';

/** What `check` and `probe` have come to. */
interface Looked {
  /** Those that are still to be told, in the order of the input. */
  readonly seen: readonly SeenTarget[];
  readonly tally: Tally;
  /** Of targets that were told as they came: the one that the exit status is from. */
  readonly decisive?: SeenTarget | undefined;
  /** How the words of the command line were read. */
  readonly reading: ReadWords;
  /** What became of the rows of `--file`. */
  readonly list?: ListCount | undefined;
  /** A wrong address kept right ones from being dialled. */
  readonly heldBack: boolean;
  /** How to continue with those that a stop has left. */
  readonly goesOn?: string;
}

export function outcomeOfLook(looked: Looked, flags: TargetFlags, context: CommandContext): Outcome {
  const { seen, tally, decisive } = looked;
  const { signal } = context.interrupt;
  const summary = { ...tally.summary(), ...(looked.list && { list: looked.list }) };
  const outcome = outcomeOfSeen(
    seen,
    tally,
    { targets: seen.map((one) => resultOf(one)), summary },
    flags.jsonl || flags.json ? [] : textOf(looked, flags, context),
  );
  // Told with its own lines already, and not once more as the error.
  const diagnoses = seen.length > 0 ? outcome.diagnoses : (decisive?.diagnoses ?? []);
  const stopped = signal.aborted ? describeError(signal.reason) : {};
  return { ...outcome, diagnoses, ...stopped, warnings: warningsOf(looked, signal.aborted) };
}

/** All targets as one outcome. @param seen those that are told one by one, in the order of the input */
export function outcomeOfSeen(
  seen: readonly SeenTarget[],
  { exit, error }: Pick<Tally, 'exit' | 'error'>,
  result: SweepResult,
  text: readonly string[],
): Outcome {
  return {
    ...EMPTY,
    exit,
    result,
    checks: seen.flatMap((one) => one.checks),
    diagnoses: seen.flatMap((one) => one.diagnoses),
    error,
    text,
  };
}

function textOf({ seen, tally }: Looked, flags: TargetFlags, { out, width }: CommandContext): readonly string[] {
  const each = seen.flatMap((one, index) => [...(index > 0 ? [''] : []), ...renderTarget(one, out, width)]);
  if (tally.targets < 2 || flags['dry-run'] === true) return each;
  return [...each, ...(each.length > 0 ? [''] : []), ...renderSummary(tally.summary(), out)];
}

function warningsOf({ tally, reading, heldBack, goesOn = '' }: Looked, stopped: boolean): readonly string[] {
  return [
    ...readingInWords(reading),
    ...(heldBack ? ['No connection was made, to the other targets neither. Change the address first.'] : []),
    ...(stopped ? [`Stopped after ${String(tally.targets)} targets; the others were not checked.${goesOn}`] : []),
  ];
}
