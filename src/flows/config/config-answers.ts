import { isTyped } from '../../cli/args/typed-flag.js';
import type { ParsedFlags } from '../../cli/args/typed-flag.js';
import type { Settings } from '../../cli/args/settings.js';
import type { Answers } from '../../session/events.js';

const ANSWERS = ['instance', 'model', 'bank'] as const;
type Flags = Readonly<Partial<Record<(typeof ANSWERS)[number], string | undefined>>>;

/**
 * Takes out of the flags what is the user configuration's: an onboarding that is resumed keeps its own instance,
 * whatever the desk has set since.
 */
export function withoutConfigured<T extends Flags>(
  parsed: ParsedFlags<T>,
  { configured }: Settings,
): { readonly flags: T; readonly usual: Answers } {
  const names = ANSWERS.filter((name) => configured.has(name) && !isTyped(parsed, name));
  const { flags } = parsed;
  const usual = Object.fromEntries(names.map((name) => [name, flags[name]]));
  return { flags: { ...flags, ...Object.fromEntries(names.map((name) => [name, undefined])) }, usual };
}
