import type { Facts } from '../../model/facts.js';
import type { Target } from '../../model/endpoint.js';
import { checkTarget } from '../../steps/check/check.js';
import type { CommandContext } from '../../cli/command/context.js';
import type { RunInfo } from '../../cli/output/print-outcome.js';
import { createLook, readLookBounds, readLookSettings } from './create-look.js';
import type { LookFlags } from './create-look.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { lookAtTargets } from './look-at-targets.js';
import type { TargetFlags } from './look-command.js';

/** TCP has sent a lost SYN once more by then (RFC 6298: after one second). Milliseconds. */
const FIRST_LOOK_MS = 1500;

interface CheckFlags extends TargetFlags, LookFlags {
  readonly via?: string | undefined;
  readonly 'dry-run': boolean;
}

/** Looks whether each of the targets can be reached. */
export async function runCheck(
  words: readonly string[],
  flags: CheckFlags,
  context: CommandContext,
  run: RunInfo,
): Promise<Outcome> {
  if (flags['dry-run']) return lookAtTargets(words, flags, context, run, { command: 'check', look: notLooked });
  const { via } = flags;
  const firstLookMs = Math.min(FIRST_LOOK_MS, readLookBounds(flags).timeoutMs);
  const look =
    via === undefined
      ? createLook(checkTarget, readLookSettings(flags, context), context)
      : (await import('./via.js')).createViaLook(checkTarget, { ...flags, via }, context);
  return lookAtTargets(words, flags, context, run, { command: 'check', look, firstLookMs });
}

/** With `--dry-run`: what would be looked at. */
function notLooked({ posxml, log }: Target): Promise<Facts> {
  const unseen = { tcp: undefined, service: undefined };
  return Promise.resolve({
    at: Date.now(),
    ...(posxml && { posxml: { pair: posxml, ...unseen } }),
    ...(log && { log: { pair: log, ...unseen } }),
  });
}
