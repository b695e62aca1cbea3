import { editDistance } from '../text/edit-distance.js';
import { ERROR_ROWS } from './error-rows.js';
import { TABLE } from './table.js';

/** Every code that `terminal explain` answers to: diagnoses in order of gravity, then errors. */
export const CODES: readonly string[] = [...TABLE, ...ERROR_ROWS].map(({ code }) => code);

export type CodeSearch =
  { readonly kind: 'found'; readonly code: string } | { readonly kind: 'unknown'; readonly nearest: readonly string[] };

const LONGEST = 60; // longer than any code, and short enough to compare at once
const NEAREST_MAX = 5;

/** Finds a code as a person types it; for a typo or a part of a code, names the nearest ones, nearest first. */
export function findCode(text: string): CodeSearch {
  const typed = text
    .trim()
    .toLowerCase()
    .replace(/[_\s]+/g, '-')
    .slice(0, LONGEST);
  if (CODES.includes(typed)) return { kind: 'found', code: typed };
  const near = CODES.map((code) => ({ code, distance: distanceTo(code, typed) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(typed.length / 3)))
    .sort((one, other) => one.distance - other.distance);
  return { kind: 'unknown', nearest: typed === '' ? [] : near.slice(0, NEAREST_MAX).map(({ code }) => code) };
}

/** To a whole code, or to its family or name alone: `swaped` is one step from `ports.swapped`. */
function distanceTo(code: string, typed: string): number {
  const [family = '', name = ''] = code.split('.');
  return Math.min(editDistance(typed, code), editDistance(typed, name) + 0.5, editDistance(typed, family) + 0.75);
}
