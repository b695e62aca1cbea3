import { expect, test } from 'vitest';
import type { ExitCode } from '../../../src/contract/exit.js';
import { diagnoseFacts, exitOf } from '../../../src/diagnosis/diagnose.js';
import type { Facts } from '../../../src/model/facts.js';
import { TABLE } from '../../../src/diagnosis/table.js';
import { answering, behind, closed, cloud, healthy, LOG, NOON, paid, POSXML, saying, status } from './facts.js';

/** The codes of the command-line contract, written out a second time so that a change shows. */
const ERRORS = [
  ...['invalid', 'private', 'cgnat', 'reserved'].map((name) => `address.${name}`),
  ...['refused', 'timeout', 'unreachable', 'reset', 'accept-all', 'own-side'].map((name) => `network.${name}`),
  ...['posxml-closed', 'swapped', 'same-port', 'two-terminals'].map((name) => `ports.${name}`),
  ...['http', 'tls', 'ssh', 'printer', 'silent', 'closes', 'garbled', 'other'].map((name) => `service.${name}`),
  ...['version', 'disabled', 'busy', 'rejected'].map((name) => `posxml.${name}`),
  ...['reader', 'reversal-active', 'currency', 'bank-unreachable', 'other-clinic'].map((name) => `terminal.${name}`),
  ...['unauthorized', 'rejected', 'rate-limited', 'unavailable', 'proxy', 'untrusted', 'clock', 'conflict'].map(
    (name) => `cloud.${name}`,
  ),
  ...['declined', 'no-card', 'cancelled', 'unknown', 'not-returned'].map((name) => `payment.${name}`),
];
const WARNINGS = [
  'address.hostname',
  'ports.log-closed',
  'posxml.forgiven',
  ...['card-in-reader', 'printer', 'pre-authorisations', 'clock', 'dhcp', 'exposed'].map((name) => `terminal.${name}`),
];

test('no code stands twice', () => {
  const codes = TABLE.map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)]);
});

test.each(ERRORS)('%s is an error and ends with a failure', (code) => {
  const row = TABLE.find((one) => one.code === code);
  expect(row?.severity).toBe('error');
  expect(row?.exit).not.toBe(0);
});

test.each(WARNINGS)('%s is a warning and ends with 0', (code) => {
  const row = TABLE.find((one) => one.code === code);
  expect(row).toMatchObject({ severity: 'warning', exit: 0 });
});

test('no row explains itself, in a circle, or what does not exist', () => {
  const explained = new Map(TABLE.map(({ code, explains }) => [code, explains]));
  const reach = (code: string, seen: readonly string[]): void => {
    expect(seen).not.toContain(code);
    expect([...explained.keys()]).toContain(code);
    for (const next of explained.get(code) ?? []) reach(next, [...seen, code]);
  };
  for (const code of explained.keys()) reach(code, []);
});

test('nothing silences money', () => {
  expect(TABLE.flatMap(({ explains }) => explains).filter((code) => code.startsWith('payment.'))).toEqual([]);
});

test.each([
  [
    2,
    {
      at: NOON,
      address: { input: '1.2.3', problem: { code: 'address.invalid', input: '1.2.3', reason: 'three numbers' } },
    },
  ],
  [3, healthy({ posxml: closed(POSXML, 'refused'), log: closed(LOG, 'refused') })],
  [3, healthy({ posxml: closed(POSXML, 'refused') })],
  [3, { at: NOON, log: closed(LOG, 'timeout') }],
  [0, healthy({ log: closed(LOG, 'timeout') })],
  [5, behind({ kind: 'closes', afterMs: 3, reset: true })],
  [5, behind({ kind: 'silent', waitedMs: 5000 })],
  [5, answering(32783)],
  [0, saying({ status: status({ CardStatus: 1 }) })],
  [4, cloud('unauthorized')],
  [6, cloud('rejected')],
  [6, cloud('rate-limited')],
  [6, cloud('unavailable')],
  [7, cloud('conflict')],
  [9, paid('declined')],
  [9, paid('no-card')],
  [9, paid('cancelled')],
  [9, paid('not-made')],
  [9, paid('not-made', { returnCode: 32772 })],
  [10, paid('unknown')],
  [10, paid('not-returned')],
  [10, { ...paid('unknown', { returnCode: 32772 }), posxml: closed(POSXML, 'timeout'), log: closed(LOG, 'timeout') }],
  [0, healthy()],
] satisfies [ExitCode, Facts][])('the findings end with exit %i', (exit, facts) => {
  expect(exitOf(diagnoseFacts(facts))).toBe(exit);
  expect(exitOf(diagnoseFacts(facts), 'probe')).toBe(exit);
});

test('for check a closed log pair is a pair that does not accept', () => {
  expect(exitOf(diagnoseFacts(healthy({ log: closed(LOG, 'timeout') })), 'check')).toBe(3);
  expect(exitOf(diagnoseFacts(healthy({ posxml: closed(POSXML, 'timeout') })), 'check')).toBe(3);
  expect(exitOf(diagnoseFacts(healthy()), 'check')).toBe(0);
});
