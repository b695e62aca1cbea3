import { safeExcerpt } from '../text/safe-excerpt.js';
import type { Params } from './row.js';

const SHOWN_MAX = 80;

/** Fills `{name}` in one pass, so that a value holding braces is never filled again. */
export function interpolateText(template: string, params: Params): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}

/** Foreign text fit to be quoted in a sentence: on one line, bounded, control characters visible, card data masked. */
export function excerptOf(text: string): string {
  return safeExcerpt(text.trim(), SHOWN_MAX);
}

/** ` "text"`, or nothing where there is no text. */
export function quotedOrNothing(text: string | undefined): string {
  const safe = text === undefined ? '' : excerptOf(text);
  return safe === '' ? '' : ` "${safe}"`;
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWithAnd(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}
