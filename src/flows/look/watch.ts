import { formatTarget } from '../../model/endpoint.js';
import type { WatchLine } from '../../contract/lines.js';
import type { Facts } from '../../model/facts.js';
import type { Language } from '../../contract/language.js';
import { probeTarget } from '../../steps/probe/probe.js';
import { createRepeatedProbe } from '../../steps/probe/repeated-probe.js';
import { LOOK_GAP_MS, watchTarget } from '../../steps/probe/watch.js';
import type { WatchLook } from '../../steps/probe/watch.js';
import { renderTarget } from '../../ui/target.js';
import { renderChange, renderFigures } from '../../ui/watch.js';
import type { CommandContext } from '../../cli/command/context.js';
import { describeError } from '../../cli/output/describe-error.js';
import type { RunInfo } from '../../cli/output/print-outcome.js';
import { createLook, lookOptions, readLookSettings } from './create-look.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { readDuration } from '../../cli/input/flag-values.js';
import { resultOf } from './target-result.js';
import { lookAtTargets } from './look-at-targets.js';
import type { TargetFlags } from './look-command.js';
import { outcomeOfSeen } from './outcome.js';
import { seenTarget } from './seen-target.js';
import type { SeenTarget } from './seen-target.js';
import { writeAll } from '../../cli/process/streams.js';
import { tallyOf } from './tally.js';
import { withoutMailHeaders } from '../../targets/mail-body.js';
import { refuseSeveral, writtenTargets } from './target-arguments.js';
import { figuresResult } from './watch-result.js';

const LONGEST_MS = 24 * 60 * 60_000;

/** `probe --watch`: one terminal, looked at until the time is over or a person stops it. */
export async function runWatch(
  words: readonly string[],
  flags: TargetFlags & { readonly watch: string },
  context: CommandContext,
  run: RunInfo,
): Promise<Outcome> {
  const forMs = readDuration(flags.watch, '--watch', { min: 1000, max: LONGEST_MS });
  const settings = readLookSettings(flags, context);
  const { written } = writtenTargets({
    words: await withoutMailHeaders(words),
    role: flags.role,
    allowPrivate: flags['allow-private'],
  });
  const target = written[0]?.target;
  if (!target || written.some((one) => one.target === undefined)) {
    // Nothing is dialled: the wrong address is told as ever.
    return lookAtTargets(words, flags, context, run, {
      command: 'probe',
      look: createLook(probeTarget, settings, context),
    });
  }
  refuseSeveral(written, '--watch');
  const name = formatTarget(target);
  const judge = (facts: Facts): SeenTarget =>
    seenTarget({ target: name, line: undefined, facts }, { command: 'probe', language: flags.language as Language });
  const told = flags.json || flags.jsonl ? process.stderr : process.stdout;
  const startedAt = context.clock.now();
  const report = await watchTarget(
    createRepeatedProbe(target, lookOptions(settings, context)),
    { forMs, gapMs: LOOK_GAP_MS, clock: context.clock, signal: context.interrupt.signal },
    async (one) => {
      for (const change of one.changes) await writeAll(told, `${renderChange(change, new Date(one.facts.at))}\n`);
      if (flags.jsonl) await writeAll(process.stdout, `${JSON.stringify(lineOf(one, judge(one.facts), run))}\n`);
    },
  );
  const seen = judge(await settings.controls.withControlChecks(report.facts));
  const figures = figuresResult(report, context.clock.now() - startedAt);
  const tally = tallyOf([seen]);
  const summary = { ...tally.summary(), watch: figures };
  const text = flags.jsonl
    ? []
    : [
        '',
        ...renderFigures(report, context.out),
        ...(report.looks > 0 ? renderTarget(seen, context.out, context.width) : []),
      ];
  const outcome = outcomeOfSeen([seen], tally, { targets: [resultOf(seen)], watch: figures, summary }, text);
  const { signal } = context.interrupt;
  return signal.aborted ? { ...outcome, ...describeError(signal.reason) } : outcome;
}

function lineOf({ n, facts }: WatchLook, seen: SeenTarget, run: RunInfo): WatchLine {
  return {
    ...resultOf(seen),
    look: n,
    at: new Date(facts.at).toISOString(),
    command: run.command,
    checks: seen.checks,
    diagnoses: seen.diagnoses,
  };
}
