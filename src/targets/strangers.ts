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
  /** What makes it the clinic's after all: {@link OWN} between that word and the address, the others anywhere. */
  readonly unless?: RegExp;
  /** It says so only beside another address. */
  readonly weak?: true;
}

const OWN = called('ip|ips|ipv4|ip[- ]?\\p{L}*aadress\\p{L}*|aadress\\p{L}*|address\\p{L}*|адрес\\p{L}*|айпи|host|wan');
const TERMINAL = called('terminal\\p{L}*|\\p{L}*terminal\\p{L}*|терминал\\p{L}*');
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
      '(?:sub)?net[- ]?mask|subnet|mask\\p{L}{0,3}|\\p{L}*võrgumask\\p{L}*|alamvõr\\p{L}+|маск\\p{L}{1,2}|подсет\\p{L}+|broadcast|prefix|network|leviaadress|range|pool|vahemik\\p{L}*|диапазон\\p{L}*',
    ),
  },
  {
    reason: 'it is called a mail server',
    pattern: called(
      'mail\\p{L}*|e-?mail|smtp|imap|pop3?|mx|meili\\p{L}*|meilserver\\p{L}*|postiserver\\p{L}*|почт\\p{L}+|received|x-originating-ip',
    ),
  },
  {
    reason: 'it is called another device',
    pattern: called(
      [
        'vpn|ntp|proxy|proksi\\p{L}*|syslog|sql|ldap|nas|nvr|dvr|rdp|ftp|printer\\p{L}*|scanner|camera\\p{L}?|database|web ?server|file ?server',
        'andmebaas\\p{L}*|kaamera\\p{L}*|panga ?server\\p{L}*|faili ?server\\p{L}*|баз\\p{L} данных|принтер\\p{L}*|камер\\p{L}*|прокси',
      ].join('|'),
    ),
    unless: TERMINAL,
  },
  {
    reason: 'it is called another place',
    pattern: called(
      'office|computer|website|bank|backup|kontor\\p{L}*|arvuti\\p{L}*|veebi\\p{L}*|pan(?:k|ga)\\p{L}*|varu\\p{L}*|офис\\p{L}*|компьютер\\p{L}*|сайт\\p{L}*|банк\\p{L}*',
    ),
    unless: TERMINAL,
    weak: true,
  },
  {
    reason: 'it is called a router',
    pattern: called(
      'router\\p{L}*|ruuter\\p{L}*|роутер\\p{L}*|маршрутизатор\\p{L}*|modem\\p{L}*|модем\\p{L}*|firewall|tulemüür\\p{L}*',
    ),
    unless: OUTSIDE,
  },
  {
    reason: 'it is called the old address',
    pattern: called(
      'vana\\p{L}{0,2}|endi\\p{L}{2,4}|eelmi\\p{L}{2,4}|old|previous|former|стар\\p{L}{2,3}|прежн\\p{L}{2,3}|бывш\\p{L}{2,3}|предыдущ\\p{L}{2,3}|instead of|вместо|(?:changed|moved|switched) from',
    ),
  },
  {
    reason: 'it is an address of the past',
    pattern: called('enne|varem|oli|was|before|earlier|previously|formerly|used to be|раньше|был\\p{L}?|прежде'),
    weak: true,
  },
  {
    reason: 'it is called a local address',
    pattern: called(
      'sisemi\\p{L}+|sise(?:võrg\\p{L}*|-?ip|aadress\\p{L}*)?|kohali\\p{L}+|inside|internal|inner|local|lan|внутр\\p{L}+|локальн\\p{L}+',
    ),
    unless: OUTSIDE,
  },
  {
    reason: 'it is called a version',
    pattern: called(
      'v|ver|versioon\\p{L}*|\\p{L}*versions?|верси\\p{L}+|firmware|fw|püsivara\\p{L}*|tarkvara\\p{L}*|software|sw|rev|revision|runs|running|windows|android|linux|chrome|app|application|rakendus\\p{L}*|telium|manager|build|прошивк\\p{L}+',
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
  const others = places.filter((at) => !reasons.has(at) && isOutside(words[at]));
  for (const at of places) {
    const beside = reasons.has(at) || others.length === 0 ? undefined : besideReason(words[at]);
    if (beside !== undefined && others.every((other) => hostOf(words[other]) !== hostOf(words[at])))
      reasons.set(at, beside);
  }
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

/** An address that may well be the clinic's: no link, no version. */
function isOutside(word: Word | undefined): boolean {
  return word?.kind === 'host' && word.family === 'ipv4' && !isInside(word) && !isLink(word) && !isVersion(word);
}

function isLink(word: Word): boolean {
  return /^https?:/i.test(word.text);
}

/** Nobody's network: what begins so is a version of the terminal's program, where another address stands beside it. */
function isVersion(word: Word): boolean {
  return word.kind === 'host' && word.port === undefined && /^[67]\./.test(word.host);
}

/** Why an address is not the terminal's where one stands beside it that may be: one inside of its network, one of IPv6, a version, a link. */
function besideReason(word: Word | undefined): string | undefined {
  if (word?.kind === 'broken') return besideReasonOfBroken(word.text);
  if (word?.kind !== 'host') return undefined;
  if (word.family === 'ipv6') return 'it is an IPv6 address next to another one';
  if (isInside(word) && word.port === undefined && !word.host.startsWith('127.'))
    return 'it is a local address next to another one';
  if (isVersion(word)) return 'it looks like a version';
  return isLink(word) ? 'it is a link next to another one' : undefined;
}

function besideReasonOfBroken(text: string): string | undefined {
  if (/^v\d|^\d+\.\d+\.\d{4,}\.\d+$/.test(text)) return 'it is a version';
  if (/^[\da-f:]*:[\da-f:]*(?:[/%][\w.]{1,20})?$/i.test(text) && text.split(':').length > 2)
    return 'it is an IPv6 address next to another one';
  return /^\d+(?:\.\d+){3}\/\d{1,2}$/.test(text) ? 'it is a whole network' : undefined;
}

function reasonOf(words: readonly Word[], at: number, several: boolean): string | undefined {
  if (several && isGone(words, at)) return 'it is called the old address';
  const text = saidBefore(words, at);
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
  return unless === undefined || !unless.test(unless === OWN ? text.slice(found.index + found[0].length) : text);
}

const GONE =
  /^(?:(?:is|on)\s)?(?:enam\s|ei\s(?:ole\senam|kehti|tööta)|no\slonger|not\svalid|asemel|больше\sне|уже\sне|не\s(?:действует|работает))/iu;

/** `90.190.150.5 enam ei kehti`, `90.190.150.5 -> 84.50.12.34`. */
function isGone(words: readonly Word[], at: number): boolean {
  const [next, after] = [words[at + 1], words[at + 2]];
  if (next?.text === '→' && after !== undefined && isPlace(after)) return !isInside(after);
  const behindIt = words.slice(at + 1, at + 4);
  return !PAUSE.test(next?.gap ?? '') && GONE.test(`${behindIt.map(({ text }) => text).join(' ')} `);
}

/** What was said of an address since the last pause; where nothing was, what stands before that. */
export function saidBefore(words: readonly Word[], at: number): string {
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
    .filter((word) => (word.kind !== 'host' && !word.text.includes('@')) || (place?.text.startsWith('[') ?? false))
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
  const follows = between.every(({ kind }) => kind === 'joiner') && !/\n(?! {8})/.test(words[at]?.gap ?? '');
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
