import { describe, expect, test } from 'vitest';
import type { TerminalSnapshot } from '../../../../src/payment/types.js';
import type { RequestName } from '../../../../src/posxml/messages.js';
import type { TerminalFault } from '../../../../src/sandbox/terminal/faults.js';
import type { TerminalSettings } from '../../../../src/sandbox/terminal/settings.js';
import { lookAtTerminal } from '../../../../src/steps/test-payment/query-terminal.js';
import { withBench } from '../harness/bench.js';
import type { Bench } from '../harness/bench.js';

const ID = 'TT-ABCDEFGHJKLMN';
const BASELINE = { nextStan: 42, fileNumber: 7, transactionsCount: 0 };

const look = (bench: Bench, stan?: number, baseline: Partial<typeof BASELINE> = {}): Promise<TerminalSnapshot> =>
  lookAtTerminal(bench.client('7.1.0'), { transactionId: ID, amount: 1, stan, baseline: { ...BASELINE, ...baseline } });

/** The program's sale, or the till's, made by hand: these tests are about looking. */
const sell = (bench: Bench, TransactionID = ID, Amount = 1): Promise<unknown> =>
  bench.client('7.1.0').command('TransactionRequest', { Amount, CurrencyName: 'EUR', TransactionID, PrintReceipt: 2 });
const reverse = (bench: Bench, TransactionID = ID): Promise<unknown> =>
  bench.client('7.1.0').command('ReverseTransactionRequest', { TransactionID, CurrencyName: 'EUR', PrintReceipt: 2 });

/** What is sold here has no record, so the bench's law is not for these. */
const looking = (settings: Partial<TerminalSettings>, run: (bench: Bench) => Promise<void>): Promise<void> =>
  withBench({ settings }, async (bench) => {
    bench.expectLaw = () => Promise.resolve();
    await run(bench);
    for (const { name, body } of bench.terminal.wire)
      if (name === 'GetLastTransactionDataRequest') expect(body).toMatchObject({ PrintReceipt: 2 });
    expect(bench.terminal.printed).toEqual([]);
  });

