import { describe, expect, test } from 'vitest';
import { lastOf, withBench } from '../harness/bench.js';
import type { Bench } from '../harness/bench.js';
import { diagnoseFacts } from '../../../../src/diagnosis/diagnose.js';
import type { TestReport } from '../../../../src/steps/test-payment/test-payment.js';
import type { TerminalSettings } from '../../../../src/sandbox/terminal/settings.js';

/** The bench's clock begins at ten in the morning in Tallinn; before its sale little of it passes. */
const NEAR = '1008';
const FAR = '1030';
const MINUTE_MS = 60_000;

const warnings = ({ facts }: TestReport): readonly string[] =>
  diagnoseFacts(facts).flatMap(({ row }) => (row.code.startsWith('terminal.sending') ? [row.code] : []));
const notes = (bench: Bench): readonly string[] =>
  bench.progress.flatMap((told) => (told.kind === 'note' ? [told.text] : []));
const asked = (bench: Bench): boolean => bench.clinic.asked.includes('sending.near');

describe.concurrent('a daily sending of the batch', () => {
  test('that is near is waited out: the sale is in the next batch, and returned', () =>
    withBench({ settings: { sendTime: NEAR } }, async (bench) => {
      const report = await bench.test();
      const end = lastOf(report);
      expect([asked(bench), end?.stage, end?.baseline.fileNumber]).toEqual([true, 'reconciled', 8]);
      expect(warnings(report)).toEqual(['terminal.sending-soon']);
      expect(report.facts.sending?.near).toMatchObject({ at: '10:08', waited: true });
    }));

  test('that is near is not waited out where the agent says no', () =>
    withBench({ settings: { sendTime: NEAR }, answers: { 'sending.near': [false] } }, async (bench) => {
      const report = await bench.test();
      expect(lastOf(report)?.baseline.fileNumber).toBe(7);
      expect(warnings(report)).toEqual(['terminal.sending-soon']);
      expect(report.facts.sending?.near?.waited).toBe(false);
    }));

  test('that is near sends nothing where nobody answers', () =>
    withBench(
      { settings: { sendTime: NEAR }, answers: { 'sending.near': [new Error('no answer')] } },
      async (bench) => {
        await expect(bench.test()).rejects.toThrow('no answer');
        expect(bench.terminal.wire.some(({ name }) => name === 'TransactionRequest')).toBe(false);
      },
    ));

  test.each<[string, Partial<TerminalSettings>]>([
    ['is far', { sendTime: FAR }],
    ['was just now', { sendTime: '0959' }],
    ['is no time', { sendTime: '9999' }],
    ['is not told', {}],
    ['is not told in 6.0.2', { versions: ['6.0.2'], sendTime: NEAR }],
  ])('that %s asks nothing', (_what, settings) =>
    withBench({ settings }, async (bench) => {
      const report = await bench.test();
      expect([lastOf(report)?.stage, asked(bench), warnings(report)]).toEqual(['reconciled', false, []]);
    }),
  );

  test('that failed is told, and the test is made', () =>
    withBench({ settings: { sendingFails: true } }, async (bench) => {
      const report = await bench.test();
      expect([lastOf(report)?.stage, warnings(report)]).toEqual(['reconciled', ['terminal.sending-failed']]);
    }));

  test('that is waited out is looked for when the agent presses Enter, and is over where the terminal has sent', () =>
    withBench({ settings: { sendTime: NEAR } }, async (bench) => {
      const pressedAfter = [5 * MINUTE_MS, 4 * MINUTE_MS];
      bench.saysDone = () => new AbortController().signal;
      const { clock } = bench;
      const sleep = clock.sleep.bind(clock);
      // Enter ends the long wait, twice: at 10:05 and at 10:09.
      clock.sleep = async (ms) => {
        const pressed = ms > MINUTE_MS ? pressedAfter.shift() : undefined;
        if (pressed === undefined) await sleep(ms);
        else clock.set(clock.now() + pressed);
      };
      const report = await bench.test();
      expect([lastOf(report)?.stage, lastOf(report)?.baseline.fileNumber, pressedAfter]).toEqual(['reconciled', 8, []]);
      expect(notes(bench).filter((text) => text.startsWith('The t'))).toEqual([
        'The terminal has not sent its batch yet. Waiting.',
      ]);
      expect(notes(bench).join(' ')).toContain('Enter: check now.');
    }));

  test('that is waited out to its end says so', () =>
    withBench({ settings: { sendTime: NEAR } }, async (bench) => {
      await bench.test();
      expect(notes(bench)).toContain('The time of the daily sending is over. Continuing with the test.');
      expect(notes(bench).join(' ')).not.toContain('Enter');
    }));
});
