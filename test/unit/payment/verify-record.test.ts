import { describe, expect, test } from 'vitest';
import { judgeLook } from '../../../src/payment/verify-record.js';
import type { RecordFinding } from '../../../src/payment/verify-record.js';
import type { Doubt, TerminalSnapshot } from '../../../src/payment/types.js';
import {
  approvedView,
  bare,
  BASELINE,
  batchOf,
  declinedView,
  found,
  lookOf,
  reversedView,
  row,
  SALE,
} from './support.js';

const of = (fields: Partial<TerminalSnapshot>): RecordFinding =>
  judgeLook(lookOf(fields), SALE, { baseline: BASELINE });
const OTHER = { transactionId: 'TILL000001', stan: 41, amount: 1050 } as const;
const minus = row('reversal');
const sale = row('sale');
const unseen = { kind: 'unsupported', returnCode: 32783 } as const;

describe('a look proves nothing', () => {
  test.each<[string, Doubt, Partial<TerminalSnapshot>]>([
    ['of a terminal that cannot be reached', 'unreachable', { reach: 'unreachable', query: found(reversedView()) }],
    ['of a terminal that is busy', 'busy', { reach: 'busy', query: found(reversedView()) }],
    ['of another terminal', 'wrong-terminal', { terminalId: 'SB000002', query: found(reversedView()) }],
    [
      'whose record is of another terminal',
      'wrong-terminal',
      { query: found(reversedView({ terminalId: 'SB000002' })) },
    ],
    [
      'of a terminal that does not say who it is',
      'unreachable',
      { terminalId: undefined, query: found(reversedView({ terminalId: undefined })) },
    ],
    ['of a terminal without a name that knows nothing', 'unreachable', { terminalId: undefined }],
    ['while something is being undone', 'reversal-running', { reversalActive: true, query: found(reversedView()) }],
    ['where the question was put off', 'busy', { query: { kind: 'busy' } }],
    ['where the question was not answered', 'unreachable', { query: { kind: 'unreachable', why: 'reset' } }],
    ['where the batch did not come', 'unreachable', { batch: { kind: 'unreachable' } }],
    ['where neither can be asked', 'counters-unknown', { query: unseen, batch: { kind: 'unsupported' } }],
    [
      "of another's record, with no batch",
      'counters-unknown',
      { query: found(approvedView({ transactionId: 'TILL000001' })), batch: { kind: 'unsupported' } },
    ],
    ['of a record with another amount', 'amount-differs', { query: found(approvedView({ amount: 100 })) }],
    ['of a row with another amount', 'amount-differs', { batch: batchOf([row('sale', { amount: 100 })]) }],
    [
      'of a reversed row with another amount',
      'amount-differs',
      { batch: batchOf([sale, row('reversal', { amount: 2 })]) },
    ],
    [
      'of a failed record beside a row with another amount',
      'amount-differs',
      { query: found(declinedView()), batch: batchOf([row('sale', { amount: 100 })]) },
    ],
    ['of a record with another currency', 'unclear-record', { query: found(approvedView({ currency: 'SEK' })) }],
    [
      'of a record that waits for its completion, without the number of the bank',
      'unclear-record',
      { query: found(approvedView({ completion: 'WAIT_COMPL_PRE', authorizationNo: undefined })) },
    ],
    ['of a record with a tip', 'amount-differs', { query: found(approvedView({ additionalAmount: 5 })) }],
    [
      'where the record is returned, and the batch shows the sale alone',
      'return-not-in-batch',
      { query: found(reversedView()), batch: batchOf([sale]) },
    ],
    [
      'where the record is returned, and a part of the batch shows the sale alone',
      'return-not-in-batch',
      { query: found(reversedView()), batch: batchOf([sale], false) },
    ],
    [
      'where the record is returned, and the batch counts the money of rows that it does not show',
      'return-not-in-batch',
      { query: found(reversedView()), batch: { ...batchOf(), total: 1 } as TerminalSnapshot['batch'] },
    ],
    [
      'where the batch returns twice',
      'more-than-one',
      { batch: batchOf([sale, minus, row('reversal', { stan: 44 })]) },
    ],
    [
      'where the batch shows one sale more, of nobody',
      'more-than-one',
      {
        query: found(reversedView()),
        batch: batchOf([sale, minus, row('sale', { stan: 44, transactionId: undefined })]),
      },
    ],
    [
      'where the batch has taken the sale away, and shows one more, of nobody',
      'more-than-one',
      { query: found(reversedView()), batch: batchOf([row('sale', { stan: 44, transactionId: undefined })], true, 8) },
    ],
    [
      'where the batch shows the sale under another STAN than the record',
      'more-than-one',
      { query: found(reversedView()), batch: batchOf([row('sale', { stan: 41 }), minus]) },
    ],
    ...(['failed-reversal', 'declined'] as const).map((kind): [string, Doubt, Partial<TerminalSnapshot>] => [
      `where a STAN of a reversal is all there is, beside a row that is ${kind}`,
      'unclear-record',
      { query: found(reversedView({ completion: 'COMPLETED' })), batch: batchOf([row(kind)]) },
    ]),
    ['where the batch shows the return alone', 'unclear-record', { batch: batchOf([minus]) }],
    [
      'of a record without an authorisation',
      'unclear-record',
      { query: found(approvedView({ authorizationNo: undefined })) },
    ],
    ['of a record with nothing but a code', 'unclear-record', { query: found(bare({ returnCode: 0, stan: 42 })) }],
    [
      'of a record without our id, and no row to tell',
      'unclear-record',
      { query: found(approvedView({ transactionId: undefined })) },
    ],
    [
      'of a record without our id that was reversed',
      'unclear-record',
      { query: found(reversedView({ transactionId: undefined })) },
    ],
    [
      'of a record without our id whose STAN is not that of our row',
      'return-not-in-batch',
      { query: found(reversedView({ transactionId: undefined, stan: 99 })), batch: batchOf([sale]) },
    ],
    [
      'of a record with neither id nor STAN beside our row',
      'return-not-in-batch',
      { query: found(bare({ returnCode: 0, completion: 'COMPLETED_REV' })), batch: batchOf([sale]) },
    ],
    [
      'where the batch charges twice and returns once',
      'more-than-one',
      { batch: batchOf([sale, row('sale', { stan: 44 }), minus]) },
    ],
    [
      'where the batch charges twice and the record is reversed',
      'more-than-one',
      { query: found(reversedView()), batch: batchOf([sale, row('sale', { stan: 44 }), minus]) },
    ],
    ['where the batch shows a part only', 'unclear-record', { batch: batchOf([], false) }],
    [
      'where the bank declined a row of ours and the batch shows a part only',
      'unclear-record',
      { batch: batchOf([row('declined')], false) },
    ],
    [
      'where a STAN of a reversal stands against the sale in the batch',
      'return-not-in-batch',
      { query: found(reversedView({ completion: 'COMPLETED' })), batch: batchOf([sale]) },
    ],
    [
      'where a row says no id and may be ours',
      'unclear-record',
      { batch: batchOf([row('sale', { transactionId: undefined })]) },
    ],
    [
      'where such a row has no STAN either',
      'unclear-record',
      { query: unseen, batch: batchOf([row('sale', { transactionId: undefined, stan: undefined })]) },
    ],
    [
      'where a STAN of a reversal is all there is, and the batch did not come',
      'unclear-record',
      { query: found(reversedView({ completion: 'COMPLETED' })), batch: { kind: 'unreachable' } },
    ],
  ])('a doubt is left by %s', (_what, doubt, fields) => {
    expect(of(fields)).toEqual({ kind: 'unproven', doubt });
  });
});

