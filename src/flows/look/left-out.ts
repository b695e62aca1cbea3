import { safeExcerpt } from '../../text/safe-excerpt.js';
import type { LeftOut } from '../../targets/strangers.js';

/** An address of a text that is not dialled, and why. */
export function leftOutInWords({ text, reason }: LeftOut): string {
  return `Left out: ${safeExcerpt(text, 60)} (${reason}).`;
}
