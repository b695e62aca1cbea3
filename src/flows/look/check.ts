import { checkTarget } from '../../steps/check/check.js';
import { checksOf } from '../../steps/checks.js';
import type { CommandContext } from '../../cli/command/context.js';
import type { RunInfo } from '../../cli/output/print-outcome.js';
import { createLook } from './create-look.js';
import type { LookFlags } from './create-look.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { RANGES, readDuration } from '../../cli/input/flag-values.js';
import { runSweep } from './sweep/run-sweep.js';
import type { SweepFlags } from './sweep/run-sweep.js';

/** TCP has sent a lost SYN once more by then (RFC 6298: after one second). Milliseconds. */
const FIRST_LOOK_MS = 1500;

/** Looks whether each of the targets can be reached. */
export async function runCheck(
  words: readonly string[],
  flags: SweepFlags & LookFlags,
  context: CommandContext,
  run: RunInfo,
): Promise<Outcome> {
  const firstLookMs = Math.min(FIRST_LOOK_MS, readDuration(flags.timeout, '--timeout', RANGES.timeout));
  return runSweep(words, flags, context, run, {
    command: 'check',
    checksOf,
    look: createLook(checkTarget, flags, context),
    firstLookMs,
  });
}
