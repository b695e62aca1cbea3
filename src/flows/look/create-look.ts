import type { Target } from '../../model/endpoint.js';
import type { Facts } from '../../model/facts.js';
import { readKnownTerminals } from '../../session/known-terminals.js';
import { readTroubledHosts } from '../../session/troubled-hosts.js';
import { createControls } from '../../steps/trust/controls.js';
import type { Controls } from '../../steps/trust/controls.js';
import { withOthersLately } from '../../steps/trust/outage.js';
import type { LocateOptions } from '../../steps/check/locate.js';
import { createEarlierSightings } from '../../steps/trust/earlier-sightings.js';
import type { EarlierSightings } from '../../steps/trust/earlier-sightings.js';
import type { CommonFlags, CommandContext } from '../../cli/command/context.js';
import { readControls } from './control-settings.js';
import { RANGES, readDuration } from '../../cli/input/flag-values.js';

export type LookFlags = Pick<CommonFlags, 'timeout' | 'allow-private'>;

/** `checkTarget` or `probeTarget`: one look from one place. */
export type LookOnce = (target: Target, options: LocateOptions) => Promise<Facts>;

/** One look, bounded further than the flags say. */
export type LookAt = (target: Target, bounds?: Partial<Pick<LocateOptions, 'signal' | 'timeoutMs'>>) => Promise<Facts>;

/** Looks at a target from here, and at the controls that the verdict hangs on. @throws AppError usage.invalid */
export function createLook(once: LookOnce, flags: LookFlags, context: CommandContext): LookAt {
  const common = lookOptions(flags, context);
  const controls = controlsFor(flags, context);
  return async (target, bounds = {}) => controls.withControlChecks(await once(target, { ...common, ...bounds }));
}

/** @throws AppError usage.invalid */
export function lookOptions(flags: LookFlags, context: CommandContext): LocateOptions {
  const timeoutMs = readDuration(flags.timeout, '--timeout', RANGES.timeout);
  return { timeoutMs, allowPrivate: flags['allow-private'], signal: context.interrupt.signal };
}

/** All that a verdict hangs on beside the look itself: other places, and what is known from before. @throws AppError usage.invalid */
export function controlsFor(flags: LookFlags, context: CommandContext): Controls {
  const [controls, sightings] = [controlsElsewhere(flags, context), earlierSightings(context)];
  return {
    ...controls,
    withControlChecks: async (facts) =>
      othersLately(await sightings.recall(await controls.withControlChecks(facts)), context),
  };
}

/** What other clinics had in the last hour, where it may be the same. */
export function othersLately(facts: Facts, context: CommandContext): Promise<Facts> {
  return withOthersLately(facts, async (since) => readTroubledHosts(await context.store(), since));
}

/** What is known of the terminals from former sessions. */
export function earlierSightings(context: CommandContext): EarlierSightings {
  return createEarlierSightings(async () => readKnownTerminals(await context.store()));
}

/** Other places to look at; one for a run of the program. @throws AppError usage.invalid */
export function controlsElsewhere(flags: LookFlags, context: CommandContext): Controls {
  const { timeoutMs, signal } = lookOptions(flags, context);
  return createControls(readControls(context.settings), { timeoutMs, signal });
}
