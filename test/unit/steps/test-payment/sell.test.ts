import { describe, expect, test } from 'vitest';
import type { TerminalSettings } from '../../../../src/sandbox/terminal/settings.js';
import { inPhase, waitFor } from '../../sandbox/terminal/raw-client.js';
import { lastOf, withBench } from '../harness/bench.js';
import type { Bench } from '../harness/bench.js';
import { MONEY_FIRST } from '../../../../src/steps/test-payment/settle.js';
import type { TestReport } from '../../../../src/steps/test-payment/test-payment.js';

const stop = (bench: Bench): void => {
  bench.stop.abort(new Error('Ctrl-C'));
};
const cancels = (bench: Bench): number =>
  bench.terminal.wire.filter(({ name }) => name === 'CancelAllOperationsRequest').length;
const done = (bench: Bench): boolean => bench.story.includes('cancel.ended');

/** The agent stops while the terminal is in a phase; a person pays by hand if the cancel did not win. */
async function stoppedIn(
  bench: Bench,
  phase: Bench['terminal']['phase'],
  then: () => void = () => undefined,
): Promise<TestReport> {
  const running = bench.test();
  await inPhase(bench.terminal, phase);
  stop(bench);
  await waitFor(() => done(bench) || bench.story.includes('sale.replied'), 'the cancel to end');
  then();
  return running;
}

/** Long enough for an answer on a busy machine. */
const timeoutScale = 0.1;

describe.concurrent('a terminal that asks the till in the middle of a sale', () => {
  const notes = (bench: Bench, word: string): number =>
    bench.progress.filter((told) => told.kind === 'note' && told.text.includes(word)).length;

  test.each([
    ['ClientCardRequest', 'loyalty card'],
    ['DiscountTransactionRequest', 'discount'],
    ['VoiceTransactionRequest', 'voice authorisation'],
    ['FallbackTransactionRequest', 'magnetic stripe'],
  ] as const)('%s: what it asks is told, and the sale ends where it was asked', async (asksClient, word) => {
    for (const version of ['6.0.2', '7.2.0'])
      for (const questionForm of ['reply', 'request', 'bare'] as const)
        await withBench(
          { settings: { timeoutScale, versions: [version], asksClient, questionForm } },
          async (bench) => {
            const report = await bench.test();
            expect(lastOf(report)).toMatchObject({ stage: 'declined', asked: asksClient });
            expect(report.facts.payment).toMatchObject({ end: 'cancelled', asked: asksClient });
            expect([notes(bench, word), cancels(bench), bench.terminal.ledger.entries]).toEqual([1, 1, []]);
          },
        );
  });

  test.each<[string, Partial<TerminalSettings>]>([
    ['whose cancel is read nowhere else', { cancelReadOn: 'neither' }],
    ['that answers the cancel last', { cancelReplied: 'last' }],
    ['that tells its failures as one did', { failureForm: 'real' }],
    ['that closes after each reply', { xmlSessionMode: true }],
    ['that stays open', { xmlSessionMode: false }],
    ['that tells no lengths', { contentLength: 'absent' }],
    ['whose replies come in pieces', { drip: { bytes: 23, everyMs: 0 } }],
  ])('%s is settled by looking', (_what, settings) =>
    withBench(
      { settings: { timeoutScale, versions: ['7.2.0'], asksClient: 'VoiceTransactionRequest', ...settings } },
      async (bench) => {
        expect(lastOf(await bench.test())).toMatchObject({ stage: 'declined' });
      },
    ),
  );

  test.each([
    ['a record of the failure', true, 'declined'],
    ['no record of it', false, 'absent'],
  ] as const)('and loses the connection then: what became of it is looked up (%s)', (_what, brokenOffKept, stage) =>
    withBench(
      {
        settings: {
          timeoutScale,
          brokenOffKept,
          versions: ['7.2.0'],
          asksClient: 'VoiceTransactionRequest',
          faults: [{ kind: 'lose-reply', ending: 'reset', request: 'TransactionRequest', occurrence: 1 }],
        },
      },
      async (bench) => {
        expect(lastOf(await bench.test())).toMatchObject({ stage, asked: 'VoiceTransactionRequest' });
      },
    ),
  );

  test('is asked again when the agent stops: no second cancel goes out', () =>
    withBench(
      { settings: { timeoutScale, versions: ['7.2.0'], asksClient: 'VoiceTransactionRequest' } },
      async (bench) => {
        bench.onRecord = ({ type }, when) => {
          if (type === 'cancel.sending' && when === 'after') stop(bench);
        };
        await bench.test();
        expect(bench.story.filter((type) => type === 'cancel.sending')).toHaveLength(1);
      },
    ));
});

