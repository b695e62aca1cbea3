import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentText } from '../../../src/posxml/document-text.js';
import { seeded } from '../../support/seeded.js';

/** Each byte that means one letter in an encoding, by its letter. */
function bytesIn(encoding: string, text: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const letters = Array.from({ length: 256 }, (_, byte) => decoder.decode(Uint8Array.of(byte)));
  // Node 20 itself reads windows-1252 as ISO-8859-1.
  if (encoding === 'windows-1252') [letters[0x8a], letters[0x8e], letters[0x9a], letters[0x9e]] = ['Š', 'Ž', 'š', 'ž'];
  return Uint8Array.from(text, (letter) => letters.indexOf(letter));
}

const declared = (encoding: string, name: string): string =>
  `<?xml version="1.0" encoding="${encoding}" ?><a>${name}</a>`;
const plain = (name: string): string => `<a>${name}</a>`;

const NAMES: readonly (readonly [encoding: string, name: string])[] = [
  ['ISO-8859-1', 'Näidiskliinik OÜ'],
  ['ISO-8859-4', 'Šaško ja Žanna, Õ'],
  ['ISO-8859-13', 'Šaško ja Žanna, Õ'],
  ['ISO-8859-15', 'Šaško ja Žanna, Õ'],
  ['windows-1250', 'Šaško ja Žanna'],
  ['windows-1251', 'Ветклиника'],
  ['windows-1252', 'Šaško ja Žanna, Õ'],
  ['windows-1257', 'Šaško ja Žanna, Õ'],
  ['KOI8-R', 'Ветклиника'],
];

describe.each(NAMES)('%s', (encoding, name) => {
  test('where its XML declaration says so', () => {
    const document = declared(encoding, name);
    expect(documentText(bytesIn(encoding, document), 'UTF-8')).toBe(document);
  });

  test('where the head alone says so', () => {
    expect(documentText(bytesIn(encoding, plain(name)), encoding)).toBe(plain(name));
  });

  test('where the declaration names an encoding that nobody knows', () => {
    const document = declared('x-baltic', name);
    expect(documentText(bytesIn(encoding, document), encoding)).toBe(document);
  });
});

describe.each(['Näidiskliinik', 'Šaško', 'Žanna', 'Õ'])('%s in bytes that are not named rightly', (name) => {
  test.each([undefined, 'UTF-8', 'utf-16', 'x-unknown', 'us-ascii', '', 'iso-2022-kr'])('UTF-8, called %s', (label) => {
    expect(documentText(Buffer.from(plain(name)), label)).toBe(plain(name));
  });

  test.each(['UTF-8', 'UTF-16', 'utf-7', 'US-ASCII', '---'])('UTF-8, and declared as %s', (label) => {
    expect(documentText(Buffer.from(declared(label, name)))).toBe(declared(label, name));
  });

  test.each([undefined, 'UTF-8', 'utf-16le', 'us-ascii'])('windows-1257, called %s', (label) => {
    expect(documentText(bytesIn('windows-1257', plain(name)), label)).toBe(plain(name));
    expect(documentText(bytesIn('windows-1257', declared('UTF-8', name)), label)).toBe(declared('UTF-8', name));
  });
});

test('a byte order mark says UTF-8, whatever is declared', () => {
  const document = declared('ISO-8859-1', 'Õ');
  expect(documentText(Buffer.from(`\ufeff${document}`))).toBe(document);
});

test('padding may stand before the declaration', () => {
  const document = `\r\n \t\0${declared('ISO-8859-15', 'Ž')}`;
  expect(documentText(bytesIn('ISO-8859-15', document))).toBe(document);
});

test('whatever the bytes and the label, there is a text', () => {
  const labels = fc.oneof(fc.string(), fc.constantFrom('utf-8', 'utf-16', 'gbk', 'iso-2022-jp', 'big5', 'koi8-u'));
  const bytes = fc.uint8Array({ maxLength: 200 });
  const { seed } = seeded('encodings');
  fc.assert(
    fc.property(labels, bytes, fc.boolean(), (label, tail, inHead) => {
      const head = inHead ? '' : `<?xml version="1.0" encoding="${label}"?>`;
      expect(typeof documentText(Buffer.concat([Buffer.from(head), tail]), inHead ? label : undefined)).toBe('string');
    }),
    { seed, numRuns: 2000 },
  );
});
