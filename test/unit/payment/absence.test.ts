import { describe, expect, test } from 'vitest';
import { absenceDoubt } from '../../../src/payment/absence.js';
import { MAX_NEWER_STANS, stansBetween } from '../../../src/payment/counters.js';
import { hasPassed } from '../../../src/payment/elapsed.js';
import type { Baseline, Doubt, TerminalSnapshot, StanOwner } from '../../../src/payment/types.js';
import { BASELINE, batchOf, lookOf, row, SALE } from './support.js';

const others = (...stans: number[]): readonly StanOwner[] =>
  stans.map((stan) => ({ stan, transactionId: `TILL${stan}` }));

describe('absence is doubted', () => {
  test.each<[string, Doubt, Partial<TerminalSnapshot>, Partial<Baseline>]>([
    ['where the query did not say so', 'unclear-record', { query: { kind: 'unsupported', returnCode: 32783 } }, {}],
    ['where something is being undone', 'reversal-running', { reversalActive: true }, {}],
    ['where it is not told whether something is', 'counters-unknown', { reversalActive: undefined }, {}],
    ['with a card in the reader', 'busy', { cardInReader: true }, {}],
    ['without a batch', 'counters-unknown', { batch: { kind: 'unsupported' } }, {}],
    ['with the batch out of reach', 'counters-unknown', { batch: { kind: 'unreachable' } }, {}],
    [
      'without a FileNumber',
      'counters-unknown',
      { batch: { kind: 'read', fileNumber: undefined, complete: true, entries: [] } },
      {},
    ],
    ['without a FileNumber before', 'counters-unknown', {}, { fileNumber: undefined }],
    ['by a part of the batch', 'unclear-record', { batch: batchOf([], false) }, {}],
    ['where the batch was sent', 'batch-sent', { batch: batchOf([], true, 8) }, {}],
    ['where a row is ours, though the bank declined it', 'unclear-record', { batch: batchOf([row('declined')]) }, {}],
    ['without a NextSTAN', 'counters-unknown', { nextStan: undefined }, {}],
    ['without a NextSTAN before', 'counters-unknown', {}, { nextStan: undefined }],
    [
      'where a STAN is nobody’s',
      'stan-unaccounted',
      { nextStan: 43, newerStans: [{ stan: 42, transactionId: undefined }] },
      {},
    ],
    [
      'where a STAN among others is nobody’s',
      'stan-unaccounted',
      { nextStan: 44, newerStans: [...others(41), { stan: 42, transactionId: undefined }, ...others(43)] },
      {},
    ],
    ['where a STAN was not asked for', 'stan-unaccounted', { nextStan: 44, newerStans: others(42) }, {}],
    [
      'where a STAN is ours',
      'stan-unaccounted',
      { nextStan: 44, newerStans: [...others(42), { stan: 43, transactionId: SALE.transactionId }] },
      {},
    ],
    ['where the STANs went backwards', 'stan-unaccounted', { nextStan: 41 }, {}],
    [
      'where too many STANs were taken',
      'stan-unaccounted',
      {
        nextStan: 42 + MAX_NEWER_STANS + 1,
        newerStans: others(...Array.from({ length: 30 }, (_, index) => 42 + index)),
      },
      {},
    ],
  ])('absence is doubted for %s', (_what, doubt, look, baseline) => {
    expect(absenceDoubt(lookOf(look), { ...BASELINE, ...baseline }, SALE)).toBe(doubt);
  });

  test.each<[string, Partial<TerminalSnapshot>, Partial<Baseline>]>([
    ['nothing has moved', {}, {}],
    ['it is not told whether there is a card', { cardInReader: undefined }, {}],
    ['every newer STAN is another’s', { nextStan: 45, newerStans: others(42, 43, 44) }, {}],
    ['the STANs began again at 1', { nextStan: 2, newerStans: others(999_998, 999_999, 1) }, { nextStan: 999_998 }],
  ])('but not where %s', (_what, look, baseline) => {
    expect(absenceDoubt(lookOf(look), { ...BASELINE, ...baseline }, SALE)).toBeUndefined();
  });
});

describe('the STANs between', () => {
  test.each<[number, number, readonly number[] | undefined]>([
    [5, 5, []],
    [5, 8, [5, 6, 7]],
    [999_999, 1, [999_999]],
    [999_998, 2, [999_998, 999_999, 1]],
    [1, 1 + MAX_NEWER_STANS, Array.from({ length: MAX_NEWER_STANS }, (_, index) => index + 1)],
    [1, 2 + MAX_NEWER_STANS, undefined],
    [5, 0, undefined],
    [5, 10 ** 15, undefined],
  ])('%i and %i', (from, to, stans) => {
    expect(stansBetween(from, to)).toEqual(stans);
  });
});

describe('time has passed', () => {
  const at = (seconds: number): string => new Date(Date.UTC(2026, 1, 14, 10, 0, seconds)).toISOString().slice(0, 19);
  const passed = (ms: number, own: number, terminal?: number): boolean =>
    hasPassed(
      ms,
      { from: 0, to: own },
      { from: terminal === undefined ? undefined : at(0), to: terminal === undefined ? undefined : at(terminal) },
    );

  test.each<[string, boolean, number, number | undefined]>([
    ['by our clock alone', true, 180_000, undefined],
    ['not by our clock', false, 179_999, undefined],
    ['not by our clock, whatever the terminal shows', false, 179_999, 3600],
    ['by both', true, 180_000, 180],
    ['but for the rounding of seconds', true, 180_000, 179],
    ['not by the terminal: our clock was set forward', false, 3_600_000, 20],
    ['where the terminal’s clock stands still', true, 180_000, 0],
    ['where the terminal’s clock was set back', true, 180_000, -3600],
    ['by the terminal alone, where ours was set back', true, -3_600_000, 182],
    ['not yet by the terminal, where ours was set back', false, -3_600_000, 181],
    ['by nobody, where ours was set back', false, -3_600_000, undefined],
  ])('time has passed %s', (_what, expected, own, terminal) => {
    expect(passed(180_000, own, terminal)).toBe(expected);
  });

  test('takes no clock that makes no sense', () => {
    expect(hasPassed(1000, { from: 0, to: 1000 }, { from: 'yesterday', to: at(0) })).toBe(true);
    expect(hasPassed(1000, { from: 0, to: -1 }, { from: 'yesterday', to: at(0) })).toBe(false);
  });
});