test('a row of ours under another STAN than the proven one is a second sale, whether the record is there or not', () => {
  const known = { baseline: BASELINE, stan: 42, stanRev: 43 };
  const entries = [row('sale', { stan: 41 }), row('reversal', { transactionId: undefined })];
  for (const query of [{ kind: 'none' } as const, found(reversedView())])
    expect(judgeLook(lookOf({ query, batch: batchOf(entries) }), SALE, known)).toEqual({
      kind: 'unproven',
      doubt: 'more-than-one',
    });
});

describe('a look proves the sale', () => {
  test.each<[string, { unreversed: boolean; inBatch: boolean }, Partial<TerminalSnapshot>]>([
    ['by its record', { unreversed: true, inBatch: false }, { query: found(approvedView()) }],
    [
      'by its record and row',
      { unreversed: true, inBatch: true },
      { query: found(approvedView()), batch: batchOf([sale]) },
    ],
    [
      "by its record with the bank's number, whatever its completion says",
      { unreversed: true, inBatch: false },
      { query: found(approvedView({ completion: 'NOTIFICATION' })) },
    ],
    [
      'by its record and a part of the batch',
      { unreversed: true, inBatch: false },
      { query: found(approvedView()), batch: batchOf([sale], false) },
    ],
    [
      'by its record, the id told by the row',
      { unreversed: true, inBatch: true },
      { query: found(approvedView({ transactionId: undefined })), batch: batchOf([sale]) },
    ],
    [
      'by its record, TID and currency told by the parameters',
      { unreversed: true, inBatch: false },
      { query: found(approvedView({ terminalId: undefined, currency: undefined })) },
    ],
    [
      'by its record alone, where it names the terminal',
      { unreversed: true, inBatch: false },
      { terminalId: undefined, query: found(approvedView()) },
    ],
    ['by its row alone', { unreversed: true, inBatch: true }, { batch: batchOf([sale]) }],
    [
      'by its row where nothing can be asked',
      { unreversed: true, inBatch: true },
      { query: unseen, batch: batchOf([sale]) },
    ],
    [
      "by its row beside another's record",
      { unreversed: true, inBatch: true },
      { query: found(approvedView({ transactionId: 'TILL000001', amount: 1050 })), batch: batchOf([sale]) },
    ],
    [
      'by its row where the record has no authorisation',
      { unreversed: true, inBatch: true },
      { query: found(approvedView({ authorizationNo: undefined })), batch: batchOf([sale]) },
    ],
    [
      'by its record, with the batch out of reach, which may hide the reversal',
      { unreversed: false, inBatch: false },
      { query: found(approvedView()), batch: { kind: 'unreachable' } },
    ],
    [
      'by its record, beside a minus row without an ID, which may be its return',
      { unreversed: false, inBatch: true },
      { query: found(approvedView()), batch: batchOf([sale, row('reversal', { transactionId: undefined })]) },
    ],
    [
      'by its row, beside a minus row without an ID',
      { unreversed: false, inBatch: true },
      { batch: batchOf([sale, row('reversal', { transactionId: undefined })]) },
    ],
    [
      'by its row in a part of the batch, which may hide the reversal',
      { unreversed: false, inBatch: false },
      { batch: batchOf([sale], false) },
    ],
    [
      'by its row where the reversal failed',
      { unreversed: true, inBatch: true },
      { query: found(declinedView({ stan: 43 })), batch: batchOf([sale, row('failed-reversal')]) },
    ],
    [
      'by its record where only the reversal failed',
      { unreversed: true, inBatch: true },
      { query: found(reversedView({ completion: 'COMPLETED' })), batch: batchOf([sale, row('failed-reversal')]) },
    ],
  ])('the sale is proven by %s', (_what, expected, fields) => {
    expect(of(fields)).toMatchObject({ kind: 'approved', ...expected, proof: { stan: 42 } });
  });
});

