import { withBeep } from '../../steps/probe/beep.js';
import { probeTarget } from '../../steps/probe/probe.js';
import type { CommandContext } from '../../cli/command/context.js';
import type { Outcome } from '../../cli/output/outcome.js';
import type { RunInfo } from '../../cli/output/print-outcome.js';
import { createLook, readLookSettings } from './create-look.js';
import type { LookFlags, LookOnce } from './create-look.js';
import { lookAtTargets } from './look-at-targets.js';
import type { TargetFlags } from './look-command.js';

/** `probe --beep`: one terminal, which beeps once it was found. */
export function runBeep(
  words: readonly string[],
  flags: TargetFlags & LookFlags,
  context: CommandContext,
  run: RunInfo,
): Promise<Outcome> {
  const once: LookOnce = async (target, options) => withBeep(await probeTarget(target, options), options);
  const look = createLook(once, readLookSettings(flags, context), context);
  return lookAtTargets(words, flags, context, run, { command: 'probe', look, onlyOneFor: '--beep' });
}
