import { lookFromBoth } from '../../steps/trust/vantages.js';
import type { CommandContext } from '../../cli/command/context.js';
import { readProxy } from '../../cli/input/flag-values.js';
import { controlsElsewhere, earlierSightings, lookOptions, readLookBounds } from './create-look.js';
import type { LookAt, LookFlags, LookOnce } from './create-look.js';

/** `--via`: looks at a target from here and from where the proxy stands. @throws AppError usage.invalid */
export function createViaLook(
  once: LookOnce,
  flags: LookFlags & { readonly via: string },
  context: CommandContext,
): LookAt {
  const common = { ...lookOptions(readLookBounds(flags), context), report: context.report };
  const route = readProxy(flags.via, '--via');
  const [controls, sightings] = [controlsElsewhere(flags, context), earlierSightings(context)];
  return async (target, bounds = {}) => {
    const options = { ...common, ...bounds };
    const facts = await lookFromBoth((from) => once(target, { ...options, route: from }), {
      route,
      controls,
      signal: options.signal,
    });
    return sightings.recall(facts);
  };
}
