import type { AddressProblem } from '../model/facts.js';
import { addressProblem } from '../connection/net/address.js';
import { nextNumber, readPortList } from './port-list.js';
import type { PortList, SaidPort } from './port-list.js';
import { beginOf } from './port-roles.js';
import type { Target } from '../model/endpoint.js';
import { normaliseText, readWords } from './tokenize.js';
import type { Word } from './tokenize.js';
import { readDefanged } from './defanged.js';
import { rulesAsWords } from './router-rules.js';
import { withoutStrangers } from './strangers.js';
import type { LeftOut } from './strangers.js';
import { unusedNumbers } from './unused-numbers.js';
import { unwrapText } from './unwrap.js';

/** A host that was named, with the ports that were named with it, as they were written. */
export interface Mention {
  readonly text: string;
  readonly host: string;
  readonly family: Target['family'];
  readonly ports: readonly SaidPort[];
  /** Written as `host:posxml,log`, where the order says what each port is for. */
  readonly ordered: boolean;
}

interface Mentions {
  readonly mentions: readonly Mention[];
  readonly problems: readonly AddressProblem[];
  /** Whether the text was prose, in which a bare host may just be spoken of. */
  readonly prose: boolean;
  /** Numbers that may be ports and were understood as nothing. */
  readonly unused: readonly string[];
  /** Addresses that the text does not give as the terminal's. */
  readonly leftOut: readonly LeftOut[];
  /** Why a person has to agree before anything is dialled. */
  readonly doubt?: string;
}

/** How far after an address the word "port" still belongs to it. */
const PORT_WORD_REACH = 8;
/** How far after the word "port" its number may stand. */
const NUMBER_REACH = 6;
const COLON = /^[\])}>"'”’\s]*:\s*$/;

/** Finds every host with its ports in what the agent gave: a list of targets, or prose that holds some. */
export function findMentions(inputs: readonly string[]): Mentions {
  const plain = inputs.map((input) => rulesAsWords(unwrapText(input)));
  const found = mentionsIn(plain);
  if (found.mentions.length > 0) return found;
  const defanged = readDefanged(plain.join(' '));
  const again = defanged && mentionsIn([defanged.text]);
  return again && again.mentions.length > 0
    ? { ...again, doubt: `${defanged.written} was read as ${defanged.address}` }
    : found;
}

function mentionsIn(inputs: readonly string[]): Mentions {
  const all = readWords(inputs.join(' '));
  const prose = isProse(inputs, all);
  const { words, leftOut } = prose ? withoutStrangers(all) : { words: all, leftOut: [] };
  const { used, ...found } = scan(words, prose);
  const unused = prose ? unusedNumbers(words, used) : [];
  const meant = words.some((word) => word.kind === 'host' || word.kind === 'broken');
  if (found.mentions.length > 0 || (meant && found.problems.length > 0)) {
    const doubt = used.size === 0 ? doubtOf(words, unused) : undefined;
    return { ...found, prose, unused, leftOut, ...(doubt !== undefined && { doubt }) };
  }
  const names = prose ? words.filter((word) => word.kind === 'host' && !isLink(word)) : [];
  if (names.length > 0)
    return {
      mentions: names.flatMap((name) => (name.kind === 'host' ? [mention(name)] : [])),
      problems: [],
      prose,
      unused,
      leftOut,
    };
  return { mentions: [], problems: [nothingFound(inputs, words, leftOut)], prose, unused: [], leftOut };
}

/** Why the usual ports must not be taken, where a text speaks of ports and none was understood. */
function doubtOf(words: readonly Word[], unused: readonly string[]): string | undefined {
  if (!words.some(({ kind }) => kind === 'port')) return undefined;
  const range = words.find(({ text }) => /^\d{3,5}[-–—]\d{3,5}$/.test(text));
  if (range) return `${range.text} is a range of ports`;
  return unused.length === 0 ? undefined : `${unused.slice(0, 6).join(', ')} may be its ports, and were not understood`;
}

/** In prose the link of a portal or a ticket is no host, whatever its port is. */
function isLink(word: Word): boolean {
  return word.kind === 'host' && word.family === 'name' && word.host !== 'localhost' && /^https?:/i.test(word.text);
}

/**
 * Targets are a list as long as every argument is one word and stray words do not outnumber the addresses:
 * in a list a stray word is a mistake, in prose it is the prose.
 */
function isProse(inputs: readonly string[], words: readonly Word[]): boolean {
  if (words[0]?.kind === 'host' && words.every(isAddressOrNumber)) return false;
  if (inputs.some((input) => /\s/.test(normaliseText(input).trim()))) return true;
  const stray = words.filter(
    (word) => word.kind === 'plain' || word.kind === 'hint' || word.kind === 'other-number',
  ).length;
  return stray > words.filter((word) => word.kind === 'host' || word.kind === 'broken').length;
}

/** A text in which nothing is said is a list, whatever stands between its numbers. */
function isAddressOrNumber(word: Word): boolean {
  return word.kind === 'number' || (word.kind === 'host' && word.family !== 'name');
}

interface Scan {
  readonly mentions: readonly Mention[];
  readonly problems: readonly AddressProblem[];
  /** The words whose numbers were understood. */
  readonly used: ReadonlySet<number>;
}

