import type { Settings } from '../../cli/args/settings.js';
import type { Answers } from '../../session/events.js';

const ANSWERS = ['instance', 'model', 'bank'] as const;
type Flags = Readonly<Partial<Record<(typeof ANSWERS)[number], string | undefined>>>;

/** What was parsed, with where it came from. */
interface Parsed<T> {
  readonly flags: T;
  readonly metadata: { readonly flags: Readonly<Record<string, { readonly setFromDefault?: boolean } | undefined>> };
}

/**
 * Takes out of the flags what is the user configuration's: an onboarding that is gone on with keeps its own instance,
 * whatever the desk has set since.
 */
export function withoutConfigured<T extends Flags>(
  { flags, metadata }: Parsed<T>,
  { configured }: Settings,
): { readonly flags: T; readonly usual: Answers } {
  const names = ANSWERS.filter((name) => configured.has(name) && metadata.flags[name]?.setFromDefault === true);
  const usual = Object.fromEntries(names.map((name) => [name, flags[name]]));
  return { flags: { ...flags, ...Object.fromEntries(names.map((name) => [name, undefined])) }, usual };
}
