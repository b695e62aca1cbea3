import { pairsOf } from '../model/endpoint.js';
import type { Target } from '../model/endpoint.js';
import { safeExcerpt } from '../text/safe-excerpt.js';

const LONGEST = 200;

/** The parts of a text in which a target's address and its ports stand, as they were written; all of a text that has no such parts. */
export function wordsBehind(target: Target, texts: readonly string[]): string {
  const whole = texts.join(' ').trim();
  const said = [target.host, ...pairsOf(target).map(({ port }) => String(port))];
  const parts = whole.length > LONGEST || whole.includes('\n') ? whole.split(/\n|[.;,]\s/) : [whole];
  const speaking = parts.filter((part) => said.some((one) => part.includes(one)));
  return safeExcerpt((speaking.length > 0 ? speaking : parts).map((part) => part.trim()).join(' … '), LONGEST);
}
