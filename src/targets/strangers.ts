import { problemOfAddress } from '../connection/net/address.js';
import type { Word } from './tokenize.js';

/** An address, or what looks like one, that a text does not give as the terminal's. */
export interface LeftOut {
  readonly text: string;
  readonly reason: string;
}

const called = (pattern: string): RegExp => new RegExp(`(?<![\\p{L}\\d])(?:${pattern})(?![\\p{L}\\d])`, 'iu');

interface Kind {
  readonly reason: string;
  readonly pattern: RegExp;
  /** What makes it the clinic's after all: {@link OWN} between that word and the address, {@link OUTSIDE} anywhere. */
  readonly unless?: RegExp;
  /** It says so only beside another address. */
  readonly weak?: true;
}

const OWN = called('ip|ips|ipv4|ip[- ]?\\p{L}*aadress\\p{L}*|aadress\\p{L}*|address\\p{L}*|адрес\\p{L}*|айпи|host|wan');
const OUTSIDE = called(
  'väli\\p{L}*|avalik\\p{L}*|outside|external|public|wan|static|staatili\\p{L}+|внешн\\p{L}+|публичн\\p{L}+',
);

/** What stands before an address that is not the terminal's, in Estonian, English and Russian. */
const kinds = (): readonly Kind[] => [
  {
    reason: 'it is called a name server',
    pattern: called(
      'dns[- ]?\\p{L}*\\d*|name ?servers?|nimeserver\\p{L}*|ns\\d|resolvers?|днс\\d?|сервер\\p{L}* им[её]н',
    ),
  },
  {
    reason: 'it is called a gateway',
    pattern: called('(?:default[- ]?)?(?:gateway|gw)\\p{L}{0,2}|\\p{L}*lüüs\\p{L}*|шлюз\\p{L}*'),
  },
  {
    reason: 'it is called a mask or a network',
    pattern: called(
      '(?:sub)?net[- ]?mask|subnet|mask\\p{L}{0,3}|\\p{L}*võrgumask\\p{L}*|alamvõr\\p{L}+|маск\\p{L}{1,2}|подсет\\p{L}+|broadcast|prefix|network|leviaadress',
    ),
  },
  {
    reason: 'it is called a mail server',
    pattern: called(
      'mail\\p{L}*|e-?mail|smtp|imap|pop3?|mx|meili\\p{L}*|meilserver\\p{L}*|postiserver\\p{L}*|почт\\p{L}+|received|x-originating-ip',
    ),
  },
  {
    reason: 'it is called a router',
    pattern: called(
      'router\\p{L}*|ruuter\\p{L}*|роутер\\p{L}*|маршрутизатор\\p{L}*|modem\\p{L}*|модем\\p{L}*|firewall|tulemüür\\p{L}*',
    ),
    unless: OUTSIDE,
  },
  {
    reason: 'it is called the old one',
    pattern: called(
      'vana\\p{L}{0,2}|endi\\p{L}{2,4}|eelmi\\p{L}{2,4}|old|previous|former|стар\\p{L}{2,3}|прежн\\p{L}{2,3}|бывш\\p{L}{2,3}|предыдущ\\p{L}{2,3}',
    ),
  },
  {
    reason: 'it is spoken of as of the past',
    pattern: called('enne|varem|oli|was|before|earlier|previously|formerly|used to be|раньше|был\\p{L}?|прежде'),
    weak: true,
  },
  {
    reason: 'it is called an inside address',
    pattern: called(
      'sisemi\\p{L}+|sise(?:võrg\\p{L}*|-?ip|aadress\\p{L}*)?|kohali\\p{L}+|inside|internal|inner|local|lan|внутр\\p{L}+|локальн\\p{L}+',
    ),
    unless: OUTSIDE,
  },
  {
    reason: 'it is called a version',
    pattern: called(
      'v|ver|versioon\\p{L}*|\\p{L}*versions?|верси\\p{L}+|firmware|fw|püsivara\\p{L}*|tarkvara\\p{L}*|software|sw|rev|revision|app|application|rakendus\\p{L}*|telium|manager|build|прошивк\\p{L}+',
    ),
    unless: OWN,
  },
  {
    reason: 'it is called a number of something else',
    pattern: called(
      'arve\\p{L}{0,4}|invoice|сч[её]т\\p{L}{0,2}|punkt\\p{L}{0,2}|section|chapter|peatükk|пункт\\p{L}{0,2}|раздел|leping\\p{L}*|договор\\p{L}*|tel|telefon\\p{L}*|phone|mob\\p{L}*|gsm|fax|faks|тел\\p{L}*|iban|konto',
    ),
    unless: OWN,
  },
];
let known: readonly Kind[] | undefined;

const PAUSE = /[,;\n\r…()]|\.\s/;
/** Words before an address that may say what it is. */
const REACH = 8;

/** Words of a text without the addresses that it gives as those of other machines. */
export function withoutStrangers(words: readonly Word[]): {
  readonly words: readonly Word[];
  readonly leftOut: readonly LeftOut[];
} {
  const places = words.flatMap((word, at) => (isPlace(word) ? [at] : []));
  if (places.length === 0) return { words, leftOut: [] };
  const reasons = new Map<number, string>();
  for (const [index, at] of places.entries()) {
    const reason = reasonOf(words, at, places.length > 1) ?? inherited(words, places[index - 1], at, reasons);
    if (reason !== undefined) reasons.set(at, reason);
  }
  const own = new Set(places.filter((at) => !reasons.has(at)).map((at) => hostOf(words[at])));
  // What is called a router's address in one place and the clinic's in another is the clinic's.
  for (const at of places) if (own.has(hostOf(words[at]))) reasons.delete(at);
  const others = places.filter((at) => !reasons.has(at) && words[at]?.kind === 'host' && !isInside(words[at]));
  for (const at of places)
    if (!reasons.has(at) && others.length > 0 && isBeside(words[at])) reasons.set(at, besideReason(words[at]));
  return {
    words: words.map((word, at) => (reasons.has(at) || isTakenAlong(words, at, reasons) ? silenced(word) : word)),
    leftOut: [...reasons].map(([at, reason]) => ({
      text: [at, at + 1, at + 2, at + 3]
        .filter((one) => one === at || isTakenAlong(words, one, new Map([[at, reason]])))
        .map((one) => words[one]?.text ?? '')
        .join(' '),
      reason,
    })),
  };
}

