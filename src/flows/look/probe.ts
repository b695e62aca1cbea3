import { probeTarget } from '../../steps/probe/probe.js';
import type { CommandContext } from '../../cli/command/context.js';
import type { RunInfo } from '../../cli/output/print-outcome.js';
import { createLook, readLookSettings } from './create-look.js';
import type { LookFlags } from './create-look.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { lookAtTargets } from './look-at-targets.js';
import type { TargetFlags } from './look-command.js';

interface ProbeFlags extends TargetFlags, LookFlags {
  readonly watch?: string | undefined;
  readonly beep: boolean;
  readonly via?: string | undefined;
}

/** Looks at both ports of each of the targets. With `--watch`, `--beep` or `--via` the look is another one. */
export async function runProbe(
  words: readonly string[],
  flags: ProbeFlags,
  context: CommandContext,
  run: RunInfo,
): Promise<Outcome> {
  const { watch, beep, via } = flags;
  if (watch !== undefined) return (await import('./watch.js')).runWatch(words, { ...flags, watch }, context, run);
  if (beep) return (await import('./beep.js')).runBeep(words, flags, context, run);
  const look =
    via === undefined
      ? createLook(probeTarget, readLookSettings(flags, context), context)
      : (await import('./via.js')).createViaLook(probeTarget, { ...flags, via }, context);
  return lookAtTargets(words, flags, context, run, { command: 'probe', look });
}
