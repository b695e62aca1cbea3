import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCardNumber } from '../../../src/text/card-number.js';
import { safeExcerpt } from '../../../src/text/safe-excerpt.js';
import { redactText, redactDocument } from '../../../src/text/redact.js';
import { seeded } from '../../support/seeded.js';
import { howMany } from '../../support/thorough.js';
import { cpuMs } from '../../support/time.js';

const VISA = '4111111111111111';
const spelt = (zero: number, number = VISA): string =>
  Array.from(number, (digit) => String.fromCodePoint(zero + Number(digit))).join('');

describe('redact', () => {
  test.each([
    ['4111111111111111'],
    ['4111 1111 1111 1111'],
    ['4111-1111-1111-1111'],
    ['x4111111111111111y'],
    ['4111111111111111 1226'],
    ['1 4111111111111111'],
    ['99 4111-1111-1111-1111 77'],
    ['5500 0000 0000 0004'],
    ['6759649826438453'],
    ['4222222222222'],
    ['6304000000000000000'],
    ['4111.1111.1111.1111'],
    ['4111/1111/1111/1111'],
    ['4111 - 1111 - 1111 - 1111'],
    ['4111\u20091111\u20091111\u20091111'],
    ['4111\t1111\t1111\t1111'],
    ['3782.822463.10005'],
    ['3056.930902.5904'],
    ['6759.6498.2643.8453.123'],
    ['4111\u200b1111\u200b1111\u200b1111'],
    ['4111\u00001111\u00001111\u00001111'],
    ['4111.1111-1111.1111'],
    ['4111 1111.1111 / 1111'],
    ['2026.4111.1111.1111.1111'],
    ['41 11 11 11 11 11 11 11'],
    ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1'],
    ['4.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1'],
    ['[4,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]'],
    ['4-1-1-1 1-1-1-1 1-1-1-1 1-1-1-1'],
    [
      '4\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31',
    ],
    ['4111 1111 1111\u200b1111'],
    ['41\u200b11.1111\u00ad.1111.1\u206011\ufe0e1'],
    [`4111 1111${'\u200b'.repeat(40)} 1111\u31641111`],
    [spelt(0xff10)],
    [spelt(0x0660)],
    [spelt(0x1d7d8)],
    [`4111 ${spelt(0xff10).slice(4)}`],
    [`;${spelt(0xff10)}=2512101`],
    ['4111\n1111\n1111\n1111'],
    ['4111\r\n1111\r\n1111\r\n1111'],
    ['4111 1111\n1111 1111'],
    ['3782\n822463\n10005'],
    ['4111<br/>1111<br>1111<BR />1111'],
    ['4111&nbsp;1111&nbsp;1111&nbsp;1111'],
    ['4111\u00c2\u00a01111\u00c2\u00a01111\u00c2\u00a01111'],
    ['PAN: 675964982643'],
    ['Card number 6759 6498 2643'],
    ['kaardinumber: 675964982643'],
    ['карта 6759-6498-2643'],
  ])('%j is masked', (raw) => {
    const shown = redactText(raw);
    expect(shown).toMatch(/\[card number\]|\[track data\]/);
    expect(shown.replace(/\P{Nd}/gu, '').length).toBeLessThan(10);
  });

  test.each([
    '12345678',
    '23.11.2026 10:00:00',
    '4222222222223',
    '000123',
    '+372 5123 4567',
    '84.50.12.34:4445',
    '4917.3805.2246.0022',
    '41.11.11.11, 11.11.11.11',
    '2026.1123.1000.0000',
    // All these pass the check digit's sum.
    '20261123100004',
    '1795428000123',
    '358240051111110',
    '4.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1',
    '512345 512346 512348',
    '4111, 1111, 1111, 1111',
    '41.11.11.11 11.11.11.11',
    '41:11:11 11:11:11 11:11',
    spelt(0xff10).slice(0, 12),
  ])('%j is left alone', (raw) => {
    expect(redactText(raw)).toBe(raw);
  });

  test('track data is masked, whether its number passes the check or not', () => {
    expect(redactText(';1234567890123456=26121010000012345678?')).toBe('[track data]');
    expect(redactText('%B1234567890123456^MARI/MAASIKAS^2612101000000000000?')).toBe('[track data]');
  });

  test('a document loses what describes a card', () => {
    const document =
      '<CardData><Pan>****1234</Pan><CardID>ab12</CardID><Expires>12/26</Expires><CardName>VISA</CardName></CardData><ReturnCode>0</ReturnCode>';
    expect(redactDocument(document)).toBe(
      '<CardData><Pan>[redacted]</Pan><CardID>[redacted]</CardID><Expires>[redacted]</Expires><CardName>[redacted]</CardName></CardData><ReturnCode>0</ReturnCode>',
    );
  });

  test.each([
    '4111 1111 1111&#x200b;1111',
    '4111&#32;1111&#xA0;1111&#x20;1111',
    Array.from(VISA, (digit) => `&#${String(digit.charCodeAt(0))};`).join(''),
    Array.from(VISA, (digit) => `&#x${digit.charCodeAt(0).toString(16)};&#8203;`).join(''),
    '4111 11<!-- 7 -->11 1111 1111',
    '<![CDATA[4111 1111]]><![CDATA[ 1111 1111]]>',
    '&#59;1234567890123456&#61;2512101',
  ])('a document hides no card number in what XML has: %s', (content) => {
    const shown = redactDocument(`<R>${content}</R>`);
    expect(shown).toMatch(/^<R>\[(card number|track data)\]<\/R>$/);
  });

  test.each(['<R>a&#10;b&#x41;</R>', '<R>&#1114112;&#x200b;12<!-- 3 --><![CDATA[x]]></R>'])(
    'a document without card data is traced as it came: %s',
    (document) => {
      expect(redactDocument(document)).toBe(document);
    },
  );

  test.each(['<Pan a="1">****1234</Pan>', '<Pan><![CDATA[****1234]]></Pan>', '<CardName>MARI<!-- -->TAMM</CardName>'])(
    'an element of a card is emptied however it is written: %s',
    (element) => {
      expect(redactDocument(element)).toMatch(/^<(\w+)[^>]*>\[redacted\]<\/\1>$/);
    },
  );

  test('a card number that the bound would cut in two is still masked', () => {
    for (const number of [VISA, spelt(0xff10), Array.from(VISA).join(' ')]) {
      for (let before = 420; before <= 460; before += 1)
        expect(safeExcerpt(`${'a'.repeat(before)}${number}`, 460 - 10)).not.toMatch(/(?:\p{Nd} ?){5}/u);
      for (let before = 180; before <= 200; before += 1)
        expect(safeExcerpt(`${'a'.repeat(before)}${number}`)).not.toMatch(/(?:\p{Nd} ?){5}/u);
    }
  });

  test('bytes that are no UTF-8 hide no card number', () => {
    expect(safeExcerpt(Buffer.from('PAN 4111\u00a01111\u00a01111\u00a01111 \u00e9', 'latin1'))).toBe(
      'PAN [card number] \\xe9',
    );
  });

  test('100 kB of digits take no time to speak of', () => {
    const startedAt = cpuMs();
    for (const text of [
      '4'.repeat(100_000),
      '1234 '.repeat(20_000),
      '4 '.repeat(50_000),
      '4111.'.repeat(20_000),
      '\u0664'.repeat(50_000),
    ])
      redactText(text);
    expect(cpuMs() - startedAt).toBeLessThan(10_000);
  });
});