function hostOf(word: Word | undefined): string | undefined {
  return word?.kind === 'host' ? word.host : word?.text;
}

function silenced({ text, gap }: Word): Word {
  return { text, gap, kind: 'plain' };
}

/** An address, or four numbers that were meant as something like one. */
function isPlace(word: Word): boolean {
  return (word.kind === 'host' && word.family !== 'name') || (word.kind === 'broken' && word.strong);
}

function isInside(word: Word | undefined): boolean {
  return word?.kind === 'host' && problemOfAddress(word.host, false)?.code === 'address.private';
}

/** Beside the clinic's address: one inside of its network, one of IPv6, a version. */
function isBeside(word: Word | undefined): boolean {
  if (word?.kind === 'broken') return /^v\d|^[\da-f:]*::?[\da-f:]+$/i.test(word.text);
  return (
    word?.kind === 'host' &&
    ((isInside(word) && word.port === undefined && !word.host.startsWith('127.')) || word.family === 'ipv6')
  );
}

function besideReason(word: Word | undefined): string {
  if (word?.kind === 'broken')
    return word.text.startsWith('v') ? 'it is a version' : 'it is an IPv6 address beside the other';
  return word?.kind === 'host' && word.family === 'ipv6'
    ? 'it is an IPv6 address beside the other'
    : 'it is an inside address beside the other';
}

function reasonOf(words: readonly Word[], at: number, several: boolean): string | undefined {
  const text = before(words, at);
  const counting = (known ??= kinds()).filter(({ weak }) => weak !== true || several);
  const said = behind(words, at);
  return (
    counting.find((kind) => isCalled(kind, text)) ??
    (said === '' ? undefined : counting.find((kind) => isCalled(kind, said)))
  )?.reason;
}

function isCalled({ pattern, unless }: Kind, text: string): boolean {
  const found = pattern.exec(text);
  if (!found) return false;
  return unless === undefined || !unless.test(unless === OUTSIDE ? text : text.slice(found.index + found[0].length));
}

/** What was said of an address since the last pause; where nothing was, what stands before that. */
function before(words: readonly Word[], at: number): string {
  let from = at;
  const isList = /,/.test(words[at]?.gap ?? '');
  for (const stop = Math.max(0, at - REACH); from > stop; from -= 1) {
    const [word, previous] = [words[from], words[from - 1]];
    if (!word || !previous || (previous.kind === 'joiner' && from < at)) break;
    // What stands between an address and a comma was said of that one.
    if (isPlace(previous)) return isList ? '' : textOf(words.slice(from, at), words[at]);
    if (from < at ? PAUSE.test(word.gap) : /[;…)]|\.\s/.test(word.gap)) break;
  }
  return textOf(words.slice(from, at), words[at]);
}

/** The name of a mail server says what an address is only where that stands in brackets behind it. */
function textOf(words: readonly Word[], place: Word | undefined): string {
  return words
    .filter((word) => word.kind !== 'host' || (place?.text.startsWith('[') ?? false))
    .map((word) => word.text)
    .join(' ');
}

/** What is said in brackets right behind an address, or to the end of its sentence: `84.50.12.1 (gateway)`, `84.50.12.1 is the router`. */
function behind(words: readonly Word[], at: number): string {
  const said: string[] = [];
  for (let next = at + 1; next <= at + 4; next += 1) {
    const word = words[next];
    const pauses = next > at + 1 && PAUSE.test(word?.gap ?? '');
    if (next === at + 1 && !isSaid(word)) return '';
    if (!word || pauses || (next === at + 1 && /[,;\n]|\.\s/.test(word.gap))) return said.join(' ');
    if (word.kind === 'number' || word.kind === 'port' || isPlace(word)) return '';
    said.push(word.text);
  }
  return '';
}

function isSaid(word: Word | undefined): boolean {
  return word !== undefined && (/[(=–-]/.test(word.gap) || /^(?:on|is|oli|was|это|был)$/i.test(word.text));
}

/** `DNS: 194.126.115.18, 90.190.150.5`: the second is what the first is. */
function inherited(
  words: readonly Word[],
  last: number | undefined,
  at: number,
  reasons: ReadonlyMap<number, string>,
): string | undefined {
  if (last === undefined) return undefined;
  const between = words.slice(last + 1, at);
  const follows = between.every(({ kind }) => kind === 'joiner') && !/\n/.test(words[at]?.gap ?? '');
  return follows ? reasons.get(last) : undefined;
}

/** The port of another machine, right behind its address. */
function isTakenAlong(words: readonly Word[], at: number, reasons: ReadonlyMap<number, string>): boolean {
  for (let from = at; from > at - 4; from -= 1) {
    const word = words[from];
    if (reasons.has(from)) return from < at && !isInside(word);
    if (!word || PAUSE.test(word.gap) || !(word.kind === 'number' || word.kind === 'port')) return false;
  }
  return false;
}
