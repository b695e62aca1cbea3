import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderReceipt } from '../../../src/posxml/receipt.js';
import { seeded } from '../../support/seeded.js';
import { cpuMs } from '../../support/time.js';

const { seed } = seeded('posxml receipt');

test('a receipt is laid out as on paper', () => {
  const receipt =
    '{*CNT*}{*DWH*}LOOMAKLIINIK\r\n{*11C*}Tartu mnt 1\r\n\r\n{*BLD*}SUMMA\r\n0,01 EUR{*RGT*}\r\n{*CNT*}Aitäh! Спасибо!\r\n\r\n';
  expect(renderReceipt(receipt, 24).split('\n')).toEqual([
    '      LOOMAKLIINIK',
    'Tartu mnt 1',
    '',
    'SUMMA',
    '                0,01 EUR',
    '    Aitäh! Спасибо!',
  ]);
});

test.each([
  'CNT',
  'RGT',
  'BLD',
  'REV',
  'ITA',
  'UND',
  '11C',
  '15C',
  '20C',
  'DHT',
  'DWD',
  'DWH',
  'QWH',
  'cnt',
  ' CNT ',
  'NEW',
  '',
])('block {*%s*} is taken out', (name) => {
  expect(renderReceipt(`{*${name}*}x`, 24).trim()).toBe('x');
});

test.each(['{*', '{*CNT', '{*CNT*', '{CNT}', '*}', '{**', `{*${'C'.repeat(100)}*}`])(
  '%j is no block, and stays',
  (text) => {
    expect(renderReceipt(text, 64).replaceAll('\n', '')).toBe(text);
  },
);

test('of several alignments on a line the last one counts, and only on that line', () => {
  expect(renderReceipt('{*RGT*}a{*CNT*}\nb', 24)).toBe(`${' '.repeat(11)}a\nb`);
});

test('a card number is masked, whatever control block stands in it', () => {
  expect(renderReceipt('4111 1111 {*BLD*}1111 1111', 64)).toBe('[card number]');
});

test('a longer line is broken, never cut', () => {
  expect(renderReceipt('x'.repeat(50), 24)).toBe(`${'x'.repeat(24)}\n${'x'.repeat(24)}\nxx`);
});

test('astral letters are not torn', () => {
  expect(renderReceipt('😀'.repeat(25), 24)).toBe(`${'😀'.repeat(24)}\n😀`);
});

test.each([
  ['\u001b[2J', '\\x1b[2J'],
  ['a\u0000b', 'a\\x00b'],
  ['a\u007fb', 'a\\x7fb'],
  ['a\u009bb', 'a\\x9bb'],
  ['a\u202eb', 'a\\u202eb'],
  ['a\u200bb', 'a\\u200bb'],
  ['a\tb', 'a b'],
])('%j cannot act on a screen', (text, shown) => {
  expect(renderReceipt(text, 24)).toBe(shown);
});

test.each([
  [0, 24],
  [-5, 24],
  [Number.NaN, 24],
  [Number.POSITIVE_INFINITY, 64],
  [32.9, 32],
  [1000, 64],
])('width %d is taken as %d', (given, used) => {
  expect(renderReceipt('x'.repeat(200), given).split('\n')[0]).toHaveLength(used);
});

test.each([
  ['one line', 'x'.repeat(1024 * 1024)],
  ['line ends', 'x\n'.repeat(512 * 1024)],
  ['braces', '{'.repeat(1024 * 1024)],
  ['openings', '{*'.repeat(512 * 1024)],
  ['blocks', '{*CNT*}'.repeat(150 * 1024)],
  ['blanks', `${' '.repeat(1024 * 1024)}x`],
])('1 MiB of %s is cut to a bounded number of lines in time', (_, text) => {
  const begun = cpuMs();
  expect(renderReceipt(text, 24).split('\n').length).toBeLessThanOrEqual(401);
  expect(cpuMs() - begun).toBeLessThan(2000);
});

test('whatever comes, no line is too wide and no character acts', () => {
  const pieces = fc.constantFrom(
    '{*CNT*}',
    '{*RGT*}',
    '{*BLD*}',
    '{*',
    '*}',
    '\r\n',
    '\n',
    '\t',
    '\u001b[31m',
    '\u0007',
    '😀',
    'õ',
    'ж',
    'abc ',
    '\ud800',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 80 }), fc.integer({ min: 24, max: 64 }), (parts, width) => {
      for (const line of renderReceipt(parts.join(''), width).split('\n')) {
        expect(Array.from(line).length).toBeLessThanOrEqual(width);
        expect(line).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]*$/u);
      }
    }),
    { seed, numRuns: 500 },
  );
});
