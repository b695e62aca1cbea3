import fc from 'fast-check';

/** Any code point there is, and half of a surrogate pair, which fast-check's own `binary` leaves out. */
const character = fc.integer({ min: 0, max: 0x10ffff }).map((codePoint) => String.fromCodePoint(codePoint));

/** Text of any characters, at most so many. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: character, maxLength });
}
