/** Lengths of a card number (ISO/IEC 7812). */
const MIN_DIGITS = 13;
const MAX_DIGITS = 19;
const MASK = '[card number]';
const TRACK_MASK = '[track data]';

/** Runs of digits, with what people, printers, mail programs and UTF-16 (NUL) put between the digits of a card number. */
const DIGIT_RUN = /\d(?:[ \u0000\u00a0\u00ad\u200b-\u200d\u2060\ufeff-]?\d){12,}/g;

/**
 * Groups as they are printed on cards (4-4-4-4, 4-6-5, 4-6-4), with the same thing between them whatever it is: dots,
 * slashes, thin blanks. Only such groups: the numbers of an address, or of two in a row, are no card number.
 */
const GROUPS = /(?<!\d)\d{4}([^\p{L}\p{N}\r\n]{1,3})(?:\d{4}\1\d{4}\1\d{1,7}|\d{6}\1\d{4,5})(?!\d)/gu;

/** ISO/IEC 7813: track 1 has `B`, the number, `^`, the name, `^`; track 2 has the number, `=` or `D`, the expiry. */
const TRACK_1 = /%?B\d{12,19}\^[^^\r\n]{0,30}\^[^?\r\n]{0,60}\??/g;
const TRACK_2 = /;?\d{12,19}[=D]\d{4,30}F?\??/g;

/** Elements of a PosXML document whose content belongs to a card or its holder. */
const CARD_ELEMENT = /(<(CardID|Pan|ClientPAN|ECRPAN|CardName|Expires|ServiceCode|Track[123]?(?:Data)?)\s*>)[^<]+/gi;

/** Masks whatever looks like a card number (13 to 19 digits that pass the Luhn check) or like track data. */
export function redact(text: string): string {
  return text.replace(TRACK_1, TRACK_MASK).replace(TRACK_2, TRACK_MASK).replace(DIGIT_RUN, maskRun).replace(GROUPS, maskRun);
}

/** As {@link redact}, and the content of every element that describes a card, whatever it holds. */
export function redactDocument(document: string): string {
  return redact(document.replace(CARD_ELEMENT, '$1[redacted]'));
}

/** A run may hold more than the card number, its expiry above all: every window of it is tried, longest first. */
function maskRun(run: string): string {
  const at = [...run.matchAll(/\d/g)].map((match) => match.index);
  const digits = at.map((index) => run.charCodeAt(index) - 48);
  let out = '';
  let copied = 0;
  for (let start = 0; start + MIN_DIGITS <= digits.length; start += 1) {
    const length = cardLength(digits, start);
    if (length === 0) continue;
    out += run.slice(copied, at[start]) + MASK;
    start += length - 1;
    copied = (at[start] ?? run.length) + 1;
  }
  return out + run.slice(copied);
}

function cardLength(digits: readonly number[], start: number): number {
  const longest = Math.min(MAX_DIGITS, digits.length - start);
  for (let length = longest; length >= MIN_DIGITS; length -= 1) if (passesLuhn(digits, start, length)) return length;
  return 0;
}

function passesLuhn(digits: readonly number[], start: number, length: number): boolean {
  let sum = 0;
  for (let place = 0; place < length; place += 1) {
    const digit = digits[start + length - 1 - place] ?? 0;
    const doubled = digit * 2;
    sum += place % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum > 0 && sum % 10 === 0;
}
