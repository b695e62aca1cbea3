import { describe, expect, test } from 'vitest';
import { OTHER_CARD } from '../../../../src/sandbox/terminal/person.js';
import type { TerminalSettings } from '../../../../src/sandbox/terminal/settings.js';
import { inPhase } from '../../sandbox/terminal/raw-client.js';
import { lastOf, withBench } from '../harness/bench.js';
import { sales } from '../harness/payment-invariants.js';

const lost = (request: 'TransactionRequest' | 'ReverseTransactionRequest'): TerminalSettings['faults'] => [
  { kind: 'lose-reply', ending: 'reset', request, occurrence: 1 },
];

describe.concurrent('a reply that does not come', () => {
  test('of a sale that was made: it is found and returned', () =>
    withBench({ settings: { faults: lost('TransactionRequest') } }, async (bench) => {
      const report = await bench.test();
      expect(report.end).toBe('returned');
      expect(bench.story.slice(0, 4)).toEqual(['sale.intended', 'sale.sending', 'sale.lost', 'looked']);
    }));

  test('of a sale that was never begun: it is absent, proven twice, and not before its time', () =>
    withBench(
      { settings: { whileBusy: 'refuse-code', faults: [{ kind: 'never-answer', request: 'TransactionRequest' }] } },
      async (bench) => {
        const start = bench.clock.now();
        const end = lastOf(await bench.test());
        expect(end).toMatchObject({ stage: 'absent', absentLooks: 2 });
        expect(bench.clock.now() - start).toBeGreaterThanOrEqual(180_000);
        expect(bench.terminal.ledger.entries).toEqual([]);
      },
    ));

  test('while the terminal still waits for a card: it is not absent, and when the card comes it is returned', () =>
    withBench({ settings: { faults: lost('TransactionRequest') }, acts: ['manual'] }, async (bench) => {
      // The client's deadline is far off: the connection dies while the terminal continues.
      bench.terminal.settings.onDisconnect = 'commit';
      const running = bench.test();
      await inPhase(bench.terminal, 'waiting-card');
      bench.terminal.insertCard();
      expect((await running).end).toBe('returned');
    }));

  test('of a declined sale that left nothing but a STAN: it is not known, and nothing else is said', () =>
    withBench(
      { settings: { faults: lost('TransactionRequest'), declinedQuery: 'not-found' }, acts: ['decline'] },
      async (bench) => {
        expect(lastOf(await bench.test())).toMatchObject({
          stage: 'escalated',
          doubt: 'stan-unaccounted',
          proof: undefined,
        });
      },
    ));

  test('of a declined sale that the terminal remembers: it is declined', () =>
    withBench(
      { settings: { faults: lost('TransactionRequest'), declinedQuery: 'as-declined' }, acts: ['decline'] },
      async (bench) => {
        expect(lastOf(await bench.test())).toMatchObject({ stage: 'declined' });
      },
    ));

  test('of a sale whose batch has left: it is not known', () =>
    withBench({ settings: { faults: lost('TransactionRequest'), batchLeaves: 'after-sale' } }, async (bench) => {
      expect(lastOf(await bench.test())).toMatchObject({ stage: 'escalated', doubt: 'batch-sent', proof: undefined });
      expect(bench.terminal.ledger.net()).toBe(1);
    }));

  test('of a reversal that was made: the record shows it, and it is not sent again', () =>
    withBench({ settings: { faults: lost('ReverseTransactionRequest') } }, async (bench) => {
      expect((await bench.test()).end).toBe('returned');
      expect(bench.story.filter((type) => type === 'reversal.sending')).toHaveLength(1);
    }));

  test('of a reversal that was never begun: it is sent again, but not before its time', () =>
    withBench(
      {
        settings: {
          whileBusy: 'refuse-code',
          faults: [{ kind: 'never-answer', request: 'ReverseTransactionRequest', occurrence: 1 }],
        },
      },
      async (bench) => {
        const start = bench.clock.now();
        expect((await bench.test()).end).toBe('returned');
        expect(bench.clock.now() - start).toBeGreaterThanOrEqual(180_000);
        expect(bench.story.filter((type) => type === 'reversal.sending')).toHaveLength(2);
      },
    ));

  test('of a reversal that another card spoilt: it is sent again', () =>
    withBench(
      { settings: { faults: lost('ReverseTransactionRequest') }, acts: ['pay', 'wrong-card'] },
      async (bench) => {
        expect((await bench.test()).end).toBe('returned');
        expect(bench.terminal.ledger.entries).toHaveLength(2);
      },
    ));

  test.each(['close', 'reset'] as const)(
    'whole: cut at any byte by %s, the sale is found and returned',
    async (ending) => {
      for (const bytes of [0, 1, 14, 60, 200, 700]) {
        await withBench(
          {
            settings: { faults: [{ kind: 'cut-reply', bytes, ending, request: 'TransactionRequest', occurrence: 1 }] },
          },
          async (bench) => {
            expect((await bench.test()).end, `cut at ${String(bytes)}`).toBe('returned');
          },
        );
      }
    },
  );

  test.each(['TransactionRequest', 'ReverseTransactionRequest'] as const)(
    'readable, to a %s: the record tells',
    (request) =>
      withBench({ settings: { faults: [{ kind: 'garble-reply', request, occurrence: 1 }] } }, async (bench) => {
        expect((await bench.test()).end).toBe('returned');
        expect(sales(bench.terminal)).toHaveLength(1);
      }),
  );
});

