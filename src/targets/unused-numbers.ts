import type { Word } from './tokenize.js';

/** Numbers of the length of a port that were understood as nothing, each once: no dates, prices, telephones or what is a port already. */
export function unusedNumbers(words: readonly Word[], used: ReadonlySet<number>): readonly string[] {
  const known = new Set([...used].map((at) => words[at]?.text ?? ''));
  const left = words.filter(
    (word, at) =>
      word.kind === 'number' && !used.has(at) && mayBePort(word.text) && !known.has(word.text) && !isCounted(words, at),
  );
  return [...new Set(left.map(({ text }) => text))];
}

function mayBePort(text: string): boolean {
  return /^[1-9]\d{2,4}$/.test(text) && Number(text) <= 65535;
}

/** Whether a number belongs to a telephone, a price or a date. */
function isCounted(words: readonly Word[], at: number): boolean {
  const [before, after] = [words[at - 1]?.text ?? '', words[at + 1]];
  if (after?.kind === 'plain' && /^(?:€|eur\p{L}{0,4}|tk|kg|km|м|евро)$/iu.test(after.text)) return true;
  if (/^(?:19|20)\d\d$/.test(words[at]?.text ?? '') && MONTH.test(before)) return true;
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