describe.concurrent('a look', () => {
  test('of an idle terminal that knows nothing', () =>
    looking({}, async (bench) => {
      expect(await look(bench)).toMatchObject({
        reach: 'answered',
        terminalId: 'SB000001',
        nextStan: 42,
        reversalActive: false,
        cardInReader: false,
        currency: 'EUR',
        transactionsCount: 0,
        query: { kind: 'none' },
        batch: { kind: 'read', fileNumber: 7, complete: true, entries: [] },
        newerStans: [],
      });
    }));

  test('of a sale, and of its return', () =>
    looking({}, async (bench) => {
      await sell(bench);
      expect(await look(bench)).toMatchObject({
        nextStan: 43,
        query: { kind: 'found', view: { stan: 42, completion: 'COMPLETED', cardLastFour: '1234' } },
        batch: { entries: [{ transactionId: ID, stan: 42, amount: 1, kind: 'sale' }] },
      });
      await reverse(bench);
      expect(await look(bench)).toMatchObject({
        query: { view: { stanRev: 43, completion: 'COMPLETED_REV' } },
        batch: { entries: [{ kind: 'sale' }, { kind: 'reversal', stan: 43 }] },
      });
    }));

  test('keeps nothing of the shop’s own sales, and asks whose the new STANs are', () =>
    looking({ priorSales: 3 }, async (bench) => {
      await sell(bench, 'TILL000009', 1050);
      const seen = await look(bench, undefined, { nextStan: 44 });
      expect(seen.batch).toMatchObject({ entries: [], complete: true });
      expect(seen.newerStans).toEqual([
        { stan: 44, transactionId: 'TILL000003' },
        { stan: 45, transactionId: 'TILL000009' },
      ]);
    }));

  test('asks one by one for STANs that have left the batch', () =>
    looking({ sentQuery: 'found' }, async (bench) => {
      await sell(bench, 'TILL000009');
      bench.terminal.sendBatch();
      expect(await look(bench)).toMatchObject({
        batch: { fileNumber: 8 },
        newerStans: [{ stan: 42, transactionId: 'TILL000009' }],
      });
    }));

  test('does not know whose a STAN is that nobody finds', () =>
    looking({ declinedQuery: 'not-found' }, async (bench) => {
      bench.terminal.person.will('decline');
      await sell(bench, 'TILL000009');
      expect(await look(bench)).toMatchObject({ newerStans: [{ stan: 42, transactionId: undefined }] });
    }));

  test('asks by STAN where the terminal finds by nothing else, and takes no other’s record for ours', () =>
    looking({ queryFindsBy: 'stan' }, async (bench) => {
      await sell(bench);
      await sell(bench, 'TILL000009');
      expect((await look(bench, 42)).query).toMatchObject({ kind: 'found', view: { transactionId: ID } });
      expect((await look(bench, 43)).query).toEqual({ kind: 'none' });
      expect((await look(bench)).query).toEqual({ kind: 'none' });
    }));

  test.each<[string, RequestName, number, Partial<TerminalSnapshot>]>([
    [
      'a busy terminal',
      'GetTerminalStatusRequest',
      32779,
      { reach: 'busy', query: { kind: 'unreachable', why: 'the terminal did not answer' } },
    ],
    ['another busy one', 'GetTerminalStatusRequest', 32775, { reach: 'busy' }],
    [
      'a status that is refused',
      'GetTerminalStatusRequest',
      32783,
      { reach: 'answered', nextStan: undefined, reversalActive: undefined, query: { kind: 'none' } },
    ],
    ['parameters that are refused', 'GetParametersRequest', 32783, { terminalId: undefined, currency: undefined }],
    ['a query that is put off', 'GetLastTransactionDataRequest', 32779, { query: { kind: 'busy' } }],
    [
      'a query that is not supported',
      'GetLastTransactionDataRequest',
      32783,
      { query: { kind: 'unsupported', returnCode: 32783 } },
    ],
    [
      'a query that fails technically',
      'GetLastTransactionDataRequest',
      32774,
      { query: { kind: 'unsupported', returnCode: 32774 } },
    ],
    [
      'a query that fails and tells of nothing',
      'GetLastTransactionDataRequest',
      32778,
      { query: { kind: 'unsupported', returnCode: 32778 } },
    ],
    ['a batch that is put off', 'TransactionCurrStatusRequest', 32775, { batch: { kind: 'unreachable' } }],
    ['a batch that is not supported', 'TransactionCurrStatusRequest', 32783, { batch: { kind: 'unsupported' } }],
  ])('a look at %s tells it', (_what, request, code, expected) =>
    looking({ returnCodes: { [request]: code } }, async (bench) => {
      expect(await look(bench)).toMatchObject(expected);
    }),
  );

  test.each<[string, RequestName, Partial<TerminalSnapshot>]>([
    ['the status', 'GetTerminalStatusRequest', { reach: 'unreachable' }],
    [
      'the query',
      'GetLastTransactionDataRequest',
      {
        reach: 'answered',
        query: { kind: 'unreachable', why: expect.stringMatching(/not PosXML/) as string },
      },
    ],
    ['the batch', 'TransactionCurrStatusRequest', { batch: { kind: 'unreachable' } }],
  ])('where %s is garbled', (_what, request, expected) => {
    const faults: readonly TerminalFault[] = [{ kind: 'garble-reply', request }];
    return looking({ faults }, async (bench) => {
      expect(await look(bench)).toMatchObject(expected);
    });
  });

  test('where a 6.0.2 terminal repeats our id in a refusal, which is no record', () =>
    looking({ versions: ['6.0.2'], returnCodes: { GetLastTransactionDataRequest: 32774 } }, async (bench) => {
      expect((await look(bench)).query).toEqual({ kind: 'unsupported', returnCode: 32774 });
    }));

  test('ends where the STANs went too far to be asked for', () =>
    looking({ nextStan: 500 }, async (bench) => {
      const seen = await look(bench);
      expect(seen).toMatchObject({ nextStan: 500, newerStans: [] });
      expect(bench.terminal.wire.length).toBe(4);
    }));

  test('of a terminal that knows a sale by its STAN alone', () =>
    looking({ queryFindsBy: 'stan', returnCodes: { TransactionCurrStatusRequest: 32783 } }, async (bench) => {
      await sell(bench);
      expect(await look(bench)).toMatchObject({
        query: { kind: 'found', view: { transactionId: ID, stan: 42 } },
        newerStans: [{ stan: 42, transactionId: ID }],
      });
    }));

  test('of a terminal that says of a STAN no more than that it failed', () =>
    looking({ queryFindsBy: 'stan', declinedQuery: 'as-real' }, async (bench) => {
      bench.terminal.person.will('decline');
      await sell(bench, 'KASSA-000001');
      expect(await look(bench)).toMatchObject({
        query: { kind: 'none' },
        newerStans: [{ stan: 42, transactionId: undefined, failed: true }],
      });
    }));

  test.each([
    ['our amount and a new STAN', 1, { nextStan: 42 }, 1],
    ['another amount', 500, { nextStan: 42 }, 0],
    ['an old STAN', 1, { nextStan: 43 }, 0],
  ] as const)('keeps of a row without an ID: %s', (_what, amount, baseline, kept) =>
    looking({ queryFindsBy: 'id' }, async (bench) => {
      await sell(bench, '', amount);
      const { batch } = await look(bench, undefined, baseline);
      expect(batch).toMatchObject({ kind: 'read', complete: true });
      expect(batch.kind === 'read' && batch.entries.length).toBe(kept);
    }),
  );

  test('of a card in the reader', () =>
    looking({ cardStatus: 1 }, async (bench) => {
      expect(await look(bench)).toMatchObject({ cardInReader: true });
    }));

  test('of a terminal that is gone', () =>
    looking({}, async (bench) => {
      const client = bench.client('7.1.0');
      await bench.terminal.close();
      expect(
        await lookAtTerminal(client, { transactionId: ID, amount: 1, stan: undefined, baseline: BASELINE }),
      ).toMatchObject({ reach: 'unreachable', batch: { kind: 'unreachable' } });
    }));
});
