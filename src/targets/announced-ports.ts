import { nextNumber, readPortList } from './port-list.js';
import type { PortList } from './port-list.js';
import { beginOf } from './port-roles.js';
import type { Word } from './tokenize.js';
import { mayBePort } from './unused-numbers.js';

/** How far after an address the word "port" still belongs to it. */
const PORT_WORD_REACH = 8;
/** How far after the word "port" its number may stand. */
const NUMBER_REACH = 6;
const COLON = /^[\])}>"'”’\s]*:\s*$/;
export const NO_PORTS: PortList = { ports: [], used: [], next: 0, ordered: false };

/** The ports that begin at a word: those of an address, or those announced before one. @param free where no other list has taken the words */
export function portsOf(words: readonly Word[], free: number, at: number, prose: boolean): PortList | undefined {
  const word = words[at] as Word;
  if (word.kind === 'port' || isAnnouncing(words, at)) return announced(words, at, at, prose);
  if (prose && isAnnounced(words, at)) return { ...readPortList(words, at, at, prose), ordered: false };
  const counts = word.kind === 'host' || (word.kind === 'broken' && (word.strong || !prose));
  return counts && !(prose && isOtherNumber(words, at)) ? portsAfter(words, free, at, prose) : undefined;
}

/** A telephone number or a version may look just like an address. */
function isOtherNumber(words: readonly Word[], at: number): boolean {
  return words[at - 1]?.kind === 'other-number' || (words[at]?.text.startsWith('+') ?? false);
}

/** The ports that belong to the host at `at`: `:P`, `:P,L`, ` : P`, ` port P`, ` (P ja L)`, `, log port L`; in a list ` P L` too. */
function portsAfter(words: readonly Word[], free: number, at: number, prose: boolean): PortList {
  const word = words[at] as Word;
  const own = word.kind === 'host' ? word.port : /:(\d+)$/.exec(word.text)?.[1];
  if (own !== undefined) return readPortList(words, beginOf(words, free, at), at, prose, own);
  const next = words[at + 1];
  if (next?.kind === 'number' && COLON.test(next.gap)) return readPortList(words, at + 1, at + 1, prose);
  const named = namedPorts(words, at + 1, prose);
  if (named) return named;
  if (next?.kind === 'number' && (prose ? isListBeside(words, at + 1) : isBeside(next)))
    return { ...readPortList(words, at + 1, at + 1, prose), ordered: !prose };
  return { ...NO_PORTS, next: at + 1 };
}

/** In a list. Behind a dash a small number is the last address of a range, and a long one a telephone: `84.50.12.34 - 40`. */
function isBeside({ text, gap }: Word): boolean {
  return /^[\s,;|(]+$/.test(gap) || (/^\s+[-–—]\s+$/.test(gap) && /^\d{3,5}$/.test(text) && Number(text) > 255);
}

/**
 * In prose a number beside an address is a port if it is called one, if another one is beside it, or if it stands right
 * behind, with nothing but a blank between: `84.50.12.34 14445`, `84.50.12.34, 14445 ja 15551`, `84.50.12.34 (14445)`.
 */
function isListBeside(words: readonly Word[], at: number): boolean {
  const [number, after] = [words[at], words[at + 1]];
  if (!number || !/^\d{3,5}$/.test(number.text) || /\.|\n\s*\n/.test(number.gap)) return false;
  const called = after?.kind === 'hint' && after.role !== undefined && /^[^\p{L}.]{0,3}$/u.test(after.gap);
  if (called) return true;
  if (!mayBePort(words, at)) return false;
  const next = nextNumber(words, at + 1, true);
  return next === undefined ? /^(?:[ \t]+|[ \t]*\|[ \t]*|\s?\(\s?)$/.test(number.gap) : mayBePort(words, next);
}

/** Ports announced by the word "port" or by what they are for within reach, with no other address or number between. */
function namedPorts(words: readonly Word[], from: number, prose: boolean): PortList | undefined {
  for (let at = from; at < from + PORT_WORD_REACH; at += 1) {
    const word = words[at];
    if (!word || word.kind === 'host' || word.kind === 'broken' || word.kind === 'number') return undefined;
    if (word.kind === 'port' || isAnnouncing(words, at)) return announced(words, from, at, prose);
  }
  return undefined;
}

/** Whether a number that may be a port stands right behind what it is said to be for: `logi on 15551`. */
function isAnnouncing(words: readonly Word[], at: number): boolean {
  const word = words[at];
  if (word?.kind !== 'hint' || (word.role ?? word.side) === undefined) return false;
  const number = nextNumber(words, at, false);
  return (
    number !== undefined &&
    /^\d{3,5}$/.test(words[number]?.text ?? '') &&
    !words.slice(at + 1, number + 1).some(({ gap }) => /\.\s|…/.test(gap))
  );
}

/** Whether right behind a number stands what it is for: `15551 on logi`, `15551 - log`. */
function isAnnounced(words: readonly Word[], at: number): boolean {
  if (!mayBePort(words, at)) return false;
  const next = words[at + 1];
  const said = next?.kind === 'label' && next.filler ? words[at + 2] : next;
  return said?.kind === 'hint' && said.role !== undefined && /^[ (=–-]{1,3}$/.test(said.gap);
}

/** The numbers after the word "port"; a few words may stand between ("the ports are now"). */
function announced(words: readonly Word[], from: number, port: number, prose: boolean): PortList | undefined {
  for (let at = port + 1; at <= port + NUMBER_REACH; at += 1) {
    const word = words[at];
    if (word?.kind === 'number')
      return { ...readPortList(words, beginOf(words, from, port), at, prose), ordered: false };
    if (!word || word.kind === 'host' || word.kind === 'broken') break;
  }
  return undefined;
}
