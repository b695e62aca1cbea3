import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMessage, MAX_DOCUMENT_BYTES } from '../../../src/posxml/decode.js';
import { encodeMessage } from '../../../src/posxml/encode.js';
import { VERSIONS } from '../../../src/posxml/versions.js';
import { anyText } from '../../support/any-text.js';
import { seeded } from '../../support/seeded.js';
import { messageOf, NAMES } from './arbitraries.js';
import { howMany } from '../../support/thorough.js';
import { cpuMs } from '../../support/time.js';

const { seed } = seeded('posxml hostile input');
const utf8 = new TextEncoder();

/** Decodes, and checks that a refusal is one that can be shown: typed, short, without control characters. */
function survive(input: Uint8Array | string): void {
  const decoded = decodeMessage(input);
  if (decoded.ok) expect(NAMES).toContain(decoded.message.name);
  else expect(decoded.refusal.detail).toMatch(/^\P{Cc}{1,200}$/u);
}

test('any bytes are survived', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), survive), { seed, numRuns: howMany(2000, 500) });
});

test('any string is survived, half surrogates too', () => {
  fc.assert(fc.property(anyText(200), survive), { seed, numRuns: 1000 });
});

test('any soup of markup is survived', () => {
  const pieces = [
    '<',
    '>',
    '/',
    '</',
    '/>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?',
    '?>',
    '<!',
    '&',
    ';',
    '&amp;',
    '&#',
    '=',
    '"',
    "'",
    ' ',
    '\n',
    'a',
    'Error',
    '<Error>',
    '</Error>',
    '\0',
    '😀',
  ];
  const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => `<PosXML>${parts.join('')}`);
  fc.assert(fc.property(soup, survive), { seed, numRuns: howMany(3000, 600) });
});

const anyDocument = fc
  .tuple(fc.constantFrom(...NAMES), fc.constantFrom(...VERSIONS))
  .chain(([name, version]) => messageOf(name, version))
  .map((message) => utf8.encode(encodeMessage(message)));

/** Where to cut, as a share of the length, how much, and a byte to put in. */
const mutation = fc.record({
  kind: fc.constantFrom('flip', 'insert', 'delete', 'duplicate', 'swap-case'),
  at: fc.nat(99_999),
  length: fc.nat(40),
  byte: fc.nat(255),
});

function mutate(
  bytes: Uint8Array,
  { kind, at, length, byte }: typeof mutation extends fc.Arbitrary<infer M> ? M : never,
): Uint8Array {
  const from = at % (bytes.length + 1);
  const [head, slice, tail] = [
    bytes.subarray(0, from),
    bytes.subarray(from, from + length),
    bytes.subarray(from + length),
  ];
  const middle = {
    flip: () => slice.map((value, index) => (index === 0 ? value ^ byte : value)),
    insert: () => Uint8Array.from([byte, ...slice]),
    delete: () => new Uint8Array(),
    duplicate: () => Uint8Array.from([...slice, ...slice]),
    'swap-case': () => slice.map((value) => (/[a-z]/i.test(String.fromCharCode(value)) ? value ^ 0x20 : value)),
  }[kind]();
  return Uint8Array.from([...head, ...middle, ...tail]);
}

test('any damage to a valid document is survived', () => {
  const damaged = fc
    .tuple(anyDocument, fc.array(mutation, { minLength: 1, maxLength: 4 }))
    .map(([bytes, mutations]) => mutations.reduce(mutate, bytes));
  fc.assert(fc.property(damaged, survive), { seed, numRuns: howMany(2000, 500) });
});

/** Just under the limit, so that size alone does not save the decoder. */
const FLOOD_BYTES = MAX_DOCUMENT_BYTES - 1024;
const GENEROUS_MS = 2000;

const fill = (piece: string): string => piece.repeat(Math.floor(FLOOD_BYTES / piece.length));
const within = (content: string): string =>
  `<PosXML version="7.1.0"><PrintLineRequest>${content}</PrintLineRequest></PosXML>`;

function distinctAttributes(): string {
  let out = '';
  for (let index = 0; out.length < FLOOD_BYTES - 20; index += 1) out += ` a${String(index)}=""`;
  return out;
}

