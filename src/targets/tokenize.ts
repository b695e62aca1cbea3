import { isIPv6 } from 'node:net';
import { looksNumeric, readHost } from '../connection/net/address.js';
import type { Target } from '../model/endpoint.js';
import { hintsOf, portHintsOf } from './vocabulary.js';
import type { Hints } from './vocabulary.js';

/** What one word of a mail or of the command line turned out to be. `gap` is what stands before it. */
export type Word = { readonly text: string; readonly gap: string } & (
  | {
      readonly kind: 'host';
      readonly host: string;
      readonly family: Target['family'];
      readonly port: string | undefined;
    }
  /** Meant as an address, and none. `strong`: so plainly meant that it counts in prose too. */
  | { readonly kind: 'broken'; readonly reason: string; readonly strong: boolean }
  | { readonly kind: 'number' }
  | ({ readonly kind: 'port' } & Hints)
  /** Says something of a port beside it. */
  | ({ readonly kind: 'hint' } & Hints)
  | { readonly kind: 'joiner' }
  /** A word that people put before an address; `filler`: before a number, too. */
  | { readonly kind: 'label'; readonly filler: boolean }
  /** A word that says that the number after it is no address: a version, a telephone. */
  | { readonly kind: 'other-number' }
  | { readonly kind: 'plain' }
);

type Reading<W> = W extends unknown ? Omit<W, 'text' | 'gap'> : never;

const JOINERS = new Set(['ja', 'and', 'ning', 'и', 'või', 'or', '+']);
const LABELS = new Set(
  'ip ips ipv4 ipv6 wan host server aadress aadressid address addresses адрес our meie http https at'.split(' '),
);
const FILLERS = new Set('on is are the a jaoks for для nr no number номер was oli sai это'.split(' '));
const OTHER_NUMBERS =
  /^(?:v|ver|version|versioon\p{L}*|версия|firmware|püsivara|tarkvara|software|tel|telefon|phone|mob|mobiil|gsm|fax|faks|тел|телефон)$/iu;

