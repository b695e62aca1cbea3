import type { Mention } from './mention.js';
import type { Word } from './tokenize.js';
import { isRange, mayBePort } from './unused-numbers.js';

/** How near to what is said of ports a number is one of them, sooner than a part of something else. Words. */
const NEAR = 8;

/** Why the usual ports must not be taken: the text speaks of ports, and what it says of them was not all understood. */
export function doubtOf(
  words: readonly Word[],
  used: ReadonlySet<number>,
  unused: readonly number[],
  mentions: readonly Mention[],
): string | undefined {
  const isPlace = (at: number): boolean => words[at]?.kind === 'port' || words[at]?.kind === 'host' || used.has(at);
  const isNear = (at: number): boolean =>
    Array.from({ length: 2 * NEAR + 1 }, (_, index) => at - NEAR + index).some(isPlace);
  const range = words.findIndex((word, at) => isRange(word) && isNear(at));
  if (range !== -1) return `${words[range]?.text ?? ''} is a range of ports`;
  const whole = mentions.every(({ host }) => portsOfHost(mentions, host).size > 1);
  const isOld = (at: number): boolean => words.slice(Math.max(0, at - 4), at).some(({ text }) => OLD.test(text));
  const near = unused
    .filter((at) => mayBePort(words, at) && isNear(at) && !isOld(at))
    .map((at) => words[at]?.text ?? '');
  const speaks = used.size > 0 || words.some(({ kind }) => kind === 'port') || near.length > 1;
  if (whole || near.length === 0 || !speaks) return undefined;
  return near.length === 1
    ? `${near.join('')} may be one of its ports, but was not understood`
    : `${near.slice(0, 4).join(', ')} may be its ports, but were not understood`;
}

const OLD = /^(?:vana|vanad|endine|old|former|previous|стар\p{L}{2}|прежн\p{L}{2})$/iu;

function portsOfHost(mentions: readonly Mention[], host: string): ReadonlySet<string> {
  return new Set(mentions.flatMap((one) => (one.host === host ? one.ports.map(({ text }) => text) : [])));
}
