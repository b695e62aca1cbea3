import { isCardNumber, MAX_DIGITS, MIN_DIGITS } from './card-number.js';
import { asciiDigits } from './digits.js';

const MASK = '[card number]';
const [DIGIT_0, DIGIT_9] = [0x30, 0x39] as const;
const TRACK_MASK = '[track data]';

/**
 * Digits, and what people, printers and mail programs put between those of a card number: up to three characters that
 * are neither letter nor line end. A comma before a blank makes a list.
 */
const CHAIN =
  /\d+(?:(?:(?![,;]\s)[^\p{L}\p{N}\r\n]{1,3}|[ \t]{0,3}(?:\r?\n|<br ?\/?>\s?|&nbsp;|\u00c2\u00a0)[ \t]{0,3})\d+)*/giu;

/** What breaks a number in two lines, and a no-break space in the spelling of XML, or of UTF-8 that was taken for Latin-1. */
const BREAK = /[\r\n<&\u00c2]/;

/** What stands between two groups and may stand anywhere in a number: a blank, a dash, or what is not seen. */
const PLAIN = /^[ \u0000\u00a0\u200b-]?$/;

/** Groups as they are printed on cards, whatever is between them: 4-4-4-4, also with other digits before and after it; 4-6-5, 4-6-4. */
const PRINTED = /^4,4,4,(?:[1-7]|4,[1-3])$/;
const PRINTED_WHOLE = /^4,6,[45]$/;

/** Each digit by itself; but addresses of the kind 1.1.1.1 in a row, by their dots, are none. */
const SINGLES = /^1(?:,1)+$/;
const ADDRESSES = /^\.{0,3}(?: \.{3})* \.{0,3}$/;

/** STANs and the like in a row: as long as each other, and as no group of a card number is. */
const LIST = /^([3567])(?:,\1)+$/;

/** ISO/IEC 7813: track 1 has `B`, the number, `^`, the name, `^`; track 2 has the number, `=` or `D`, the expiry. */
const TRACK_1 = /%?B\d{12,19}\^[^^\r\n]{0,30}\^[^?\r\n]{0,60}\??/g;
const TRACK_2 = /;?\d{12,19}[=D]\d{4,30}F?\??/g;

/** Elements of a PosXML document whose content belongs to a card or its holder. */
const CARD_ELEMENT =
  /(<(CardID|Pan|ClientPAN|ECRPAN|CardName|Expires|ServiceCode|Track[123]?(?:Data)?)(?:\s[^<>]*)?>)(?:[^<]|<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$))+/gi;

/** What is not seen: format characters, fillers, variation selectors. There may be any number of them in any place. */
const UNSEEN = /[\p{Cf}\u034f\u115f\u1160\u3164\uffa0\ufe00-\ufe0f]+/gu;
const UNSEEN_BLANK = '\u200b';

/** How XML writes a character by its number, and what stands between characters and is none of the content. */
const REFERENCE = /&#(?:x([\da-f]{1,6})|(\d{1,7}));/gi;
const CDATA = /<!\[CDATA\[|\]\]>/g;

/** Words for a card number with twelve digits behind them, as some cards have. */
const NAMED_NUMBER =
  /((?:\b(?:pan|card|maestro|kaar(?:t|di)(?:number)?)|(?<!\p{L})карт\p{L}{0,2})(?:[ _]?(?:no|nr|num|number|номер)\b)?[^\p{L}\d\r\n]{1,5})\d(?:[ .-]?\d){11}(?![ .-]?\d)/giu;

/** Masks whatever looks like a card number (see {@link isCardNumber}), in whatever digits it is written, or like track data. */
export function redactText(text: string): string {
  // Nearly every field of a terminal is as short as this.
  if (text.length < MIN_DIGITS) return text;
  const plain = asciiDigits(text);
  // What is not seen may stand for a blank between two groups, and may be strewn into a group.
  const apart = plain.replace(UNSEEN, (run, at: number) =>
    /^\d.\d$/.test(`${plain.charAt(at - 1)} ${plain.charAt(at + run.length)}`) ? UNSEEN_BLANK : '',
  );
  const first = masked(apart);
  const together = first.replaceAll(UNSEEN_BLANK, '');
  const both = together === first ? first : masked(together);
  // Where there is nothing to mask, digits of other scripts and what is not seen are handed on as they came.
  return first === apart && both === together ? text : both;
}

