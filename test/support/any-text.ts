import fc from 'fast-check';

const between = (min: number, max: number): fc.Arbitrary<string> =>
  fc.integer({ min, max }).map((codePoint) => String.fromCodePoint(codePoint));

/** ASCII, any code point there is, and half of a surrogate pair, which fast-check's own `binary` leaves out. */
const character = fc.oneof(between(0, 0x7f), between(0, 0x10ffff), between(0xd800, 0xdfff));

/** Text of any characters, at most so many. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: character, maxLength });
}
