import type { Target } from '../../model/endpoint.js';
import type { Facts } from '../../model/facts.js';
import { readKnownTerminals } from '../../session/known-terminals.js';
import { createControls } from '../../steps/trust/controls.js';
import type { Controls } from '../../steps/trust/controls.js';
import type { LocateOptions } from '../../steps/check/locate.js';
import { createEarlierSightings } from '../../steps/trust/earlier-sightings.js';
import type { EarlierSightings } from '../../steps/trust/earlier-sightings.js';
import { lookFromBoth } from '../../steps/trust/vantages.js';
import type { CommonFlags, CommandContext } from '../../cli/command/context.js';
import { readControls } from './control-settings.js';
import { RANGES, readDuration, readProxy } from '../../cli/input/flag-values.js';

export type LookFlags = Pick<CommonFlags, 'timeout' | 'allow-private'> & { readonly via?: string | undefined };

/** `checkTarget` or `probeTarget`: one look from one place. */
export type LookOnce = (target: Target, options: LocateOptions) => Promise<Facts>;

/** One look, bounded further than the flags say. */
export type LookAt = (target: Target, bounds?: Partial<Pick<LocateOptions, 'signal' | 'timeoutMs'>>) => Promise<Facts>;

/** Looks at a target as the flags say: from here, from both places, and at the controls that the verdict hangs on. @throws AppError */
export function createLook(once: LookOnce, flags: LookFlags, context: CommandContext): LookAt {
  const common = lookOptions(flags, context);
  const route = flags.via === undefined ? undefined : readProxy(flags.via, '--via');
  const [controls, memory] = [elsewhereFor(flags, context), memoryOfSessions(context)];
  return async (target, bounds = {}) => {
    const options = { ...common, ...bounds };
    const facts = route
      ? await lookFromBoth((from) => once(target, { ...options, route: from }), {
          route,
          controls,
          signal: options.signal,
        })
      : await controls.withControlChecks(await once(target, options));
    return memory.recall(facts);
  };
}

/** @throws AppError usage.invalid */
export function lookOptions(flags: LookFlags, context: CommandContext): LocateOptions {
  const timeoutMs = readDuration(flags.timeout, '--timeout', RANGES.timeout);
  return { timeoutMs, allowPrivate: flags['allow-private'], signal: context.interrupt.signal };
}

/** All that a verdict hangs on beside the look itself: other places, and what is known from before. @throws AppError usage.invalid */
export function controlsFor(flags: LookFlags, context: CommandContext): Controls {
  const [controls, memory] = [elsewhereFor(flags, context), memoryOfSessions(context)];
  return { ...controls, withControlChecks: async (facts) => memory.recall(await controls.withControlChecks(facts)) };
}

function memoryOfSessions(context: CommandContext): EarlierSightings {
  return createEarlierSightings(async () => readKnownTerminals(await context.store()));
}

/** One for a run of the program. @throws AppError usage.invalid */
function elsewhereFor(flags: LookFlags, context: CommandContext): Controls {
  const { timeoutMs, signal } = lookOptions(flags, context);
  return createControls(readControls(process.env), { timeoutMs, signal });
}
