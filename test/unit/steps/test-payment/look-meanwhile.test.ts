import { expect, test } from 'vitest';
import { inPhase, waitFor } from '../../sandbox/terminal/raw-client.js';
import { lastOf, withBench } from '../harness/bench.js';
import type { Bench } from '../harness/bench.js';

/** Longer than a test may take: a wait in vain for a reply shows. Milliseconds. */
const hurriedMs = 600_000;

/** An agent who presses Enter when the test says so. */
function enterOf(bench: Bench): () => void {
  let enter = new AbortController();
  bench.saysDone = () => (enter = new AbortController()).signal;
  return () => {
    enter.abort();
  };
}

const notes = (bench: Bench): string =>
  bench.progress.flatMap((told) => (told.kind === 'note' ? [told.text] : [])).join(' ');
const sent = (bench: Bench, name: string): number => bench.terminal.wire.filter((one) => one.name === name).length;

test.concurrent.each([
  ['TransactionRequest', 'sale', 'sale.lost'],
  ['ReverseTransactionRequest', 'reversal', 'reversal.lost'],
] as const)(
  'a reply to %s that never comes is not waited for once the terminal has it on record',
  (request, kind, event) =>
    withBench(
      { hurriedMs, settings: { faults: [{ kind: 'lose-reply', ending: 'silence', request, occurrence: 1 }] } },
      async (bench) => {
        const enter = enterOf(bench);
        const running = bench.test();
        await waitFor(
          () => bench.terminal.ledger.entries.some((entry) => entry.kind === kind) && bench.terminal.phase === 'idle',
          'the terminal to be done',
        );
        // The key is heard whenever it is pressed: the request may be noted before its wait begins.
        const again = setInterval(enter, 50);
        const report = await running.finally(() => {
          clearInterval(again);
        });
        expect(lastOf(report)).toMatchObject({ stage: 'reconciled' });
        expect([bench.story.includes(event), sent(bench, request)]).toEqual([true, 1]);
        expect(notes(bench)).toContain('The terminal has it on record.');
      },
    ),
);

test.concurrent.each(['serve-status', 'refuse-code', 'refuse-connection'] as const)(
  'while a card is waited for, a look beside it ends nothing (%s)',
  (whileBusy) =>
    withBench({ acts: ['manual'], settings: { whileBusy } }, async (bench) => {
      const enter = enterOf(bench);
      const running = bench.test();
      await inPhase(bench.terminal, 'waiting-card');
      const again = setInterval(enter, 50);
      await waitFor(() => notes(bench).includes('Waiting for its answer.'), 'the look');
      clearInterval(again);
      bench.terminal.insertCard();
      expect(lastOf(await running)).toMatchObject({ stage: 'reconciled' });
      expect(bench.story).toContain('sale.replied');
      expect([sent(bench, 'TransactionRequest'), sent(bench, 'CancelAllOperationsRequest')]).toEqual([1, 0]);
    }),
);
