/** Kinds of companies: what a clinic is called does not say them, what its bank has on file does. */
const COMPANY = new Set(
  [
    'oü',
    'as',
    'mtü',
    'sa',
    'fie',
    'tü',
    'uü',
    'osaühing',
    'aktsiaselts',
    'sia',
    'uab',
    'oy',
    'ab',
    'ltd',
    'llc',
    'gmbh',
  ].concat(['ооо', 'оу', 'ао', 'ип']),
);
/** One word, such as "loomakliinik", is many clinics' name. */
const TELLING_WORDS = 2;

/** Whether both are plainly the same clinic's: but for letters' case, signs, the kind of company, and words that one of them has more. */
export function isSameClinicName(one: string, other: string): boolean {
  const [few = [], many = []] = [wordsOf(one), wordsOf(other)].sort((a, b) => a.length - b.length);
  if (few.length === 0) return false;
  const isWithin = few.every((word) => many.includes(word));
  return isWithin && (few.length === many.length || few.length >= TELLING_WORDS);
}

function wordsOf(name: string): readonly string[] {
  const words =
    name
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => !COMPANY.has(word));
}