describe('a look proves the reversal', () => {
  test.each<[string, boolean, Partial<TerminalSnapshot>]>([
    ['by COMPLETED_REV', true, { query: found(reversedView()) }],
    [
      'by COMPLETED_REV without our id, at the STAN of our row',
      true,
      { query: found(reversedView({ transactionId: undefined })), batch: batchOf([sale, minus]) },
    ],
    [
      'by COMPLETED_REV and no STAN',
      true,
      { query: found(reversedView({ stanRev: undefined, dateTimeRev: undefined })) },
    ],
    ['by a minus row', true, { batch: batchOf([sale, minus]) }],
    ['by a minus row in a part of the batch', true, { batch: batchOf([sale, minus], false) }],
    ['by a minus row where the sale has left the batch', true, { batch: batchOf([minus], true, 8) }],
    [
      'by a minus row beside a record that does not show it',
      true,
      { query: found(approvedView()), batch: batchOf([sale, minus]) },
    ],
    [
      'by a minus row without an ID that bears the STAN of the reversal',
      true,
      {
        query: found(reversedView({ completion: 'COMPLETED' })),
        batch: batchOf([sale, row('reversal', { transactionId: undefined })]),
      },
    ],
    [
      'by the second attempt',
      true,
      {
        query: found(reversedView({ stanRev: 44 })),
        batch: batchOf([sale, row('failed-reversal'), row('reversal', { stan: 44 })]),
      },
    ],
    [
      'by STAN alone, where there is no batch to ask',
      false,
      { query: found(reversedView({ completion: 'COMPLETED' })), batch: { kind: 'unsupported' } },
    ],
    [
      'by its time alone, where the batch has gone',
      false,
      { query: found(reversedView({ completion: undefined, stanRev: undefined })), batch: batchOf() },
    ],
  ])('the reversal is proven by %s', (_what, outright, fields) => {
    expect(of(fields)).toMatchObject({ kind: 'reversed', outright, proof: { source: 'record' } });
  });

  test('with the STANs of both', () => {
    expect(of({ query: found(reversedView({ stanRev: undefined })), batch: batchOf([sale, minus]) })).toMatchObject({
      proof: { stanRev: 43 },
    });
    expect(of({ batch: batchOf([sale, minus]) })).toMatchObject({ sale: { stan: 42 }, proof: { stanRev: 43 } });
    expect(of({ query: found(reversedView()) })).toMatchObject({
      sale: { stan: 42, authorizationNo: '437327' },
      proof: { stanRev: 43, dateTimeRev: '2026-02-14T10:01:00' },
    });
  });
});

