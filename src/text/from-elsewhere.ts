import { redactDocument } from './redact.js';
import { safeExcerpt } from './safe-excerpt.js';

/** More than anything of this program's own is. Characters. */
const LONGEST = 2000;

/**
 * What a record tells, for people: its file may have been made elsewhere, for a checksum is no signature. Every text in it is
 * made safe as one from the network is.
 */
export function shownFromElsewhere<T>(value: T): T {
  return mapTexts(value, (text) => safeExcerpt(text, LONGEST)) as T;
}

/** The same for JSON, which tells each character by its number: card data alone is masked. */
export function toldFromElsewhere<T>(value: T): T {
  return mapTexts(value, redactDocument) as T;
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapTexts(one, change)]));
}
