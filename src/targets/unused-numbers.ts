import type { Word } from './tokenize.js';

/** Where numbers of the length of a port stand that were understood as nothing, each once: no dates, prices, telephones or what is a port already. */
export function unusedNumbers(words: readonly Word[], used: ReadonlySet<number>): readonly number[] {
  const known = new Set([...used].map((at) => words[at]?.text ?? ''));
  const left = words.flatMap((word, at) =>
    (isRange(word) || (word.kind === 'number' && isLongEnough(word.text))) &&
    !used.has(at) &&
    !known.has(word.text) &&
    !isCounted(words, at)
      ? [at]
      : [],
  );
  return left.filter((at, index) => index === left.findIndex((other) => words[other]?.text === words[at]?.text));
}

/** `14445-15551`, which may be two ports or all that are between. */
export function isRange({ kind, text }: Word): boolean {
  return kind === 'plain' && /^\d{3,5}[-–—]\d{3,5}$/.test(text);
}

/** Whether a number beside ports or an address is one of them by its looks. */
export function mayBePort(words: readonly Word[], at: number): boolean {
  const text = words[at]?.text ?? '';
  return (
    words[at]?.kind === 'number' &&
    isLongEnough(text) &&
    text.length > 3 &&
    !isYear(text) &&
    !isPostal(words, at) &&
    !isCounted(words, at)
  );
}

/** `10119 Tallinn`: told, and no reason to stop. */
function isPostal(words: readonly Word[], at: number): boolean {
  const [text, after] = [words[at]?.text ?? '', words[at + 1]];
  return /^\d{5}$/.test(text) && after?.kind === 'plain' && after.gap === ' ' && /^\p{Lu}\p{Ll}{2}/u.test(after.text);
}

function isLongEnough(text: string): boolean {
  return /^[1-9]\d{2,4}$/.test(text) && Number(text) <= 65535;
}

function isYear(text: string): boolean {
  return /^(?:19|20)\d\d$/.test(text);
}

const UNITS = /^(?:€|eur\p{L}{0,4}|tk|kg|km|м|евро|usd|mbit\p{L}*|mb|gb|руб\p{L}*)$/iu;
/** What has numbers of its own: invoices, orders, tickets, terminals. */
const NUMBERED =
  /^(?:arve\p{L}*|viitenumber|viitenr|tellimus\p{L}*|leping\p{L}*|pilet\p{L}*|kood|invoice|order|ticket|case|ref|reference|contract|tid|id|zip|code|№|сч[её]т\p{L}*|заказ\p{L}*|договор\p{L}*|заявк\p{L}*|код)$/iu;

/** Whether a number belongs to a telephone, a price, a date or an invoice. */
function isCounted(words: readonly Word[], at: number): boolean {
  const [text, before, after] = [words[at]?.text ?? '', words[at - 1], words[at + 1]];
  if (after?.kind === 'plain' && UNITS.test(after.text)) return true;
  if (isYear(text) && (MONTH.test(before?.text ?? '') || /^\d{1,2}$/.test(before?.text ?? ''))) return true;
  const name = before?.kind === 'label' ? words[at - 2] : before;
  if (name !== undefined && name.kind !== 'number' && NUMBERED.test(name.text)) return true;
  let first = at;
  while (words[first]?.kind === 'number' && first > at - 4) first -= 1;
  return words[first]?.kind === 'other-number' || (words[first]?.text.startsWith('+') ?? false);
}

/** Whole or cut short, in any case: no name that begins as a month does, such as Mari, Juulia or Маша. */
const MONTH = new RegExp(
  `^(?:${[
    'jaan(?:uar\\p{L}*)?|veeb(?:ruar\\p{L}*)?|märts\\p{L}{0,3}|apr(?:ill?\\p{L}*)?|mai\\p{L}?|juuni\\p{L}?|juuli\\p{L}?|aug(?:ust\\p{L}*)?',
    '(?:sept?|nov|dets)(?:ember|embr\\p{L}*)?|okt(?:oober|oobr\\p{L}*)?',
    'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|may|june?|july?|oct(?:ober)?|dec(?:ember)?',
    'янв(?:ар\\p{L}*)?|фев(?:рал\\p{L}*)?|мар(?:т\\p{L}?)?|апр(?:ел\\p{L}*)?|ма[йя]|июн\\p{L}?|июл\\p{L}?|авг(?:уст\\p{L}?)?|(?:сен|окт)(?:тябр\\p{L}*|ябр\\p{L}*)?|ноя(?:бр\\p{L}*)?|дек(?:абр\\p{L}*)?',
  ].join('|')})$`,
  'iu',
);
