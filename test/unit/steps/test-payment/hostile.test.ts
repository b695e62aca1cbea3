import { describe, expect, test } from 'vitest';
import { isPaymentOpen } from '../../../../src/payment/state.js';
import { lastOf, withBench } from '../harness/bench.js';
import type { BenchOptions } from '../harness/bench.js';
import { setting } from '../harness/rewriter.js';
import type { Rewrite } from '../harness/rewriter.js';

const ANY = /Request>/;
const SALE = /<TransactionRequest>/;
const REVERSAL = /<ReverseTransactionRequest>/;
const QUERY = /<GetLastTransactionDataRequest>/;
const STATUS = /<GetTerminalStatusRequest>/;
const BATCH = /<TransactionCurrStatusRequest>/;
const MONEY = /<(Reverse|GetLast)?Transaction(Data)?Request>/;

const error = (code: number): string =>
  `<?xml version="1.0" encoding="UTF-8" ?><PosXML version="7.1.0"><Error><ReturnCode>${String(code)}</ReturnCode><Reason>No.</Reason></Error></PosXML>`;
const answering =
  (requests: RegExp, document: string): Rewrite =>
  (reply, request) =>
    requests.test(request) ? document : reply;
const without =
  (requests: RegExp, field: string): Rewrite =>
  (reply, request) =>
    requests.test(request) ? reply.replace(new RegExp(`<${field}>.*?</${field}>`, 's'), '') : reply;
const all =
  (...rewrites: readonly Rewrite[]): Rewrite =>
  (reply, request) =>
    rewrites.reduce((document, rewrite) => rewrite(document, request), reply);
const row = (id: string, stan: number, amount: string, host = '000', authorization = '123456'): string =>
  ['7', '1', id, '************1234', 'VISA', '**/**', '260214100000', stan, authorization, host, amount].join('\t');
const batch = (fields: string): string =>
  `<?xml version="1.0" encoding="UTF-8" ?><PosXML version="7.1.0"><TransactionCurrStatusResponse><ReturnCode>0</ReturnCode>${fields}</TransactionCurrStatusResponse></PosXML>`;

