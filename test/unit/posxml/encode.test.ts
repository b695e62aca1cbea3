import { expect, test } from 'vitest';
import { encodeMessage } from '../../../src/posxml/encode.js';
import type { Writable } from './arbitraries.js';

const PROLOG = '<?xml version="1.0" encoding="UTF-8" ?>';

test('a request without fields is the bare envelope', () => {
  expect(encodeMessage({ name: 'GetTerminalStatusRequest', version: '7.1.0', body: {} })).toBe(
    `${PROLOG}<PosXML version="7.1.0"><GetTerminalStatusRequest></GetTerminalStatusRequest></PosXML>`,
  );
});

test('fields are written in wire order, amounts in cents', () => {
  expect(
    encodeMessage({
      name: 'TransactionRequest',
      version: '7.1.0',
      body: { CurrencyName: 'EUR', Amount: 1, TransactionID: 'a<b&c' },
    }),
  ).toBe(
    `${PROLOG}<PosXML version="7.1.0"><TransactionRequest><Amount>1</Amount><CurrencyName>EUR</CurrencyName>` +
      '<TransactionID>a&lt;b&amp;c</TransactionID></TransactionRequest></PosXML>',
  );
});

test.each([
  ['6.0.2', '<Datetime>23.11.2026 10:00:00</Datetime><DatetimeRev>23.11.2026 10:01:00</DatetimeRev>'],
  ['7.1.0', '<DateTime>23.11.2026 10:00:00</DateTime><DateTimeRev>23.11.2026 10:01:00</DateTimeRev>'],
])('%s spells the dates its own way', (version, expected) => {
  const TransactionData = { DateTime: '2026-11-23T10:00:00', DateTimeRev: '2026-11-23T10:01:00' };
  expect(encodeMessage({ name: 'TransactionResponse', version, body: { TransactionData } })).toContain(expected);
});

const sale = (body: object): Writable => ({ name: 'TransactionRequest', version: '7.1.0', body });

test.each([
  ['a field of another message', sale({ Line1: 'x' })],
  ['a field of Object.prototype', sale({ constructor: 'x' })],
  ['a fraction of a cent', sale({ Amount: 0.5 })],
  ['an amount that is no number', sale({ Amount: Number.NaN })],
  ['an amount as text', sale({ Amount: '1' })],
  ['too large an amount', sale({ Amount: 10 ** 12 })],
  ['a negative number', sale({ Timeout: -1 })],
  ['a number of too many digits', sale({ Timeout: 1000 })],
  ['too long a text', sale({ TransactionID: '12345678901234567' })],
  ['too long a text of astral letters', sale({ CurrencyName: '😀😀😀😀' })],
  ['a NUL', sale({ TransactionID: 'a\0b' })],
  ['half a surrogate pair', sale({ TransactionID: '\ud83d' })],
  [
    'a date that does not exist',
    { name: 'GetTerminalStatusResponse', version: '7.1.0', body: { Time: '2026-02-30T00:00:00' } },
  ],
  ['a version that would leave its attribute', { name: 'GetTerminalStatusRequest', version: '7"><x', body: {} }],
] satisfies [string, Writable][])('%s is refused before anything is sent', (_, message) => {
  expect(() => encodeMessage(message)).toThrow(RangeError);
});

test('a text is measured in characters, not in UTF-16 units', () => {
  expect(encodeMessage(sale({ CurrencyName: '😀😀😀' }))).toContain('<CurrencyName>😀😀😀</CurrencyName>');
});