/** Separates words. A dash, a dot, a colon and a slash do not: they decide what a word means. */
const CUT = /\[[0-9A-Fa-f:.]{2,60}(?:%[\w.-]{0,32})?\](?::[0-9]{0,9})?|[^\s,;(){}<>"'`„“”‘’‚«»‹›|=&[\]]+/g;
const LEADING = '.:/*_~#!?\\•·…';
const TRAILING = '.:/*_~#!?\\•·…-–—';
const LONGEST_GAP = 40;

/** What most addresses are written with: no word, no sign and no blank of a mail among them, and nothing that {@link normaliseText} changes. */
const PLAIN = /^[\d.:,; ]*$/;
/** Nothing else than an address; the rules for words would be compiled first, and take longer than the rest of a start's reading. */
const PLAIN_ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?$/;

/** Cuts a text into words and reads each by itself. Linear in the length of the text. */
export function readWords(raw: string): Word[] {
  const text = normaliseText(raw);
  const words: Word[] = [];
  let end = 0;
  for (const match of text.matchAll(CUT)) {
    const [from, to] = trim(text, match.index, match.index + match[0].length);
    if (from >= to) continue;
    const core = text.slice(from, to);
    const gap = from - end > LONGEST_GAP ? '\u2026' : text.slice(end, from);
    words.push({ ...readWord(core), text: core, gap });
    end = to;
  }
  return words;
}

/** Full-width forms, the many blanks of mail programs and invisible characters, as plain ASCII; URLs without their paths. */
export function normaliseText(raw: string): string {
  if (PLAIN.test(raw)) return raw;
  return raw
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g, '')
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/\u3002/g, '.')
    .replace(/(?<![\p{L}\d])[A-Z]{2}\d{2}(?: ?\d{4}){3,7}(?: ?\d{1,4})?(?![\p{L}\d])/gu, ' ')
    .replace(/(:\/\/[^\s/?#"'<>]{1,200})[/?#][^\s"'<>,;)]*/g, '$1 ')
    .replace(/(?<![\p{L}\d.-])tcp ?[/: ] ?(?=\d{2,5}(?![\d.]))/giu, ' port ')
    .replace(/(?<=\d)\s?\/\s?(?:tcp|udp)(?![\p{L}\d])/giu, ' ')
    .replace(/(?<![\p{L}\d.-])\/?tcp\/?(?![\p{L}\d.-])/giu, ' ')
    .replace(/((?:port|pord|порт)\p{L}{0,8})[:.](?=\d)/giu, '$1 ')
    .replace(/(?<![\p{L}\d.-])((?:log|logi|posxml|makse|лог)(?:port)?)[:./](?=\d)/giu, '$1 ')
    .replace(/(?<![\p{L}\d.-])(log|logi|posxml)\/(?=(?:log|logi|posxml)(?![\p{L}\d]))/giu, '$1, ')
    .replace(/((?<![\p{L}\d.-])\p{L}{0,8}(?:port|pord|порт)\p{L}{0,8})(?=\d{2,5}(?![\p{L}\d.]))/giu, '$1 ')
    .replace(/(?<![\d.])(\d{2,5})-(?:le|st|l|lt|sse|ks|й|го|му)(?![\p{L}\d])/giu, '$1 ')
    .replace(/(?: \.){2,200} ?:/g, ':')
    .replace(/((?:port|pord|порт)\p{L}{0,8}) ?#?\d ?[:=](?= ?\d{3,5}(?!\d))/giu, '$1 ')
    .replace(RANGE, rangeOf)
    .replace(/\s{0,40}(?:[-=]{1,3}>|[→⇒➔➜➝])\s{0,40}/g, ' → ')
    .replace(/(\d)\s?\/\s?(?=\d{3,5}(?![\d.]))/g, '$1,');
}

const RANGE =
  /(?<![\p{L}\d.,:+-])(\d{3,5})(?:\/tcp)?( ?(?:[-–—~]|\.{2,3}|…) ?| (?:to|kuni|till|until|through|thru|до|по) )(\d{3,5})(?![\p{L}\d.,:-]*\d)/giu;

/** A range of ports as one word. Of two with "to" between the second may be where the first leads. */
function rangeOf(whole: string, first: string, between: string, last: string): string {
  const leads = /^ (?:to|по) $/i.test(between) && /^(?:4445|5551)$/.test(last) && first !== '4445';
  return leads || Number(first) >= Number(last) ? whole : `${first}-${last}`;
}

function trim(text: string, start: number, stop: number): [number, number] {
  let from = start;
  let to = stop;
  // What is left of `::1` without its colons would be something else.
  const whole = text.slice(from, to);
  if (/:.*:/.test(whole) && /[\da-f]/i.test(whole) && isIPv6(whole)) return [from, to];
  while (from < to && LEADING.includes(text.charAt(from))) from += 1;
  while (to > from && TRAILING.includes(text.charAt(to - 1))) to -= 1;
  // A dash before a word is a bullet; before a bare number it may be a minus, and is kept.
  while (from < to && '-–—'.includes(text.charAt(from)) && !/^\d+$/.test(text.slice(from + 1, to))) from += 1;
  return [from, to];
}

function readWord(core: string): Reading<Word> {
  if (/^\d+$/.test(core)) return { kind: 'number' };
  if (PLAIN_ADDRESS.test(core)) return readPlace(core);
  const lower = core.toLowerCase();
  const ofPort = portHintsOf(core);
  if (ofPort) return { kind: 'port', ...ofPort };
  if (JOINERS.has(lower)) return { kind: 'joiner' };
  if (LABELS.has(lower) || FILLERS.has(lower)) return { kind: 'label', filler: FILLERS.has(lower) };
  const hints = hintsOf(core);
  if (hints) return { kind: 'hint', ...hints };
  if (OTHER_NUMBERS.test(core)) return { kind: 'other-number' };
  const [bare, isUrl] = withoutScheme(core);
  const [place, path] = splitPath(bare);
  if (place === '' || place.includes('@')) return { kind: 'plain' };
  if (path !== undefined && !isUrl && /^\d{1,2}$/.test(path) && looksNumeric(place)) {
    return { kind: 'broken', reason: 'it is a whole network, not one address', strong: true };
  }
  return readPlace(place);
}

/** `http://` and a label such as `IP:` say nothing about the address after them. */
function withoutScheme(core: string): [rest: string, isUrl: boolean] {
  const scheme = /^[a-z][a-z0-9+.-]{0,15}:\/{1,2}/i.exec(core);
  if (scheme) return [core.slice(scheme[0].length), true];
  const label = /^\p{L}[\p{L}\d_-]{0,30}:(?=\[|\d[^:]{0,60}\.)/u.exec(core);
  return [label ? core.slice(label[0].length) : core, false];
}

function splitPath(text: string): [place: string, path: string | undefined] {
  const at = text.search(/[/?#\\]/);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function readPlace(place: string): Reading<Word> {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(place);
  if (bracketed) return readHostAndPort(bracketed[1] ?? '', bracketed[2]);
  const [host = '', port, ...more] = place.split(':');
  if (more.length === 0) return readHostAndPort(host, port);
  if (isIPv6(place))
    return {
      kind: 'broken',
      reason: 'write an IPv6 address in brackets, and its port after them: [2a00::1]:4445',
      strong: true,
    };
  const strong = isFourNumbers(host);
  return { kind: 'broken', reason: 'it has more than one colon', strong };
}

function readHostAndPort(host: string, port: string | undefined): Reading<Word> {
  const reading = readHost(host);
  if (reading.ok) return { kind: 'host', host: reading.host, family: reading.family, port };
  const meant = host.includes('.') || host.includes(':') || port !== undefined;
  if (!meant || !/\d/.test(`${host}${port ?? ''}`)) return { kind: 'plain' };
  const stuck = /\d+\.\d+\.\d+\.\d+/.test(host) && !/^[\d.]+$/.test(host) && host.split('.').length !== 4;
  const reason = stuck ? 'other characters touch the address' : reading.reason;
  const strong = isFourNumbers(host) || (host.includes('.') && port !== undefined && looksNumeric(host));
  return { kind: 'broken', reason, strong };
}

/** Four numbers or more with dots between them: no date, no version of three parts, no price. */
function isFourNumbers(host: string): boolean {
  return (looksNumeric(host) && host.split('.').length >= 4) || /\d+\.\d+\.\d+\.\d+/.test(host);
}