/** A terminal that says such things still ends in `stage`; the ledger is held to the law by the bench. */
const CASES: readonly (readonly [string, Rewrite, BenchOptions, readonly string[]])[] = [
  ['a STAN of nine digits in every reply', setting(MONEY, 'Stan', '123456789'), {}, ['reconciled']],
  [
    'a STAN of nine digits in every reply, and reverses by STAN',
    setting(MONEY, 'Stan', '123456789'),
    { settings: { reversalFindsBy: 'stan' } },
    // A STAN that it may not be asked by, and an id that it does not reverse: for a person.
    ['escalated'],
  ],
  [
    'a STAN of nine digits in every reply, and finds by STAN',
    setting(MONEY, 'Stan', '123456789'),
    { settings: { queryFindsBy: 'stan' } },
    ['reconciled'],
  ],
  ['a NextSTAN of fifteen digits', setting(STATUS, 'NextSTAN', '999999999999999'), { acts: ['decline'] }, ['declined']],
  [
    'a NextSTAN of fifteen digits, the reply lost',
    all(setting(STATUS, 'NextSTAN', '999999999999999'), answering(SALE, 'nonsense </PosXML>')),
    { acts: ['red-key'] },
    ['escalated'],
  ],
  [
    'no NextSTAN, the reply lost',
    all(without(STATUS, 'NextSTAN'), answering(SALE, 'nonsense </PosXML>')),
    { acts: ['red-key'] },
    ['escalated'],
  ],
  [
    'no ReversalActive, the reply lost',
    all(without(STATUS, 'ReversalActive'), answering(SALE, 'nonsense </PosXML>')),
    { acts: ['red-key'] },
    ['escalated'],
  ],
  [
    'no Time, the reply lost',
    all(without(STATUS, 'Time'), answering(SALE, 'nonsense </PosXML>')),
    { acts: ['red-key'] },
    ['absent'],
  ],
  [
    'a Time that stands still, the reply lost',
    all(setting(STATUS, 'Time', '14.02.2026 10:00:00'), answering(SALE, 'nonsense </PosXML>')),
    { acts: ['red-key'] },
    ['absent'],
  ],
  [
    'success for a sale that was never made',
    setting(SALE, 'ReturnCode', '0'),
    { acts: ['red-key'] },
    ['absent', 'escalated'],
  ],
  ['a refusal for a sale that was made', setting(SALE, 'ReturnCode', '32778'), {}, ['reconciled']],
  ['a technical error for a sale that was made', answering(SALE, error(32774)), {}, ['reconciled']],
  [
    'a technical error for a sale that was made and its batch sent',
    answering(SALE, error(32774)),
    { settings: { batchLeaves: 'after-sale' } },
    ['escalated'],
  ],
  [
    'a technical error for a sale that was not made',
    answering(SALE, error(32774)),
    { acts: ['red-key'] },
    ['declined'],
  ],
  ['a ReturnCode never heard of for a sale that was made', answering(SALE, error(99_999)), {}, ['reconciled']],
  [
    'an answer to another question for a sale',
    answering(
      SALE,
      '<?xml version="1.0"?><PosXML version="7.1.0"><DoBeepResponse><ReturnCode>0</ReturnCode></DoBeepResponse></PosXML>',
    ),
    {},
    ['reconciled'],
  ],
  ['no ReturnCode anywhere', without(MONEY, 'ReturnCode'), {}, ['escalated', 'reconciled']],
  [
    'success without marks for a reversal that was refused',
    (reply, request) => (REVERSAL.test(request) ? setting(REVERSAL, 'ReturnCode', '0')(reply, request) : reply),
    { acts: ['pay', 'no-card'] },
    ['reconciled'],
  ],
  ['a refusal for a reversal that was made', answering(REVERSAL, error(32778)), {}, ['reconciled']],
  ['no record, ever', answering(QUERY, error(32783)), {}, ['reconciled']],
  ['no record and no batch', all(answering(QUERY, error(32783)), answering(BATCH, error(32783))), {}, ['reconciled']],
  [
    'no record and no batch, declined',
    all(answering(QUERY, error(32783)), answering(BATCH, error(32783))),
    { acts: ['decline'] },
    ['declined'],
  ],
  [
    'no record and no batch, the sale’s reply lost',
    all(answering(QUERY, error(32783)), answering(BATCH, error(32783)), answering(SALE, 'x </PosXML>')),
    {},
    ['escalated'],
  ],
  [
    'no record and no batch, the reversal’s reply lost',
    all(answering(QUERY, error(32783)), answering(BATCH, error(32783)), answering(REVERSAL, 'x </PosXML>')),
    {},
    ['escalated'],
  ],
  [
    'technical errors for records, which say nothing of the sale',
    all(answering(QUERY, error(32774)), answering(SALE, 'x </PosXML>')),
    {},
    ['reconciled'],
  ],
  [
    'the record of the till’s last sale for ours',
    (reply, request) =>
      QUERY.test(request)
        ? reply.replace(/<TransactionID>[^<]*/, '<TransactionID>TILL000009').replace(/<Amount>[^<]*/, '<Amount>1050')
        : reply,
    {},
    ['reconciled'],
  ],
  [
    'a batch without rows that announces some',
    answering(BATCH, batch('<FileNumber>7</FileNumber><FileTransactionCount>2</FileTransactionCount>')),
    {},
    ['reconciled'],
  ],
  [
    'a batch of nothing at all, the reply lost',
    all(answering(BATCH, batch('<FileNumber>7</FileNumber>')), answering(SALE, 'x </PosXML>')),
    { acts: ['red-key'] },
    ['escalated'],
  ],
  [
    'a batch with a row that is none, the reply lost',
    all(
      answering(BATCH, batch('<FileNumber>7</FileNumber><FileData>no row</FileData>')),
      answering(SALE, 'x </PosXML>'),
    ),
    { acts: ['red-key'] },
    ['escalated'],
  ],
  [
    'a batch with rows of others',
    answering(
      BATCH,
      batch(
        `<FileNumber>7</FileNumber><FileData>${row('TILL000001', 42, '1')}\n${row('TILL000001', 43, '-1')}</FileData>`,
      ),
    ),
    {},
    ['reconciled'],
  ],
  [
    'a TID that comes and goes',
    (reply, request) =>
      /<GetParametersRequest>/.test(request) && request.length % 2 === 0
        ? without(ANY, 'TerminalID')(reply, request)
        : reply,
    {},
    ['reconciled', 'escalated'],
  ],
  [
    'words that move the cursor and turn the line',
    setting(SALE, 'Reason', '&#x202e;x'),
    { acts: ['decline'] },
    ['declined'],
  ],
];

