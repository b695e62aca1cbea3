import { redact } from './redact.js';
import { EXCERPT_LENGTH, textOf, visible } from './visible.js';

/** Enough beyond the bound that a card number across the cut is still seen whole; escapes of bytes count fourfold. */
const MARGIN = 256;

/** What came from the network, safe to show: card data masked, control characters visible, length bounded. */
export function excerpt(raw: Uint8Array | string, max: number = EXCERPT_LENGTH): string {
  const text = typeof raw === 'string' ? raw : textOf(raw.subarray(0, 4 * max + MARGIN));
  return visible(redact(text.slice(0, max + MARGIN)), max);
}
