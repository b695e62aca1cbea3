import { closestMatches } from '../text/closest-matches.js';
import { ERROR_ROWS } from './error-rows.js';
import { TABLE } from './table.js';

/** Every code that `terminal explain` answers to: diagnoses in order of gravity, then errors. */
export const CODES: readonly string[] = [...TABLE, ...ERROR_ROWS].map(({ code }) => code);

type CodeSearch =
  { readonly kind: 'found'; readonly code: string } | { readonly kind: 'unknown'; readonly nearest: readonly string[] };

/** Finds a code as a person types it; for a typo or a part of a code, names the nearest ones, nearest first. */
export function findCode(text: string): CodeSearch {
  const typed = text
    .trim()
    .toLowerCase()
    .replace(/[_\s]+/g, '-');
  if (CODES.includes(typed)) return { kind: 'found', code: typed };
  return { kind: 'unknown', nearest: closestMatches(typed, CODES, spellingsOf) };
}

/** A whole code, its name or its family alone: `swaped` is one step from `ports.swapped`. */
function spellingsOf(code: string): readonly string[] {
  const [family = '', name = ''] = code.split('.');
  return [code, name, family];
}