describe.concurrent('a reply that misleads', () => {
  test.each<[string, Partial<TerminalSettings>, string | undefined]>([
    ['that is another sale’s', { staleReply: true, priorSales: 1 }, 'reconciled'],
    ['with another id', { saleReplyOverrides: { TransactionID: 'TILL000001' } }, 'reconciled'],
    ['with another amount', { saleReplyOverrides: { Amount: 100 } }, 'escalated'],
    ['with a blank authorisation', { saleReplyOverrides: { AuthorizationNo: '' } }, 'reconciled'],
    [
      'with NOTIFICATION',
      { saleReplyOverrides: { TransactionCompletion: 'NOTIFICATION', HostAnswer: '---', AuthorizationNo: '' } },
      'reconciled',
    ],
    ['with the STAN of a reversal', { saleReplyOverrides: { StanRev: 7 } }, 'reconciled'],
    ['with another TID, as all its records', { terminalIdInReplies: 'SB000009' }, 'escalated'],
    ['without its id, as all its records', { omittedData: ['TransactionID'] }, 'reconciled'],
    ['without its amount', { omittedData: ['Amount'] }, 'reconciled'],
    ['without its currency', { omittedData: ['CurrencyName'] }, 'reconciled'],
    ['without an authorisation', { omittedData: ['AuthorizationNo'] }, 'reconciled'],
    ['without a completion', { omittedData: ['TransactionCompletion'] }, 'reconciled'],
    ['without a STAN', { omittedData: ['Stan'] }, 'reconciled'],
    [
      'without the marks of a reversal',
      { omittedData: ['StanRev', 'DateTimeRev', 'TransactionCompletion'] },
      'reconciled',
    ],
  ])('%s is not believed, and the money is accounted for', (_what, settings, stage) =>
    withBench({ settings }, async (bench) => {
      expect(lastOf(await bench.test())?.stage).toBe(stage);
    }),
  );

  test('another card, presented by hand at the reversal, is refused like any other', () =>
    withBench({ acts: ['pay', 'manual'], answers: { 'reversal.again': [true] } }, async (bench) => {
      const running = bench.test();
      await inPhase(bench.terminal, 'waiting-card');
      while (bench.story.at(-1) !== 'reversal.sending') await new Promise((resolve) => setTimeout(resolve, 2));
      await inPhase(bench.terminal, 'waiting-card');
      bench.terminal.insertCard(OTHER_CARD);
      expect((await running).end).toBe('returned');
    }));
});