const digitsOf = (length: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((digits) => digits.join(''));

/** Numbers of every issuer, with the one last digit that makes them valid. */
const card = fc
  .constantFrom(
    ['4', 16],
    ['4', 13],
    ['4', 19],
    ['51', 16],
    ['2221', 16],
    ['2720', 16],
    ['34', 15],
    ['37', 15],
    ['36', 14],
    ['3528', 16],
    ['6011', 16],
    ['62', 19],
    ['6759', 16],
    ['5018', 14],
    ['2200', 16],
    ['9792', 16] as const,
  )
  .chain(([prefix, length]) => digitsOf(length - prefix.length - 1).map((rest) => withCheckDigit(`${prefix}${rest}`)));

function withCheckDigit(digits: string): string {
  const whole = Array.from({ length: 10 }, (_, check) => `${digits}${String(check)}`).filter(isCardNumber);
  expect(whole, digits).toHaveLength(1);
  return whole[0] ?? '';
}

const separator = fc.constantFrom(
  ' ',
  '-',
  '.',
  '/',
  '_',
  '\t',
  '\u00a0',
  '\u2009',
  '\u00b7',
  ' - ',
  '\u200b',
  ' \u200b\u200b\u00ad- ',
  '|',
);

/** As one, in printed groups or digit by digit, with whatever is between them each time, in any script. */
const written = fc
  .record({
    number: card,
    by: fc.array(separator, { minLength: 19, maxLength: 19 }),
    form: fc.constantFrom('whole', 'groups', 'singles'),
    zero: fc.constantFrom(0x30, 0xff10, 0x0660, 0x0966, 0x1d7ce, 0x1d7f6),
  })
  .map(({ number, by, form, zero }) => {
    const groups =
      number.length < 16 && number.startsWith('3')
        ? [number.slice(0, 4), number.slice(4, 10), number.slice(10)]
        : (number.match(/.{1,4}/g) ?? []);
    const parts = form === 'whole' ? [number] : form === 'groups' ? groups : Array.from(number);
    return parts.map((part, index) => `${index === 0 ? '' : (by[index] ?? '')}${spelt(zero, part)}`).join('');
  });

const prose = fc.constantFrom('', 'PAN ', 'kaart: ', 'x', ' (tehing) ', '\n');

describe('whatever is written', () => {
  const { seed } = seeded('redact');

  test('no card number is left, of any issuer, in any form', () => {
    fc.assert(
      fc.property(prose, written, prose, (before, number, after) => {
        expect(redactText(`${before}${number}${after}`).replace(/\P{Nd}/gu, '').length).toBeLessThan(7);
      }),
      { seed, numRuns: howMany(2000, 500) },
    );
  });

  const two = digitsOf(2);
  const octet = fc.integer({ min: 0, max: 255 }).map(String);
  const address = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'));
  const stan = digitsOf(6);
  const harmless = fc.oneof(
    fc.tuple(address, fc.integer({ min: 1, max: 65_535 })).map(([host, port]) => `${host}:${String(port)}`),
    fc.tuple(two, two, digitsOf(4), two, two, two).map(([d, m, y, h, min, s]) => `${d}.${m}.${y} ${h}:${min}:${s}`),
    fc.date({ min: new Date(0), noInvalidDate: true, max: new Date('2100-01-01') }).map((date) => date.toISOString()),
    fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }).map(String),
    digitsOf(13).map((digits) => `TT-${Array.from(digits, (digit) => 'ABCDEF2345'.charAt(Number(digit))).join('')}`),
  );
  const row = fc.oneof(
    fc.array(stan, { minLength: 2, maxLength: 8 }),
    fc.array(address, { minLength: 2, maxLength: 6 }),
  );

  test('addresses, times, ids and STANs are left as they are, alone and in a row', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          harmless,
          fc.tuple(row, fc.constantFrom(' ', ', ', '; ')).map(([items, by]) => items.join(by)),
          fc.array(harmless, { minLength: 2, maxLength: 5 }).map((items) => items.join(', ')),
        ),
        (text) => {
          expect(redactText(text)).toBe(text);
        },
      ),
      { seed, numRuns: howMany(5000, 1000) },
    );
  });
});

test.each([
  'RRN 675964982643',
  'STAN 4111\nSTAN 1111',
  '84.50.12.34:4445\n84.50.12.35:4445',
  'card refused at 12:30, reference 675964982643',
  'card 1234567890123',
])('%j is no card number', (text) => {
  expect(redactText(text)).toBe(text);
});

test('a document of comments that never end is read in linear time', () => {
  const taken = (times: number): number => {
    const began = cpuMs();
    redactDocument('<!--'.repeat(times));
    return cpuMs() - began;
  };
  // Squared, it were ten thousand times as long.
  expect(taken(500_000)).toBeLessThan(1000 * Math.max(taken(5000), 5));
});
