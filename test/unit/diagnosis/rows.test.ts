import { describe, expect, test } from 'vitest';
import { diagnoseFacts } from '../../../src/diagnosis/diagnose.js';
import type { Facts } from '../../../src/model/facts.js';
import { TABLE } from '../../../src/diagnosis/table.js';
import { CASES } from './cases.js';
import { behind, healthy, LOG, NOON, open, paid, POSXML, saying, SILENT, speaking, STREAM } from './facts.js';

const codes = (facts: Facts): readonly string[] => diagnoseFacts(facts).map(({ row }) => row.code);

test('every row has a case', () => {
  expect(Object.keys(CASES).sort()).toEqual(TABLE.map(({ code }) => code).sort());
});

describe.each(Object.entries(CASES))('%s', (code, { finds, misses }) => {
  test.each(misses.map((facts, index) => [index, facts] as const))('is not found in near miss %i', (_, facts) => {
    expect(codes(facts)).not.toContain(code);
  });

  test.each(finds.map((facts, index) => [index, facts] as const))('is the one diagnosis of case %i', (_, facts) => {
    expect(codes(facts)).toEqual([code]);
  });
});

test.each([
  ['nothing looked at', { at: NOON }],
  ['both ports as they should be', healthy()],
  ['a log port that speaks first', behind(speaking(), STREAM)],
  ['a log port that was not asked', behind(speaking(), undefined)],
  ['a log port that closes', behind(speaking(), { kind: 'closes', afterMs: 1, reset: false })],
  ['the posxml port alone', { at: NOON, posxml: open(POSXML, speaking()) }],
  ['the log port alone', { at: NOON, log: open(LOG, SILENT) }],
  ['open ports, nobody asked', behind(undefined, undefined)],
  ['nothing but a version', saying({ ms: undefined, status: undefined, parameters: undefined })],
  ['an older version', saying({ version: '6.0.2', refusedVersions: ['7.1.0', '7.2.0'] })],
  ['a payment returned', paid('returned', { returnCode: 0 })],
] satisfies [string, Facts][])('nothing is found with %s', (_, facts) => {
  expect(codes(facts)).toEqual([]);
});
