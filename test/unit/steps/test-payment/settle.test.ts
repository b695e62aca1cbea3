import { describe, expect, test } from 'vitest';
import type { PaymentState } from '../../../../src/payment/state.js';
import { Journal, readJournal } from '../../../../src/session/journal.js';
import { replayEvents, unsettledPayment } from '../../../../src/session/reduce.js';
import { settlePayment } from '../../../../src/steps/test-payment/settle.js';
import { someOf } from '../../../support/thorough.js';
import { withBench } from '../harness/bench.js';
import type { Bench, BenchOptions } from '../harness/bench.js';

class Killed extends Error {}

/** From this write on nothing reaches the disk any more, as if the program had been killed there. */
function killAt(bench: Bench, write: number, when: 'before' | 'after'): void {
  let writes = 0;
  let dead = false;
  bench.onRecord = (_event, moment) => {
    if (moment === 'before') writes += 1;
    dead ||= writes === write && moment === when;
    if (dead) throw new Killed();
  };
}

const STORIES: readonly (readonly [string, BenchOptions, PaymentState['stage']])[] = [
  ['a sale that is made and returned', {}, 'reconciled'],
  ['a sale that is declined', { acts: ['decline'] }, 'declined'],
  [
    'a sale whose reply is lost',
    { settings: { faults: [{ kind: 'lose-reply', ending: 'reset', request: 'TransactionRequest', occurrence: 1 }] } },
    'reconciled',
  ],
  [
    'a reversal whose reply is lost',
    {
      settings: {
        faults: [{ kind: 'lose-reply', ending: 'close', request: 'ReverseTransactionRequest', occurrence: 1 }],
      },
    },
    'reconciled',
  ],
  ['a reversal that another card spoils', { acts: ['pay', 'wrong-card'], interactive: false }, 'reconciled'],
  [
    'a sale that the terminal finds by STAN only',
    { settings: { queryFindsBy: 'stan', reversalFindsBy: 'stan', reversedQuery: 'not-found' } },
    'reconciled',
  ],
];

/** How many writes a story takes when nobody disturbs it. */
async function writesOf(options: BenchOptions): Promise<number> {
  let writes = 0;
  await withBench(copy(options), async (bench) => {
    await bench.test();
    writes = bench.story.length;
  });
  return writes;
}

/** Faults are counted by their identity and acts are used up: each run needs its own. */
const copy = (options: BenchOptions): BenchOptions => structuredClone(options);

describe.concurrent('a program that is killed at any write, and run again', () => {
  test.each(someOf('stories that are killed', STORIES, 2))(
    'comes to the same end and the same ledger: %s',
    async (_what, options, stage) => {
      const writes = await writesOf(options);
      expect(writes).toBeGreaterThan(3);
      for (const when of ['before', 'after'] as const) {
        for (let write = 1; write <= writes; write += 1) {
          await withBench(copy(options), async (bench) => {
            killAt(bench, write, when);
            await bench.test().catch((error: unknown) => {
              expect(error).toBeInstanceOf(Killed);
            });
            bench.onRecord = () => undefined;
            const end = await bench.resume();
            const sent = bench.terminal.wire.some(({ name }) => name === 'TransactionRequest');
            const where = `killed ${when} write ${String(write)} of ${String(writes)}`;
            // What was killed before anything left was never made, and a decline is then known only by its STAN.
            const ends = !sent
              ? [undefined, 'aborted', 'absent']
              : stage === 'declined'
                ? ['declined', 'escalated']
                : [stage];
            expect(ends, where).toContain(end?.stage);
            if (sent && stage === 'reconciled')
              expect(
                bench.terminal.ledger.entries.map(({ kind }) => kind),
                where,
              ).toEqual(['sale', 'reversal']);
          });
        }
      }
    },
  );

  test('comes to the same end however often it is killed and run again', () =>
    withBench({ acts: ['pay', 'wrong-card', 'no-card'], interactive: false }, async (bench) => {
      const killed = (error: unknown): void => {
        expect(error).toBeInstanceOf(Killed);
      };
      killAt(bench, 3, 'after');
      await bench.test().then(() => undefined, killed);
      let runs = 0;
      while (unsettledPayment(replayEvents(readJournal(bench.path).entries))) {
        runs += 1;
        expect(runs).toBeLessThan(60);
        // Never at the same write again and again, else no reversal would ever leave.
        killAt(bench, 3 + (runs % 3), 'after');
        await bench.resume().then(() => undefined, killed);
      }
      bench.reopen();
      expect(runs).toBeGreaterThan(3);
      expect(bench.work.state.payments.at(-1)).toMatchObject({ stage: 'reconciled' });
      expect(bench.terminal.ledger.entries).toHaveLength(2);
    }));
});

