import { redactDocument } from './redact.js';
import { EXCERPT_LENGTH, textOf, escapeControls } from './escape-controls.js';

/** Enough beyond the bound that a card number across the cut is still seen whole; escapes of bytes count fourfold. */
const MARGIN = 256;

/** Digits at the end, and whatever may stand between them. */
const CUT_NUMBER = /\p{Nd}\P{L}*$/u;

/** What came from the network, safe to show: card data masked however XML may write it, control characters visible, length bounded. */
export function safeExcerpt(raw: Uint8Array | string, max: number = EXCERPT_LENGTH): string {
  const text = typeof raw === 'string' ? raw : textOf(raw.subarray(0, 4 * max + MARGIN));
  const bound = max + MARGIN;
  // What is masked gets shorter: a number that the bound cut in two, and that none can know for one, could move into sight.
  const whole = text.length > bound ? text.slice(0, bound).replace(CUT_NUMBER, '…') : text;
  return escapeControls(redactDocument(whole), max);
}