test.each<[string, () => string]>([
  ['nested tags', () => within(fill('<a>'))],
  ['closing tags', () => within(fill('</a>'))],
  ['<', () => within(fill('<'))],
  ['</', () => within(fill('</'))],
  ['<!', () => within(fill('<!'))],
  ['< that begins nothing', () => within(`<Line>${fill('< ')}</Line>`)],
  ['tags that are cut by the next', () => within(fill('<a'))],
  ['tags with an attribute that are cut by the next', () => within(fill('<a b="c"'))],
  ['tags cut in their quotes', () => within(fill(`<a b="<a b='`))],
  ['tags cut after many blanks', () => within(fill(`<a${' '.repeat(500)}`))],
  ['<?', () => within(fill('<?a '))],
  ['>', () => within(fill('>'))],
  ['siblings', () => within(fill('<a/>'))],
  ['one field again and again', () => within(fill('<Line>1</Line>'))],
  [
    'groups that repeat',
    () =>
      `<PosXML><TransactionResponse>${fill('<TransactionData><Amount>1</Amount></TransactionData>')}</TransactionResponse></PosXML>`,
  ],
  [
    'a few long fields that repeat',
    () => within(`<Line>${'x'.repeat(FLOOD_BYTES / 2)}</Line>${'<Line>x</Line>'.repeat(1900)}`),
  ],
  ['messages', () => `<PosXML>${fill('<Error/>')}</PosXML>`],
  ['roots', () => fill('<PosXML/>')],
  ['one attribute again and again', () => within(`<Line${fill(' a="b"')}/>`)],
  ['many attributes', () => within(`<Line${distinctAttributes()}/>`)],
  ['attributes without end', () => within(`<Line${fill(' a="b"')}`)],
  ['attribute names', () => within(`<Line ${fill('a ')}/>`)],
  ['blanks in a tag', () => within(`<Line${fill(' ')}`)],
  ['blanks before an equals sign', () => within(`<Line a${fill(' ')}`)],
  ['a quote without end', () => within(`<Line a="${fill('x')}`)],
  ['quotes', () => within(`<Line a=${fill('"')}`)],
  ['a name', () => within(`<${fill('a')}/>`)],
  ['comments', () => within(fill('<!---->'))],
  ['comments without end', () => within(fill('<!--'))],
  ['dashes', () => within(`<!--${fill('-')}`)],
  ['CDATA', () => within(`<Line>${fill('<![CDATA[]]>')}</Line>`)],
  ['CDATA without end', () => within(`<Line>${fill('<![CDATA[')}`)],
  ['brackets', () => within(`<![CDATA[${fill(']')}`)],
  ['processing instructions', () => within(fill('<?a b?>'))],
  ['entities', () => within(`<Line>${fill('&amp;')}</Line>`)],
  ['character references', () => within(`<Line>${fill('&#65;')}</Line>`)],
  ['unknown entities', () => within(`<Line>${fill('&lol;')}</Line>`)],
  ['&', () => within(`<Line>${fill('&')}</Line>`)],
  ['entity names', () => within(`<Line>&${fill('a')}</Line>`)],
  ['blanks in a field', () => within(`<Line>x${fill(' ')}x</Line>`)],
  ['digits', () => within(`<FormFeed>${fill('9')}</FormFeed>`)],
  ['blanks around', () => `${' '.repeat(FLOOD_BYTES / 2)}x${' '.repeat(FLOOD_BYTES / 2)}`],
  ['NULs inside', () => `<PosXML>${fill('\0')}x`],
  ['CR', () => within(`<Line>${fill('\r')}</Line>`)],
  ['text between tags', () => within(fill('a<b/>'))],
])('%s up to the limit ends within a generous bound', (_, document) => {
  const input = utf8.encode(document());
  expect(input.length).toBeLessThanOrEqual(MAX_DOCUMENT_BYTES);
  const begun = cpuMs();
  survive(input);
  expect(cpuMs() - begun).toBeLessThan(GENEROUS_MS);
});
