import { describe, expect, test } from 'vitest';
import type { TerminalFault } from '../../../../src/sandbox/terminal/faults.js';
import { identifyByCode } from '../../../../src/steps/test-payment/identify.js';
import type { Identification } from '../../../../src/steps/test-payment/identify.js';
import { withBench } from '../harness/bench.js';
import type { Bench } from '../harness/bench.js';
import { shownCode } from '../harness/clinic.js';
import { LANGUAGES } from '../../../../src/contract/language.js';

const CODE = '4711';
const NO_DISPLAY = { returnCodes: { DisplayMessageRequest: 32783 } };
const MUTE = { returnCodes: { DisplayMessageRequest: 32783, DoBeepRequest: 32783 } };

const identify = (bench: Bench, language: 'et' | 'en' | 'ru' = 'et'): Promise<Identification> =>
  identifyByCode(bench.client('7.1.0'), CODE, language, bench.clinic, (progress) => bench.progress.push(progress));

const requests = (bench: Bench): readonly string[] =>
  bench.terminal.wire.map(
    ({ name, body }) => `${String(name)}${body && 'Action' in body ? ` ${String(body.Action)}` : ''}`,
  );

const SHOWN_AND_CLEARED = ['DisplayMessageRequest 1', 'DoBeepRequest', 'DisplayMessageRequest 0'];

function expectCleared(bench: Bench): void {
  expect(shownCode(bench.terminal)).toBe('no code');
  expect(requests(bench).at(-1)).toBe('DisplayMessageRequest 0');
}

describe.concurrent('a terminal is not identified', () => {
  test('by a wrong code, three times', () =>
    withBench({ answers: { code: ['1111', '4712', '7114'] } }, async (bench) => {
      expect(await identify(bench)).toEqual({ kind: 'wrong-code' });
      expect(bench.clinic.asked).toHaveLength(3);
      expectCleared(bench);
    }));

  test('where the clinic sees no code at all: nobody is asked again and again', () =>
    withBench({ answers: { code: [' Ei '] } }, async (bench) => {
      expect(await identify(bench)).toEqual({ kind: 'wrong-code' });
      expect(bench.clinic.asked).toHaveLength(1);
      expectCleared(bench);
    }));

  test('where nobody heard it beep', () =>
    withBench({ settings: NO_DISPLAY, answers: { 'identify.beep': [false] } }, async (bench) => {
      expect(await identify(bench)).toEqual({ kind: 'wrong-code' });
    }));

  test('where it neither shows a text nor beeps, and nobody is asked', () =>
    withBench({ settings: MUTE }, async (bench) => {
      expect(await identify(bench)).toMatchObject({ kind: 'not-possible' });
      expect(bench.clinic.asked).toEqual([]);
    }));

  test('so nothing is sold on it', () =>
    withBench({ answers: { code: ['x', 'y', 'z'] } }, async (bench) => {
      const report = await bench.test({ skipIdentify: false });
      expect(report.end).toBe('not-started');
      expect(report.checks.map(({ id, status }) => `${id} ${status}`)).toEqual([
        'test.identify fail',
        'test.sale skip',
        'test.reversal skip',
        'test.reconcile skip',
      ]);
      expect(bench.story).toEqual([]);
      expectCleared(bench);
    }));
});

describe.concurrent('the display is cleared', () => {
  test('when the question is broken off', () =>
    withBench({ answers: { code: ['0000', new Error('Ctrl-C')] } }, async (bench) => {
      await expect(identify(bench)).rejects.toThrow('Ctrl-C');
      expectCleared(bench);
    }));

  test('when the answer to showing it was lost: the code may stand there, and the beep is asked for', () =>
    withBench(
      {
        settings: {
          faults: [{ kind: 'lose-reply', ending: 'reset', request: 'DisplayMessageRequest', occurrence: 1 }],
        },
      },
      async (bench) => {
        expect(await identify(bench)).toEqual({ kind: 'confirmed', by: 'beep' });
        expectCleared(bench);
      },
    ));

  test('when the beep does not come through', () =>
    withBench({ settings: { returnCodes: { DoBeepRequest: 32774 } } }, async (bench) => {
      expect(await identify(bench)).toEqual({ kind: 'confirmed', by: 'code' });
      expectCleared(bench);
    }));

  test('but not where nothing was shown', () =>
    withBench({ settings: NO_DISPLAY }, async (bench) => {
      expect(await identify(bench)).toEqual({ kind: 'confirmed', by: 'beep' });
      expect(requests(bench)).toEqual(['DisplayMessageRequest 1', 'DoBeepRequest']);
    }));

  test('or else it makes no difference', () => {
    const faults: readonly TerminalFault[] = [
      { kind: 'lose-reply', ending: 'reset', request: 'DisplayMessageRequest', occurrence: 2 },
    ];
    return withBench({ settings: { faults } }, async (bench) => {
      expect(await identify(bench)).toEqual({ kind: 'confirmed', by: 'code' });
    });
  });
});

describe.concurrent('a terminal is identified', () => {
  test.each([[[CODE]], [[' 4 7 1 1 ']], [['4712', '0000', CODE]]])(
    'by the code that it shows, read out as %j',
    (code) =>
      withBench({ answers: { code: [...code] } }, async (bench) => {
        expect(await identify(bench)).toEqual({ kind: 'confirmed', by: 'code' });
        expect(requests(bench)).toEqual(SHOWN_AND_CLEARED);
      }),
  );

  test.each(LANGUAGES)('in %s, in lines that fit its display', (language) =>
    withBench({}, async (bench) => {
      const shown: string[][] = [];
      bench.terminal.on((event) => event.kind === 'display' && shown.push([...event.lines]));
      expect(await identify(bench, language)).toEqual({ kind: 'confirmed', by: 'code' });
      const lines = shown[0] ?? [];
      expect(lines.join(' ')).toContain(CODE);
      expect(lines.every((line) => line.length <= 24)).toBe(true);
    }),
  );

  test('and then sold on', () =>
    withBench({}, async (bench) => {
      const report = await bench.test({ skipIdentify: false });
      expect(report.end).toBe('returned');
      expect(report.checks.map(({ status }) => status)).toEqual(['pass', 'pass', 'pass', 'pass']);
      expect(bench.clinic.asked).toEqual(['identify.code', 'charge.consent', 'receipt.printed']);
      expect(requests(bench).slice(2, 5)).toEqual(SHOWN_AND_CLEARED);
    }));
});
