import type { AddressProblem } from '../diagnosis/facts.js';
import { problem } from './address.js';
import type { Target } from './types.js';
import { normalise, readWords } from './words.js';
import type { Word } from './words.js';

/** A host that was named, with the ports that were named with it, as they were written. */
export interface Mention {
  readonly text: string;
  readonly host: string;
  readonly family: Target['family'];
  readonly ports: readonly string[];
  /** Written as `host:posxml,log`, where the order says what each port is for. */
  readonly ordered: boolean;
}

export interface Mentions {
  readonly mentions: readonly Mention[];
  readonly problems: readonly AddressProblem[];
  /** Whether the text was prose, in which a bare host may just be spoken of. */
  readonly prose: boolean;
}

/** How far after an address the word "port" still belongs to it. */
const PORT_WORD_REACH = 8;
/** How far after the word "port" its number may stand. */
const NUMBER_REACH = 6;
const COLON = /^[\])}>"'”’\s]*:\s*$/;
const COMMA = /^[\])}>"'”’\s]*[,;&|]\s*$/;

/** Finds every host with its ports in what the agent gave: a list of targets, or prose that holds some. */
export function findMentions(inputs: readonly string[]): Mentions {
  const words = readWords(inputs.join(' '));
  const prose = isProse(inputs, words);
  const found = scan(words, prose);
  const meant = words.some((word) => word.kind === 'host' || word.kind === 'broken');
  if (found.mentions.length > 0 || (meant && found.problems.length > 0)) return { ...found, prose };
  const names = prose ? words.filter((word) => word.kind === 'host') : [];
  if (names.length > 0) return { mentions: names.map((name) => mention(name, [])), problems: [], prose };
  return { mentions: [], problems: [nothingFound(inputs, words)], prose };
}

/**
 * Targets are a list as long as every argument is one word and stray words do not outnumber the addresses:
 * in a list a stray word is a mistake, in prose it is the prose.
 */
function isProse(inputs: readonly string[], words: readonly Word[]): boolean {
  if (inputs.some((input) => /\s/.test(normalise(input).trim()))) return true;
  const stray = words.filter((word) => word.kind === 'plain' || word.kind === 'other-number').length;
  return stray > words.filter((word) => word.kind === 'host' || word.kind === 'broken').length;
}

function scan(words: readonly Word[], prose: boolean): Omit<Mentions, 'prose'> {
  const mentions: Mention[] = [];
  const problems: AddressProblem[] = [];
  let waiting: readonly string[] = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at] as Word;
    const found = portsOf(words, at, prose);
    at = found?.next ?? at + 1;
    if (word.kind === 'host' && found) {
      const ports = found.ports.length > 0 ? found.ports : waiting;
      // A name without a port, in prose, is a signature's web page sooner than a terminal.
      if (prose && word.family === 'name' && word.host !== 'localhost' && ports.length === 0) continue;
      mentions.push(mention(word, ports, found.ordered));
      waiting = [];
    } else if (word.kind === 'broken' && found) problems.push(problem('address.invalid', word.text, word.reason));
    else if (found) waiting = found.ports;
    else if (!prose && isStray(word)) problems.push(strayWord(word));
  }
  return { mentions, problems };
}

/** The ports that begin at a word: those of an address, or those announced before one. */
function portsOf(words: readonly Word[], at: number, prose: boolean): FoundPorts | undefined {
  const word = words[at] as Word;
  if (word.kind === 'port') {
    const list = portList(words, at + 1, prose);
    return list.ports.length > 0 ? { ...list, ordered: false } : undefined;
  }
  const counts = word.kind === 'host' || (word.kind === 'broken' && (word.strong || !prose));
  return counts && !(prose && isOtherNumber(words, at)) ? portsAfter(words, at, prose) : undefined;
}

/** A telephone number or a version may look just like an address. */
function isOtherNumber(words: readonly Word[], at: number): boolean {
  return words[at - 1]?.kind === 'other-number' || (words[at]?.text.startsWith('+') ?? false);
}

function isStray(word: Word): boolean {
  return word.kind === 'plain' || word.kind === 'number' || word.kind === 'port' || word.kind === 'other-number';
}

function strayWord(word: Word): AddressProblem {
  const reason = word.kind === 'number' ? 'a number without an address' : 'it is neither an address nor a host name';
  return problem('address.invalid', word.text, reason);
}

interface FoundPorts {
  readonly ports: readonly string[];
  readonly next: number;
  readonly ordered: boolean;
}

