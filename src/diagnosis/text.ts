import type { Endpoint } from '../connection/types.js';
import type { Params } from './row.js';

const SHOWN_MAX = 80;
// Control and format characters (bidi marks among them), surrogates that stand alone, and line separators.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
// Long runs of digits might be a card number; nothing that a diagnosis quotes needs them.
const CARD_LIKE = /\d(?:[ -]?\d){11,18}/g;

/** Fills `{name}` in one pass, so that a value holding braces is never filled again. */
export function fill(template: string, params: Params): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(params, name) ? String(params[name]) : whole));
}

/** Foreign text fit to be quoted: bounded, on one line, control characters visible, no card number. */
export function shown(text: string): string {
  const visible = text
    .slice(0, 4 * SHOWN_MAX)
    .replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(CARD_LIKE, (digits) => `…${digits.slice(-4)}`)
    .trim();
  const characters = Array.from(visible);
  return characters.length <= SHOWN_MAX ? visible : `${characters.slice(0, SHOWN_MAX).join('')}…`;
}

/** ` "text"`, or nothing where there is no text. */
export function quoted(text: string | undefined): string {
  const safe = text === undefined ? '' : shown(text);
  return safe === '' ? '' : ` "${safe}"`;
}

/** `host:port`, an IPv6 host in brackets. */
export function place({ host, port }: Endpoint): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** Integer cents as `0.01`. */
export function euros(cents: number): string {
  return (cents / 100).toFixed(2);
}
