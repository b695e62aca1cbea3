import type { Answers } from '../../session/events.js';
import { isConfigured } from './apply-to-env.js';

type Token = { readonly type: string; readonly flag?: string };

const ANSWERS = ['instance', 'model', 'bank'] as const;
type Flags = Readonly<Partial<Record<(typeof ANSWERS)[number], string | undefined>>>;

/**
 * Takes out of the flags what is the user configuration's: an onboarding that is gone on with keeps its own instance,
 * whatever the desk has set since.
 * @param raw what was typed, as the parser gives it
 */
export function withoutConfigured<T extends Flags>(
  flags: T,
  raw: readonly Token[],
): { readonly flags: T; readonly usual: Answers } {
  const names = ANSWERS.filter(
    (name) => isConfigured(name) && !raw.some((token) => token.type === 'flag' && token.flag === name),
  );
  const usual = Object.fromEntries(names.map((name) => [name, flags[name]]));
  return { flags: { ...flags, ...Object.fromEntries(names.map((name) => [name, undefined])) }, usual };
}