describe.concurrent('an agent who stops', () => {
  test('before the terminal was asked sends nothing at all', () =>
    withBench({}, async (bench) => {
      bench.onRecord = ({ type }) => {
        if (type === 'sale.intended') stop(bench);
      };
      const report = await bench.test();
      expect(lastOf(report)).toMatchObject({ stage: 'aborted', cancelSent: false });
      expect(bench.terminal.wire.some(({ name }) => name === 'TransactionRequest')).toBe(false);
      expect(cancels(bench)).toBe(0);
    }));

  test('while a card is waited for wins: nothing was charged', () =>
    withBench({ acts: ['manual'] }, async (bench) => {
      const report = await stoppedIn(bench, 'waiting-card');
      expect(report.end).toBe('cancelled');
      expect(lastOf(report)).toMatchObject({ stage: 'declined', cancelSent: true, refusal: { returnCode: 32782 } });
      expect(cancels(bench)).toBe(1);
      expect(bench.terminal.ledger.entries).toEqual([]);
    }));

  test.each([32779, 0])('too late loses (the cancel is answered %i): what was charged is returned', (lateCancelCode) =>
    withBench({ settings: { cancelReadOn: 'another', lateCancelCode, stuckIn: ['host'] } }, async (bench) => {
      const report = await stoppedIn(bench, 'host', () => {
        bench.terminal.settings.stuckIn = [];
      });
      expect(report.end).toBe('returned');
      expect(cancels(bench)).toBe(1);
      expect(bench.story.slice(0, 6)).toEqual([
        'sale.intended',
        'sale.sending',
        'cancel.sending',
        'cancel.ended',
        'sale.replied',
        'looked',
      ]);
    }),
  );

  test.each<[string, Partial<TerminalSettings>]>([
    ['a terminal that reads it nowhere', { cancelReadOn: 'neither' }],
    ['a terminal that refuses it', { cancelReadOn: 'neither', whileBusy: 'refuse-code' }],
    ['a terminal that lets nobody in', { cancelReadOn: 'another', whileBusy: 'refuse-connection' }],
  ])('loses at %s; the card is read, and returned', (_what, settings) =>
    withBench({ settings, acts: ['manual'] }, async (bench) => {
      const running = bench.test();
      await inPhase(bench.terminal, 'waiting-card');
      stop(bench);
      await waitFor(
        () => bench.progress.some((told) => told.kind === 'note' && told.text.includes('red key')),
        'a word on it',
      );
      bench.terminal.insertCard();
      expect((await running).end).toBe('returned');
    }),
  );

  test.each<[string, Partial<TerminalSettings>, number]>([
    ['on another connection alone', { cancelReadOn: 'another' }, 1],
    ['on either', { cancelReadOn: 'both' }, 1],
    ['on its own alone, and refuses it elsewhere', { cancelReadOn: 'same' }, 2],
    ['on its own alone, with its own reply last', { cancelReadOn: 'same', cancelReplied: 'last' }, 2],
    ['on its own alone, and lets nobody else in', { cancelReadOn: 'same', whileBusy: 'refuse-connection' }, 1],
    ['on its own alone, and keeps others waiting', { cancelReadOn: 'same', whileBusy: 'queue' }, 2],
    ['on its own alone, and answers nobody else', { cancelReadOn: 'same', whileBusy: 'no-reply' }, 2],
    ['in pieces', { cancelReadOn: 'same', drip: { bytes: 29, everyMs: 0 } }, 2],
    ['with no lengths told', { cancelReadOn: 'same', contentLength: 'absent' }, 2],
    ['with lengths that are too long', { cancelReadOn: 'same', contentLength: 'too-long' }, 2],
    ['on a line that stays open', { cancelReadOn: 'same', xmlSessionMode: false }, 2],
  ])('wins at a terminal that reads it %s', (_what, settings, sent) =>
    withBench({ settings, acts: ['manual'] }, async (bench) => {
      const running = bench.test();
      await inPhase(bench.terminal, 'waiting-card');
      stop(bench);
      expect(lastOf(await running)).toMatchObject({ stage: 'declined', refusal: { returnCode: 32782 } });
      expect([cancels(bench), bench.story.filter((type) => type === 'cancel.sending')]).toEqual([
        sent,
        ['cancel.sending'],
      ]);
    }),
  );

  test('whose cancel is answered late does not lose what the sale said', () =>
    withBench(
      {
        settings: { faults: [{ kind: 'delay-reply', ms: 200, request: 'CancelAllOperationsRequest' }] },
        acts: ['manual'],
      },
      async (bench) => {
        const running = bench.test();
        await inPhase(bench.terminal, 'waiting-card');
        stop(bench);
        expect((await running).end).toBe('cancelled');
        // The sale's reply was on disk before the cancel's came.
        expect(bench.story.slice(2, 5)).toEqual(['cancel.sending', 'sale.replied', 'cancel.ended']);
      },
    ));

  test('just when the sale ends cancels nobody', () =>
    withBench({}, async (bench) => {
      bench.onRecord = ({ type }, when) => {
        if (type === 'sale.replied' && when === 'after') stop(bench);
      };
      expect((await bench.test()).end).toBe('returned');
      expect(cancels(bench)).toBe(0);
    }));

  test('while the money is on its way back cancels nobody, and is told what is waited for', () =>
    withBench({}, async (bench) => {
      bench.onRecord = ({ type }, when) => {
        if (type === 'reversal.sending' && when === 'after') stop(bench);
      };
      expect((await bench.test()).end).toBe('returned');
      expect(cancels(bench)).toBe(0);
      expect(bench.progress.filter((told) => told.kind === 'note' && told.text === MONEY_FIRST)).toHaveLength(1);
    }));

  test('while the sale ends and the cancel is still connecting cancels nobody', () =>
    withBench({ acts: ['manual'] }, async (bench) => {
      const client = bench.client('7.1.0');
      // The second connection takes its time: the sale has ended before it stands.
      const slow: typeof client.command = async (name, body, options) => {
        if (name === 'CancelAllOperationsRequest')
          await waitFor(() => bench.story.includes('sale.replied'), 'the sale to end');
        return client.command(name, body, options);
      };
      bench.client = () => ({ ...client, command: slow });
      const running = bench.test();
      await inPhase(bench.terminal, 'waiting-card');
      stop(bench);
      bench.terminal.cancelButton();
      expect((await running).end).toBe('cancelled');
      expect(cancels(bench)).toBe(0);
      expect(bench.story).toEqual(['sale.intended', 'sale.sending', 'sale.replied', 'looked']);
    }));

  test('twice cancels once', () =>
    withBench({ acts: ['manual'] }, async (bench) => {
      const report = await stoppedIn(bench, 'waiting-card', () => {
        stop(bench);
      });
      expect(report.end).toBe('cancelled');
      expect(cancels(bench)).toBe(1);
    }));

  test('during the reversal cancels nothing: the money comes back first', () =>
    withBench({ acts: ['pay', 'manual'] }, async (bench) => {
      const running = bench.test();
      await waitFor(() => bench.story.at(-1) === 'reversal.sending', 'the reversal');
      await inPhase(bench.terminal, 'waiting-card');
      stop(bench);
      bench.terminal.insertCard();
      expect((await running).end).toBe('returned');
      expect(cancels(bench)).toBe(0);
    }));

  test('during a reversal that is refused is not asked for another: the record stays open', () =>
    withBench({ acts: ['pay', 'manual'] }, async (bench) => {
      const running = bench.test();
      await waitFor(() => bench.story.at(-1) === 'reversal.sending', 'the reversal');
      await inPhase(bench.terminal, 'waiting-card');
      stop(bench);
      bench.terminal.cancelButton();
      expect(lastOf(await running)).toMatchObject({ stage: 'escalated', doubt: 'interrupted' });
      expect(bench.clinic.asked).not.toContain('reversal.again');
    }));
});

