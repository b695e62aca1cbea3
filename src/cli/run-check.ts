import { checkTarget } from '../steps/check.js';
import { checksOf } from '../steps/checks.js';
import type { Context } from './context.js';
import type { RunInfo } from './finish.js';
import { createLook } from './look.js';
import type { LookFlags } from './look.js';
import type { Outcome } from './outcome.js';
import { runSweep } from './run-sweep.js';
import type { SweepFlags } from './run-sweep.js';

/** Looks whether each of the targets can be reached. */
export async function runCheck(words: readonly string[], flags: SweepFlags & LookFlags, context: Context, run: RunInfo): Promise<Outcome> {
  return runSweep(words, flags, context, run, { command: 'check', checksOf, look: createLook(checkTarget, flags, context) });
}
