import { excerpt } from '../text/safe-excerpt.js';
import type { Params } from './row.js';

const SHOWN_MAX = 80;

/** Fills `{name}` in one pass, so that a value holding braces is never filled again. */
export function fill(template: string, params: Params): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(params, name) ? String(params[name]) : whole));
}

/** Foreign text fit to be quoted in a sentence: on one line, bounded, control characters visible, card data masked. */
export function shown(text: string): string {
  return excerpt(text.trim(), SHOWN_MAX);
}

/** ` "text"`, or nothing where there is no text. */
export function quoted(text: string | undefined): string {
  const safe = text === undefined ? '' : shown(text);
  return safe === '' ? '' : ` "${safe}"`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}