function masked(text: string): string {
  return text
    .replace(TRACK_1, TRACK_MASK)
    .replace(TRACK_2, TRACK_MASK)
    .replace(CHAIN, maskChain)
    .replace(NAMED_NUMBER, `$1${MASK}`);
}

/** Whether a text holds what has no place in a record. */
export function holdsCardData(text: string): boolean {
  return redactText(text) !== text;
}

/** As {@link redactText}, also where XML writes it in other ways, and the content of every element that describes a card, whatever it holds. */
export function redactDocument(document: string): string {
  const written = redactText(document.replace(CARD_ELEMENT, '$1[redacted]'));
  const read = withoutComments(written).replace(CDATA, '').replace(REFERENCE, resolved);
  return holdsCardData(read) ? redactText(read) : written;
}

/** Looks at each character once, also where thousands are begun and none is ended. */
function withoutComments(text: string): string {
  let [out, from] = ['', 0];
  for (let at = text.indexOf('<!--'); at >= 0; at = text.indexOf('<!--', from)) {
    const end = text.indexOf('-->', at + 4);
    if (end < 0) break;
    out += text.slice(from, at);
    from = end + 3;
  }
  return out + text.slice(from);
}

function resolved(reference: string, hex: string | undefined, decimal: string | undefined): string {
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : reference;
}

/** A chain may hold more than the card number, its expiry above all: every window of it is tried, and all that fit are masked. */
function maskChain(chain: string): string {
  const at = digitsIn(chain);
  if (at.length < MIN_DIGITS) return chain;
  const digits = at.map((index) => chain.charAt(index)).join('');
  let out = '';
  let shownTo = 0;
  let maskedTo = 0;
  for (let start = 0; start + MIN_DIGITS <= at.length; start += 1) {
    const length = cardLength(chain, at, digits, start);
    if (length === 0) continue;
    const [from, to] = [at[start] ?? 0, (at[start + length - 1] ?? 0) + 1];
    if (from >= maskedTo) out += chain.slice(shownTo, from) + MASK;
    shownTo = maskedTo = Math.max(maskedTo, to);
  }
  return out + chain.slice(shownTo);
}

/** Where they stand. Nearly every text has some, and nearly none enough for a card number. */
function digitsIn(chain: string): readonly number[] {
  const at: number[] = [];
  for (let index = 0; index < chain.length; index += 1) {
    if (chain.charCodeAt(index) >= DIGIT_0 && chain.charCodeAt(index) <= DIGIT_9) at.push(index);
  }
  return at;
}

/** The longest card number that begins at a digit of the chain; 0 if none does. */
function cardLength(chain: string, at: readonly number[], digits: string, start: number): number {
  for (let length = Math.min(MAX_DIGITS, at.length - start); length >= MIN_DIGITS; length -= 1) {
    if (isCardNumber(digits.slice(start, start + length)) && isWrittenAsOne(chain, at, start, start + length - 1))
      return length;
  }
  return 0;
}

/** Whether the digits from `first` to `last` are in groups such as one number is written in. */
function isWrittenAsOne(chain: string, at: readonly number[], first: number, last: number): boolean {
  const [from, to] = [at[first] ?? 0, at[last] ?? 0];
  const written = chain.slice(from, to + 1);
  const separators = written.split(/\d+/).slice(1, -1);
  const groups = written
    .split(/\D+/)
    .map(({ length }) => length)
    .join();
  if (separators.length === 0 || PRINTED.test(groups)) return true;
  if (separators.some((one) => BREAK.test(one))) return PRINTED_WHOLE.test(groups);
  if (SINGLES.test(groups)) return !ADDRESSES.test(separators.map((one) => (one === '.' ? one : ' ')).join(''));
  const isWhole = !/\d/.test(chain.charAt(from - 1)) && !/\d/.test(chain.charAt(to + 1));
  return isWhole && (PRINTED_WHOLE.test(groups) || (separators.every((one) => PLAIN.test(one)) && !LIST.test(groups)));
}