/** The ports that belong to the host at `at`: `:P`, `:P,L`, ` : P`, ` port P`, `, pordid P ja L`; in a list ` P L` too. */
function portsAfter(words: readonly Word[], at: number, prose: boolean): FoundPorts {
  const word = words[at] as Word;
  const own = word.kind === 'host' ? word.port : /:(\d+)$/.exec(word.text)?.[1];
  if (own !== undefined) {
    const more = moreNumbers(words, at + 1, prose);
    return { ports: [own, ...more.ports], next: more.next, ordered: more.direct };
  }
  const next = words[at + 1];
  if (next?.kind === 'number' && COLON.test(next.gap)) {
    const more = moreNumbers(words, at + 2, prose);
    return { ports: [next.text, ...more.ports], next: more.next, ordered: more.direct };
  }
  const named = namedPorts(words, at + 1, prose);
  if (named) return { ...named, ordered: false };
  if (!prose && next?.kind === 'number' && /^[\s,;|]+$/.test(next.gap)) {
    const more = moreNumbers(words, at + 2, prose);
    return { ports: [next.text, ...more.ports], next: more.next, ordered: true };
  }
  return { ports: [], next: at + 1, ordered: false };
}

/** Ports announced by the word "port" within reach, with no other address or number between. */
function namedPorts(words: readonly Word[], from: number, prose: boolean): Omit<FoundPorts, 'ordered'> | undefined {
  for (let at = from; at < from + PORT_WORD_REACH; at += 1) {
    const word = words[at];
    if (!word || word.kind === 'host' || word.kind === 'broken' || word.kind === 'number') return undefined;
    if (word.kind !== 'port') continue;
    const list = portList(words, at + 1, prose);
    return list.ports.length > 0 ? list : undefined;
  }
  return undefined;
}

/** The numbers after the word "port"; a few words may stand between ("the ports are now"). */
function portList(words: readonly Word[], from: number, prose: boolean): Omit<FoundPorts, 'ordered'> {
  for (let at = from; at < from + NUMBER_REACH; at += 1) {
    const word = words[at];
    if (word?.kind === 'number') {
      const more = moreNumbers(words, at + 1, prose);
      return { ports: [word.text, ...more.ports], next: more.next };
    }
    if (!word || word.kind === 'host' || word.kind === 'broken') break;
  }
  return { ports: [], next: from };
}

interface MoreNumbers {
  readonly ports: readonly string[];
  readonly next: number;
  /** Written without a blank: `4445,5551`. */
  readonly direct: boolean;
}

function moreNumbers(words: readonly Word[], from: number, prose: boolean): MoreNumbers {
  const ports: string[] = [];
  let next = from;
  let direct = true;
  for (;;) {
    const at = nextNumber(words, next, prose);
    if (at === undefined) return { ports, next, direct: direct && ports.length > 0 };
    const word = words[at] as Word;
    direct &&= word.gap === ',';
    ports.push(word.text);
    next = at + 1;
  }
}

/** Where the list of ports goes on: `,5551`, `, 5551`, `ja 5551`, `(posxml) and port 5551`. */
function nextNumber(words: readonly Word[], from: number, prose: boolean): number | undefined {
  let at = from;
  if (words[at]?.kind === 'plain' && words[at]?.gap.trimEnd().endsWith('(')) at += 1;
  let joined = false;
  for (let more = 0; more < 2 && (words[at]?.kind === 'joiner' || words[at]?.kind === 'port'); more += 1) {
    joined = true;
    at += 1;
  }
  const word = words[at];
  if (word?.kind !== 'number') return undefined;
  if (joined || word.gap === ',') return at;
  // In prose a comma and a blank may begin another thought: "…:4445, 2 tk".
  if (COMMA.test(word.gap)) return !prose || /^\d{3,5}$/.test(word.text) ? at : undefined;
  return !prose && /^\s+$/.test(word.gap) ? at : undefined;
}

function mention(word: Extract<Word, { kind: 'host' }>, ports: readonly string[], ordered = false): Mention {
  return { text: word.text, host: word.host, family: word.family, ports, ordered };
}

/** One broken address is told with its own reason; anything else is quoted as a whole. */
function nothingFound(inputs: readonly string[], words: readonly Word[]): AddressProblem {
  const broken = words.filter((word) => word.kind === 'broken');
  const [only] = broken;
  if (only && broken.length === 1 && !/^\d{1,2}\.\d{1,2}\.\d{2,4}$/.test(only.text)) {
    return problem('address.invalid', only.text, only.reason);
  }
  const input = inputs.join(' ').trim();
  return problem('address.invalid', input, input === '' ? 'nothing was given' : 'there is no address in it');
}