/** The batch without its minus rows, as complete as it says. */
const withoutReturns: Rewrite = (body, request) => {
  if (!BATCH.test(request)) return body;
  const rows = /<FileData>([^<]*)<\/FileData>/.exec(body)?.[1]?.split(/\r\n|\n|&#10;|&#xA;/) ?? [];
  const kept = rows.filter((row) => !/\t-\d+$/.test(row.trim()));
  return body
    .replace(/<FileData>[^<]*<\/FileData>/, () => `<FileData>${kept.join('\n')}</FileData>`)
    .replace(
      /<FileTransactionCount>\d+</,
      `<FileTransactionCount>${String(kept.filter((row) => row.trim() !== '').length)}<`,
    );
};

describe.concurrent('a return that the record shows, or the reply alone, and the batch does not', () => {
  test.each(['COMPLETED_REV', 'StanRev', 'both', 'not-found'] as const)(
    'is not believed: the record says %s',
    (reversedQuery) =>
      withBench({ settings: { reversedQuery }, rewrite: withoutReturns }, async (bench) => {
        const report = await bench.test();
        expect(report.end).toBe('not-returned');
        expect(lastOf(report)).toMatchObject({
          stage: 'escalated',
          doubt: reversedQuery === 'not-found' ? 'contradiction' : 'return-not-in-batch',
        });
        expect(bench.terminal.ledger.entries.map(({ kind }) => kind)).toEqual(['sale', 'reversal']);
      }),
  );
});

test('a minus that the bank has not accepted is no return, whatever else says so', () =>
  withBench(
    { rewrite: (body, request) => (BATCH.test(request) ? body.replace(/\t0+\t-/, '\t116\t-') : body) },
    async (bench) => {
      const report = await bench.test();
      expect(report.end).toBe('not-returned');
      expect(lastOf(report)).toMatchObject({ stage: 'escalated', doubt: 'return-not-in-batch' });
    },
  ));

describe.concurrent('a terminal that says', () => {
  test.each(CASES)('a hostile terminal: %s', (_what, rewrite, options, stages) =>
    withBench(
      { ...options, settings: { brokenOffKept: false, declinedQuery: 'not-found', ...options.settings }, rewrite },
      async (bench) => {
        const end = lastOf(await bench.test());
        expect(stages).toContain(end?.stage);
        if (end && isPaymentOpen(end)) expect(end.doubt).toBeDefined();
      },
    ),
  );
});

test('what a terminal says is kept with its control characters made visible, and no card number in it', () =>
  withBench({ rewrite: setting(SALE, 'Reason', '&#x9b;31m 4111 1111 1111 1111'), acts: ['decline'] }, async (bench) => {
    const end = lastOf(await bench.test());
    expect(end?.refusal?.reason).toBe('\\x9b31m [card number]');
  }));