describe.concurrent('a journal that cannot be written', () => {
  const fullAt = (bench: Bench, type: string): void => {
    bench.onRecord = (event, when) => {
      if (event.type === type && when === 'before') throw new Error('the disk is full');
    };
  };

  test('before the sale: nothing is sent', () =>
    withBench({}, async (bench) => {
      fullAt(bench, 'sale.intended');
      await expect(bench.test()).rejects.toThrow('the disk is full');
      expect(bench.terminal.ledger.entries).toEqual([]);
    }));

  test('when the sale may be sent: it is not', () =>
    withBench({}, async (bench) => {
      fullAt(bench, 'sale.sending');
      expect(lastOf(await bench.test())).toMatchObject({ stage: 'aborted' });
      expect(bench.terminal.wire.some(({ name }) => name === 'TransactionRequest')).toBe(false);
    }));

  test('when the cancel may be sent: it is not, and the sale goes on', () =>
    withBench({ acts: ['manual'] }, async (bench) => {
      fullAt(bench, 'cancel.sending');
      const running = bench.test();
      await inPhase(bench.terminal, 'waiting-card');
      stop(bench);
      await waitFor(() => bench.progress.some((progress) => progress.kind === 'note'), 'the cancel to be tried');
      bench.terminal.insertCard();
      expect((await running).end).toBe('returned');
      expect(cancels(bench)).toBe(0);
    }));

  test('when the reversal may be sent: it is not, and tried again', () =>
    withBench({}, async (bench) => {
      let full = true;
      bench.onRecord = ({ type }, when) => {
        if (type !== 'reversal.sending' || when !== 'before' || !full) return;
        full = false;
        throw new Error('the disk is full');
      };
      expect((await bench.test()).end).toBe('returned');
      expect(bench.terminal.wire.filter(({ name }) => name === 'ReverseTransactionRequest')).toHaveLength(1);
    }));
});