describe.concurrent('a record that a former run left open', () => {
  /** Leaves a charge that could not be returned. */
  const leftOpen: BenchOptions = { acts: ['pay', 'no-card', 'no-card', 'no-card', 'no-card'], interactive: false };

  test('is settled before anything new is sold', () =>
    withBench(leftOpen, async (bench) => {
      expect((await bench.test()).end).toBe('not-returned');
      bench.reopen();
      const report = await bench.test();
      expect(report.end).toBe('returned');
      expect(bench.work.state.payments.map(({ stage }) => stage)).toEqual(['reconciled', 'reconciled']);
      expect(bench.story.indexOf('sale.intended', 1)).toBeGreaterThan(bench.story.indexOf('escalated'));
    }));

  test('forbids a new sale while it stays open', () =>
    withBench(
      { ...leftOpen, acts: Array.from({ length: 12 }, (_, index) => (index === 0 ? 'pay' : 'no-card')) },
      async (bench) => {
        await bench.test();
        const report = await bench.test();
        expect(report.end).toBe('not-returned');
        expect(bench.terminal.wire.filter(({ name }) => name === 'TransactionRequest')).toHaveLength(1);
      },
    ));

  test('stays open at a terminal that is another now, and nothing is reversed there', () =>
    withBench({}, async (bench) => {
      killAt(bench, 3, 'after');
      await bench.test().catch(() => undefined);
      bench.onRecord = () => undefined;
      bench.terminal.settings.terminalId = 'SB000009';
      expect(await bench.resume()).toMatchObject({ stage: 'escalated', doubt: 'wrong-terminal', proof: { stan: 42 } });
      expect(bench.terminal.wire.some(({ name }) => name === 'ReverseTransactionRequest')).toBe(false);
      bench.terminal.settings.terminalId = 'SB000001';
      expect(await bench.resume()).toMatchObject({ stage: 'reconciled' });
    }));

  test('is not checked for ever where the clock was ahead when it was made', () =>
    withBench(
      {
        settings: {
          faults: [{ kind: 'lose-reply', ending: 'reset', request: 'TransactionRequest', occurrence: 1 }],
          batchLeaves: 'after-sale',
        },
      },
      async (bench) => {
        killAt(bench, 3, 'after');
        await bench.test().catch(() => undefined);
        bench.onRecord = () => undefined;
        bench.clock.set(bench.clock.now() - 4 * 365 * 86_400_000);
        const start = bench.clock.now();
        expect(await bench.resume()).toMatchObject({ stage: 'escalated', doubt: 'batch-sent' });
        expect(bench.clock.now() - start).toBeLessThan(500_000);
      },
    ));

  test('is not absent before its time where the clock was set forward meanwhile', () =>
    withBench({ settings: { faults: [{ kind: 'never-answer', request: 'TransactionRequest' }] } }, async (bench) => {
      killAt(bench, 3, 'after');
      await bench.test().catch(() => undefined);
      bench.onRecord = () => undefined;
      const shown = bench.clock.now() + 5000;
      bench.clock.set(bench.clock.now() + 86_400_000);
      // The terminal's own clock has moved by some seconds only.
      const began = bench.clock.now();
      Object.defineProperty(bench.terminal.settings, 'clockOffsetMs', {
        get: () => shown + (bench.clock.now() - began) - Date.now(),
      });
      expect(await bench.resume()).toMatchObject({ stage: 'escalated', doubt: 'busy' });
      bench.clock.set(bench.clock.now() + 180_000);
      expect(await bench.resume()).toMatchObject({ stage: 'absent' });
    }));

  test('that a person closed stays closed', () =>
    withBench(leftOpen, async (bench) => {
      await bench.test();
      bench.record({ type: 'resolved', at: bench.clock.now(), who: 'Mari', how: 'void', evidence: 'slip 17' });
      const state = unsettledPayment(bench.work.state);
      expect(state).toBeUndefined();
      // The bench's law wants a ledger of zero: the clinic's own void, by hand.
      bench.terminal.ledger.append({
        transactionId: bench.terminal.ledger.entries[0]?.transactionId ?? '',
        stan: 99,
        kind: 'reversal',
        amount: 1,
        at: '2026-02-14T11:00:00',
        authorizationNo: '',
        batch: 7,
      });
    }));

  test('that was final is not touched', () =>
    withBench({}, async (bench) => {
      await bench.test();
      const before = bench.terminal.wire.length;
      const end = bench.work.state.payments.at(-1);
      if (!end) throw new Error('there was no payment');
      expect(await settlePayment(end, { ...bench.deps(bench.client('7.1.0')), reversalWaitS: 60 })).toBe(end);
      expect(bench.terminal.wire.length).toBe(before);
    }));
});

test('a journal cut at any byte of its last line resumes to the same end', () =>
  withBench({}, async (bench) => {
    killAt(bench, 6, 'after');
    await bench.test().catch(() => undefined);
    bench.onRecord = () => undefined;
    const { entries } = readJournal(bench.path);
    expect(bench.story.at(-1)).toBe('reversal.sending');
    // Cut by a crash while the seventh event was being written.
    const { appendFileSync } = await import('node:fs');
    appendFileSync(bench.path, '{"v":1,"n":8,"at":"2026-02');
    expect(await bench.resume()).toMatchObject({ stage: 'reconciled' });
    expect(Journal.open(bench.path).entries.slice(0, entries.length)).toEqual(entries);
  }));

test('a line that is slower than the time-out is given more time once money is out', () =>
  withBench(
    {
      timeoutMs: 800,
      settings: { faults: [{ kind: 'delay-reply', request: 'GetLastTransactionDataRequest', ms: 2000 }] },
    },
    async (bench) => {
      expect((await bench.test()).end).toBe('returned');
      expect(bench.terminal.ledger.net()).toBe(0);
      await bench.expectLaw();
    },
  ));