describe('a look proves that it was not made', () => {
  test.each<[string, Partial<TerminalSnapshot>]>([
    ['by a record that says declined', { query: found(declinedView()) }],
    [
      'by NOTIFICATION',
      { query: found(approvedView({ hostAnswer: '---', authorizationNo: undefined, completion: 'NOTIFICATION' })) },
    ],
    ['by a row in parentheses', { batch: batchOf([row('failed-reversal')]) }],
    ['by a row that the bank declined', { batch: batchOf([row('declined')]) }],
  ])('its absence is proven by %s', (_what, fields) => {
    expect(of(fields)).toEqual({ kind: 'failed', named: true });
  });

  test.each<[string, Partial<TerminalSnapshot>]>([
    ['no record and no row', {}],
    ['no record, and rows of others', { batch: batchOf([row('sale', OTHER)]) }],
    ['no record, and no batch to ask', { batch: { kind: 'unsupported' } }],
    ['no answer about it, and no row', { query: unseen }],
    [
      'no record, and a row without an ID whose STAN is known to be of another',
      {
        batch: batchOf([row('sale', { transactionId: undefined })]),
        newerStans: [{ stan: 42, transactionId: 'TILL000001' }],
      },
    ],
    [
      'no record, and a row without an ID of another amount',
      { batch: batchOf([row('sale', { transactionId: undefined, amount: 1050 })]) },
    ],
    ["another's record, and no row", { query: found(approvedView({ transactionId: 'TILL000001' })) }],
  ])('never by absence alone: %s', (_what, fields) => {
    expect(of(fields)).toEqual({ kind: 'none' });
  });
});

test('a failed reversal leaves its own STAN in the record, and the sale keeps the STAN of its row', () => {
  expect(
    of({ query: found(declinedView({ stan: 43 })), batch: batchOf([sale, row('failed-reversal')]) }),
  ).toMatchObject({ proof: { stan: 42 } });
});
