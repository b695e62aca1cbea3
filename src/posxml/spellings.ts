/** The tables of 6.0.2 spell these differently from 7.x; its clients look for its spelling. */
const IN_6: Readonly<Record<string, string>> = { DateTime: 'Datetime', DateTimeRev: 'DatetimeRev', Input: 'Info' };

/** Spellings that were seen, beyond another letter case. */
const SEEN: Readonly<Record<string, string>> = {
  Input: 'Info',
  ApplicationCryptogram: 'ApplicationCryptogramm',
  Frequency1: 'Frquency1',
  Frequency2: 'Frquency2',
  Frequency3: 'Frquency3',
};

/** A field's name as a document of this version writes it. */
export function spelledIn(version: string, field: string): string {
  return version.startsWith('6.') ? (IN_6[field] ?? field) : field;
}

/** The names, in lower case, under which a field is found. */
export function spellingsOf(field: string): readonly string[] {
  return [field, SEEN[field]].filter((name) => name !== undefined).map((name) => name.toLowerCase());
}
