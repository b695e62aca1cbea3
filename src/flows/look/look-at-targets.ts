import type { CommandContext } from '../../cli/command/context.js';
import type { Outcome } from '../../cli/output/outcome.js';
import type { RunInfo } from '../../cli/output/print-outcome.js';
import type { Language } from '../../contract/language.js';
import { placeOf } from '../../model/endpoint.js';
import { withoutMailHeaders } from '../../targets/mail-body.js';
import { judgeTogether } from './judge-together.js';
import type { LookCommand, TargetFlags } from './look-command.js';
import { outcomeOfLook } from './outcome.js';
import { seenWritten } from './seen-target.js';
import type { SeenTarget } from './seen-target.js';
import { tallyOf } from './tally.js';
import { givenTargets, noTargetInInput, refuseSeveral } from './target-arguments.js';
import type { Written } from './target-arguments.js';

/** More of them on one command line are worked off like a list. */
const FEW = 16;

/** Looks at the targets of the command line, side by side. Lists have their own machinery, which is loaded for them only. */
export async function lookAtTargets(
  given: readonly string[],
  flags: TargetFlags,
  context: CommandContext,
  run: RunInfo,
  command: LookCommand,
): Promise<Outcome> {
  const words = await withoutMailHeaders(given);
  if (isList(words, flags)) return (await import('./sweep/run-sweep.js')).runSweep(words, flags, context, run, command);
  const { wrong, ...reading } = givenTargets(words, flags);
  const { written } = reading;
  if (command.onlyOneFor !== undefined) refuseSeveral(written, command.onlyOneFor);
  const { signal } = context.interrupt;
  const judged = { command: command.command, language: flags.language as Language };
  const look = async (one: Written): Promise<SeenTarget | undefined> => {
    const facts = one.target && (await command.look(one.target));
    return signal.aborted ? undefined : seenWritten(one, facts, judged);
  };
  // A wrong address stops everything before anything is dialled.
  const looks = await Promise.all((wrong.length > 0 ? wrong : written).map(look));
  const seen = judgeTogether(
    looks.filter((one) => one !== undefined),
    judged,
  );
  if (seen.length === 0 && !signal.aborted) throw noTargetInInput();
  const heldBack = wrong.length > 0 && wrong.length < written.length;
  return outcomeOfLook({ seen, tally: tallyOf(seen), reading, heldBack }, flags, context);
}

/** It comes from a file, is to be bounded or told line by line, is long, or has a terminal twice, which serves one at a time. */
function isList(words: readonly string[], flags: TargetFlags): boolean {
  if (flags.jsonl) return true;
  if ([flags.file, flags.continue, flags.concurrency, flags.shard].some((flag) => flag !== undefined)) return true;
  const { written } = givenTargets(words, flags);
  const places = written.flatMap(({ target }) => (target ? [placeOf(target)] : []));
  return written.length > FEW || new Set(places).size < places.length;
}
