import type { CommonFlags, CommandContext } from '../../cli/command/context.js';
import { RANGES, readDuration } from '../../cli/input/flag-values.js';
import type { Resolver } from '../../connection/net/resolver.js';
import type { Target } from '../../model/endpoint.js';
import type { Facts } from '../../model/facts.js';
import { readKnownTerminals } from '../../session/known-terminals.js';
import { readTroubledHosts } from '../../session/troubled-hosts.js';
import type { ProbeOptions } from '../../steps/probe/options.js';
import { createControls } from '../../steps/trust/controls.js';
import type { Controls } from '../../steps/trust/controls.js';
import { withOthersLately } from '../../steps/trust/outage.js';
import { createEarlierSightings } from '../../steps/trust/earlier-sightings.js';
import type { EarlierSightings } from '../../steps/trust/earlier-sightings.js';
import { readControls } from './control-settings.js';

export type LookFlags = Pick<CommonFlags, 'timeout' | 'allow-private'>;

/** `checkTarget` or `probeTarget`: one look from one place. */
export type LookOnce = (target: Target, options: ProbeOptions) => Promise<Facts>;

/** One look, bounded further than the flags say. */
export type LookAt = (
  target: Target,
  bounds?: Partial<Pick<ProbeOptions, 'signal' | 'timeoutMs' | 'saysDone'>>,
) => Promise<Facts>;

/** What bounds each look of a run. */
interface LookBounds {
  /** Of one exchange, in milliseconds. */
  readonly timeoutMs: number;
  readonly allowPrivate: boolean;
  /** In a call, which stays with the address that a name had; a list or a watch asks again. */
  readonly resolver?: Resolver;
}

/** How the looks of a run are made, one for `check` and `probe` as for the steps of a call. */
export interface LookSettings extends LookBounds {
  readonly controls: Controls;
}

/** Looks at a target from here, and at the controls that the verdict hangs on. */
export function createLook(once: LookOnce, settings: LookSettings, context: CommandContext): LookAt {
  const common = { ...lookOptions(settings, context), report: context.report };
  return async (target, bounds = {}) =>
    settings.controls.withControlChecks(await once(target, { ...common, ...bounds }));
}

export function lookOptions(bounds: LookBounds, { interrupt, trace }: CommandContext): ProbeOptions {
  const { timeoutMs, allowPrivate, resolver } = bounds;
  return { timeoutMs, allowPrivate, resolver, signal: interrupt.signal, trace };
}

/** @throws AppError usage.invalid */
export function readLookSettings(flags: LookFlags, context: CommandContext): LookSettings {
  return { ...readLookBounds(flags), controls: controlsFor(flags, context) };
}

/** @throws AppError usage.invalid */
export function readLookBounds(flags: LookFlags): LookBounds {
  return {
    timeoutMs: readDuration(flags.timeout, '--timeout', RANGES.timeout),
    allowPrivate: flags['allow-private'],
  };
}

/** All that a verdict hangs on beside the look itself: other places, and what is known from before. @throws AppError usage.invalid */
export function controlsFor(flags: LookFlags, context: CommandContext): Controls {
  const [controls, sightings] = [controlsElsewhere(flags, context), earlierSightings(context)];
  const troubled = new Set<string>();
  return {
    ...controls,
    withControlChecks: async (facts) =>
      othersLately(await sightings.recall(await controls.withControlChecks(facts)), context, troubled),
  };
}

/** What other clinics had in the last hour, where it may be the same. @param inRun see {@link withOthersLately} */
export function othersLately(facts: Facts, context: CommandContext, inRun?: Set<string>): Promise<Facts> {
  return withOthersLately(facts, async (since) => readTroubledHosts(await context.store(), since), inRun);
}

/** What is known of the terminals from former sessions. */
export function earlierSightings(context: CommandContext): EarlierSightings {
  return createEarlierSightings(async () => readKnownTerminals(await context.store()));
}

/** Other places to look at; one for a run of the program. @throws AppError usage.invalid */
export function controlsElsewhere(flags: LookFlags, { interrupt, settings }: CommandContext): Controls {
  const { timeoutMs } = readLookBounds(flags);
  return createControls(readControls(settings), { timeoutMs, signal: interrupt.signal });
}
