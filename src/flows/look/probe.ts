import { withBeep } from '../../steps/probe/beep.js';
import { checksOf } from '../../steps/checks.js';
import { probeTarget } from '../../steps/probe/probe.js';
import type { CommandContext } from '../../cli/command/context.js';
import type { RunInfo } from '../../cli/output/print-outcome.js';
import { createLook } from './create-look.js';
import type { LookFlags, LookOnce } from './create-look.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { runSweep } from './sweep/run-sweep.js';
import type { SweepFlags } from './sweep/run-sweep.js';

export interface ProbeFlags extends SweepFlags, LookFlags {
  readonly watch?: string | undefined;
  readonly beep: boolean;
}

/** Looks at both ports of each of the targets, or at those of one again and again. */
export async function runProbe(
  words: readonly string[],
  flags: ProbeFlags,
  context: CommandContext,
  run: RunInfo,
): Promise<Outcome> {
  const { trace } = context;
  const { watch } = flags;
  if (watch !== undefined)
    return (await import('./watch.js')).runWatch(words, { ...flags, watch }, context, run, trace);
  const once: LookOnce = async (target, options) => {
    const facts = await probeTarget(target, { ...options, trace, report: context.report });
    return flags.beep ? withBeep(facts, { ...options, trace }) : facts;
  };
  return runSweep(words, flags, context, run, {
    command: 'probe',
    checksOf,
    look: createLook(once, flags, context),
    onlyOneFor: flags.beep ? '--beep' : undefined,
  });
}
