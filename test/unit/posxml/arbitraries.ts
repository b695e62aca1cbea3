import fc from 'fast-check';
import type { FieldShape, Fields } from '../../../src/posxml/fields.js';
import { MESSAGES } from '../../../src/posxml/messages.js';
import type { Message, MessageName } from '../../../src/posxml/messages.js';

export const NAMES = Object.keys(MESSAGES) as MessageName[];

/** A message that can be written: its version is known. */
export type Writable = Message & { readonly version: string };

const letter = (letters: string): fc.Arbitrary<string> => fc.constantFrom(...Array.from(letters));

/** One character or sequence that XML, a terminal or JavaScript could stumble over, or a plain letter. */
const piece = fc.oneof(
  { weight: 4, arbitrary: letter('abcXYZ0189 -.,:%*{}()/') },
  { weight: 2, arbitrary: letter('õäöüšžÕÄÖÜŠŽжщыэюяЖЩЫЭЮЯёЁ') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '&',
      '<',
      '>',
      '"',
      "'",
      ']]>',
      '<![CDATA[',
      '<!--',
      '-->',
      '<?',
      '?>',
      '&amp;',
      '&#13;',
      '&lt',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '\r',
      '\n',
      '\t',
      '\r\n',
      '\u0085',
      '\u00a0',
      '\u2028',
      '\u0301',
      '\ud7ff',
      '\ue000',
      '\ufffd',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('😀', '𝔘', '\u{10000}', '\u{10fffd}') },
);

const characters = (max: number): fc.Arbitrary<string> =>
  fc.array(piece, { maxLength: max }).map((pieces) => Array.from(pieces.join('')).slice(0, max).join(''));

/** What decode would return unchanged: text fields lose the blanks around them, since terminals pad. */
const trimmed = (max: number): fc.Arbitrary<string> => characters(max).map((value) => value.trim());

const localDateTime = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 19));

function valueOf(field: FieldShape): fc.Arbitrary<unknown> {
  switch (field.type) {
    case 'number':
      return fc.integer({ min: 0, max: 10 ** field.max - 1 });
    case 'amount':
      return fc.maxSafeInteger().map((value) => (value % 10 ** 12) + 0);
    case 'datetime':
      return localDateTime;
    case 'text':
      return trimmed(field.max);
    case 'block':
      return characters(120);
    case 'group':
      return bodyOf(field.fields);
  }
}

function bodyOf(fields: Fields): fc.Arbitrary<object> {
  return fc.record(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, valueOf(field)])), {
    requiredKeys: [],
    noNullPrototype: true,
  });
}

/** Any message called `name`, with any of its fields present. */
export const messageOf = (name: MessageName, version: string): fc.Arbitrary<Writable> =>
  // By construction; the compiler compares no union of so many members.
  bodyOf(MESSAGES[name]).map((body) => ({ name, version, body }) as Writable);