function scan(words: readonly Word[], prose: boolean): Scan {
  const mentions: Mention[] = [];
  const problems: AddressProblem[] = [];
  const used = new Set<number>();
  let waiting: PortList = NONE;
  const take = (...lists: readonly PortList[]): void => {
    lists.forEach((list) => {
      list.used.forEach((at) => used.add(at));
    });
  };
  for (let at = 0, free = 0; at < words.length;) {
    const word = words[at] as Word;
    const found = portsOf(words, free, at, prose);
    at = found?.next ?? at + 1;
    if (found) free = at;
    if (word.kind === 'host' && found) {
      const lists = together(waiting, found);
      // A name without a port, in prose, is a signature's web page sooner than a terminal.
      if (
        prose &&
        word.family === 'name' &&
        word.host !== 'localhost' &&
        (isLink(word) || lists.every(({ ports }) => ports.length === 0))
      )
        continue;
      mentions.push({ ...mention(word), ports: lists.flatMap(({ ports }) => ports), ordered: found.ordered });
      take(...lists);
      waiting = NONE;
    } else if (word.kind === 'broken' && found) {
      problems.push(addressProblem('address.invalid', word.text, word.reason));
      take(found);
    } else if (found)
      waiting =
        waiting.ports.length + found.ports.length > 2
          ? found
          : { ...found, ports: [...waiting.ports, ...found.ports], used: [...waiting.used, ...found.used] };
    else if (!prose && isStray(word)) problems.push(strayWord(word));
  }
  const late = lateMention(mentions, waiting);
  if (late) take(waiting);
  return { mentions: late ? [...mentions, late] : mentions, problems, used };
}

const NONE: PortList = { ports: [], used: [], next: 0, ordered: false };

/** Of ports before an address and after it: the latter, unless it was said that each has one of the two. */
function together(before: PortList, after: PortList): readonly PortList[] {
  if (after.ports.length === 0) return [before];
  return isOther(before.ports, after.ports) ? [before, after] : [after];
}

/** Whether these are a port and the other one of the two. */
function isOther(ports: readonly SaidPort[], others: readonly SaidPort[]): boolean {
  const [one, other] = [ports[0]?.role, others[0]?.role];
  return ports.length === 1 && others.length === 1 && (one ?? other) !== undefined && one !== other;
}

/** Ports that come long after the only address of the text are its own, where it has none, or lacks the one that they are said to be. */
function lateMention(mentions: readonly Mention[], late: PortList): Mention | undefined {
  const [first, ...more] = mentions;
  if (!first || late.ports.length === 0 || more.some(({ host }) => host !== first.host)) return undefined;
  const known = mentions.flatMap(({ ports }) => ports);
  return known.length === 0 || isOther(known, late.ports) ? { ...first, ports: late.ports, ordered: false } : undefined;
}

/** The ports that begin at a word: those of an address, or those announced before one. @param free where no other list has taken the words */
function portsOf(words: readonly Word[], free: number, at: number, prose: boolean): PortList | undefined {
  const word = words[at] as Word;
  if (word.kind === 'port' || isAnnouncing(words, at)) return announced(words, at, at, prose);
  const counts = word.kind === 'host' || (word.kind === 'broken' && (word.strong || !prose));
  return counts && !(prose && isOtherNumber(words, at)) ? portsAfter(words, free, at, prose) : undefined;
}

/** A telephone number or a version may look just like an address. */
function isOtherNumber(words: readonly Word[], at: number): boolean {
  return words[at - 1]?.kind === 'other-number' || (words[at]?.text.startsWith('+') ?? false);
}

function isStray(word: Word): boolean {
  return (
    word.kind === 'plain' ||
    word.kind === 'hint' ||
    word.kind === 'number' ||
    word.kind === 'port' ||
    word.kind === 'other-number'
  );
}

function strayWord(word: Word): AddressProblem {
  const reason = word.kind === 'number' ? 'a number without an address' : 'it is neither an address nor a host name';
  return addressProblem('address.invalid', word.text, reason);
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
  if (next?.kind === 'number' && (prose ? isListBeside(words, at + 1) : /^[\s,;|(]+$/.test(next.gap)))
    return { ...readPortList(words, at + 1, at + 1, prose), ordered: !prose };
  return { ...NONE, next: at + 1 };
}

/** In prose a number beside an address is a port only if it is called one, or stands in brackets with another. */
function isListBeside(words: readonly Word[], at: number): boolean {
  const [number, after] = [words[at], words[at + 1]];
  if (!number || !/^\d{3,5}$/.test(number.text) || /[.;]/.test(number.gap)) return false;
  const called = after?.kind === 'hint' && after.role !== undefined && /^\s*\(?$/.test(after.gap);
  return called || (number.gap.trimEnd().endsWith('(') && nextNumber(words, at + 1, true) !== undefined);
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

function mention(word: Extract<Word, { kind: 'host' }>): Mention {
  return { text: word.text, host: word.host, family: word.family, ports: [], ordered: false };
}

/** One broken address is told with its own reason; anything else is quoted as a whole. */
function nothingFound(inputs: readonly string[], words: readonly Word[], leftOut: readonly LeftOut[]): AddressProblem {
  const broken = words.filter((word) => word.kind === 'broken');
  const [only] = broken;
  if (only && broken.length === 1 && !/^\d{1,2}\.\d{1,2}\.\d{2,4}$/.test(only.text)) {
    return addressProblem('address.invalid', only.text, only.reason);
  }
  const input = inputs.join(' ').trim();
  const [left] = leftOut;
  if (left)
    return addressProblem(
      'address.invalid',
      left.text,
      `${left.reason}, and no other address is given as the terminal's`,
    );
  return addressProblem('address.invalid', input, input === '' ? 'nothing was given' : 'there is no address in it');
}
