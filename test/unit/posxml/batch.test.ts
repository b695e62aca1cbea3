import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBatch, writeBatchRow } from '../../../src/posxml/batch.js';
import type { BatchRow } from '../../../src/posxml/batch.js';
import { decodeMessage } from '../../../src/posxml/decode.js';
import { encodeMessage } from '../../../src/posxml/encode.js';
import { seeded } from '../../support/seeded.js';

const { seed } = seeded('posxml batch');
const card = { pan: '************0001', name: 'SANDBOX CARD' };

/** File, Set, ID, PAN, Name, Exp, Datetime, STAN, F38, F39, Amount. */
const cells = (changes: Readonly<Record<number, string>> = {}): string =>
  ['1', '1', 'T-1', '************0001', 'CARD', '**/**', '261123100000', '000041', 'A12345', '000', '1']
    .map((cell, index) => changes[index] ?? cell)
    .join('\t');

const sale: BatchRow = {
  transactionId: 'T-1',
  stan: 41,
  dateTime: '2026-11-23T10:00:00',
  authorizationNo: 'A12345',
  hostAnswer: '000',
  amount: 1,
  kind: 'sale',
};

test('a row is read, and the card is dropped', () => {
  expect(readBatch(cells())).toEqual({ rows: [sale], unreadable: 0 });
  expect(JSON.stringify(readBatch(cells()))).not.toMatch(/\*|CARD/);
});

test.each<[string, string, Partial<BatchRow>]>([
  ['a reversal', '-1', { kind: 'reversal' }],
  ['a reversal with a blank', '- 1', { kind: 'reversal' }],
  ['a failed reversal', '(1)', { kind: 'failed-reversal' }],
  ['a failed reversal with a minus', '(-1)', { kind: 'failed-reversal' }],
  ['a padded amount', '  000000000001 ', {}],
])('%s is told by its amount', (_, amount, expected) => {
  expect(readBatch(cells({ 10: amount })).rows).toEqual([{ ...sale, ...expected }]);
});

test.each(['', '+1', '1.00', '1,00', '1e3', '--1', '(1', '1)', '-(1)', '1-', '1234567890123', 'x', '१'])(
  'amount %j is unreadable, and counted',
  (amount) => {
    expect(readBatch(cells({ 10: amount }))).toEqual({ rows: [], unreadable: 1 });
  },
);

test.each<[string, Readonly<Record<number, string>>, Partial<BatchRow>]>([
  ['no id', { 2: ' ' }, { transactionId: undefined }],
  ['no STAN', { 7: '' }, { stan: undefined }],
  ['a STAN that is none', { 7: '-41' }, { stan: undefined }],
  ['a STAN of seven digits', { 7: '0000041' }, { stan: undefined }],
  ['an impossible date', { 6: '260230100000' }, { dateTime: undefined }],
  ['a date of another form', { 6: '2026-11-23T10:00:00' }, { dateTime: undefined }],
  ['no authorisation', { 8: '      ', 9: '---' }, { authorizationNo: undefined, hostAnswer: '---' }],
])('a row with %s is kept without it', (_, changes, expected) => {
  expect(readBatch(cells(changes)).rows).toEqual([{ ...sale, ...expected }]);
});

test('rows end at any line end, blank lines are none, hostile ones are counted', () => {
  const fileData = [
    '',
    cells(),
    '  \t',
    'x',
    cells().slice(0, -2),
    `${cells()}${'\t'.repeat(600)}`,
    '\0',
    cells({ 2: 'T-2' }),
  ].join('\r\n');
  const { rows, unreadable } = readBatch(`${fileData}\r${cells({ 2: 'T-3' })}\n`);
  expect(rows.map((row) => row.transactionId)).toEqual(['T-1', 'T-2', 'T-3']);
  expect(unreadable).toBe(4);
});

test('a batch of some thousand rows is read to its last', () => {
  const rows = Array.from({ length: 3500 }, (_, index) =>
    cells({ 2: `T-${String(index)}`.padEnd(16), 4: 'CARD NAME'.padEnd(40) }).padEnd(130),
  );
  expect(rows[0]?.length).toBeGreaterThanOrEqual(130);
  const decoded = decodeMessage(
    encodeMessage({
      name: 'TransactionCurrStatusResponse',
      version: '7.1.0',
      body: { ReturnCode: 0, FileData: rows.join('\r\n') },
    }),
  );
  if (!decoded.ok || decoded.message.name !== 'TransactionCurrStatusResponse') throw new Error('it is not read');
  const read = readBatch(decoded.message.body.FileData ?? '');
  expect([read.rows.length, read.unreadable, read.rows.at(-1)?.transactionId]).toEqual([3500, 0, 'T-3499']);
});

test('no rows at all', () => {
  expect(readBatch('')).toEqual({ rows: [], unreadable: 0 });
});

const word = (max: number): fc.Arbitrary<string | undefined> =>
  fc.option(fc.stringMatching(new RegExp(`^[A-Za-z0-9õ&<-]{1,${String(max)}}$`)), { nil: undefined });

const anyRow: fc.Arbitrary<BatchRow> = fc.record({
  transactionId: word(16),
  stan: fc.option(fc.nat(999_999), { nil: undefined }),
  dateTime: fc.option(
    fc
      .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T23:59:59Z'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 19)),
    { nil: undefined },
  ),
  authorizationNo: word(6),
  hostAnswer: word(3),
  amount: fc.maxSafeNat().map((value) => value % 10 ** 12),
  kind: fc.constantFrom('sale', 'reversal', 'failed-reversal'),
});

test('rows survive being written, and the wire around them', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 20 }), (rows) => {
      const FileData = rows.map((row) => writeBatchRow(row, card, 1, 1)).join('\r\n');
      const decoded = decodeMessage(
        encodeMessage({ name: 'TransactionCurrStatusResponse', version: '7.1.0', body: { FileData } }),
      );
      expect(decoded).toMatchObject({ ok: true, message: { body: { FileData } } });
      expect(readBatch(FileData)).toEqual({ rows, unreadable: 0 });
    }),
    { seed, numRuns: 200 },
  );
});

test('any text is survived, and every line is either a row or counted', () => {
  const soup = fc.array(fc.constantFrom('\t', '\n', '\r', '1', '-', '(', ')', 'x', ' ', '261123100000', '\0', '😀'), {
    maxLength: 80,
  });
  fc.assert(
    fc.property(soup, (parts) => {
      const text = parts.join('');
      const { rows, unreadable } = readBatch(text);
      expect(rows.length + unreadable).toBe(text.split(/[\r\n]/).filter((line) => line.trim() !== '').length);
    }),
    { seed, numRuns: 500 },
  );
});

test.each(['T\t1', 'T\n1', 'T\r1'])('an id %j, which would make another row, is not written', (transactionId) => {
  expect(() => writeBatchRow({ ...sale, transactionId }, card, 1, 1)).toThrow(RangeError);
});
