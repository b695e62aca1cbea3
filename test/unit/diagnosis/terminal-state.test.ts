import { expect, test } from 'vitest';
import type { PosXmlFacts } from '../../../src/model/facts.js';
import { terminalState } from '../../../src/diagnosis/terminal-state.js';
import { renderState } from '../../../src/ui/terminal-state.js';
import { themeFor } from '../../../src/ui/theme.js';

const AT = Date.parse('2026-07-15T09:00:00Z');
const PLAIN = themeFor({ isTTY: false }, false);

function facts(status: object, parameters: object = {}): PosXmlFacts {
  return {
    version: '7.1.0',
    refusedVersions: [],
    status: { ReturnCode: 0, ...status },
    parameters: { ReturnCode: 0, ...parameters },
    returnCode: undefined,
    reason: undefined,
    ms: 1,
  };
}

function screen(status: object, parameters?: object): string {
  const state = terminalState(facts(status, parameters), AT);
  return state ? renderState(state, PLAIN, 80).join('\n') : '';
}

test('what a terminal does not say is unknown, and is never read as no', () => {
  const state = terminalState(facts({}), AT);
  expect(new Set(Object.values(state ?? {}))).toEqual(new Set([undefined]));
  for (const unknown of [
    'card unknown',
    'printer unknown',
    'automatic reversal unknown',
    'unsent batch unknown',
    'pre-authorisations unknown',
    'clock unknown',
    'in an unknown currency',
    'language unknown',
    'internal address unknown, DHCP unknown',
    'bank at unknown',
    'next STAN unknown',
  ]) {
    expect(screen({})).toContain(unknown);
  }
});

test('a refused status tells nothing', () => {
  expect(terminalState(facts({ ReturnCode: 32774, CardStatus: 0 }), AT)).toBeUndefined();
  expect(terminalState({ ...facts({}), status: undefined }, AT)).toBeUndefined();
});

test('what the values of PrinterStatus and IPAddressMode mean is not guessed', () => {
  for (const [PrinterStatus, IPAddressMode] of [
    ['0', 0],
    ['1', 1],
    ['2', 2],
  ]) {
    expect(terminalState(facts({ PrinterStatus }, { IPAddressMode }), AT)).toMatchObject({
      printerStatus: PrinterStatus,
      ipAddressMode: IPAddressMode,
    });
    expect(screen({ PrinterStatus }, { IPAddressMode, LocalIPAddress: '192.168.1.50' })).toMatch(
      /printer unknown .*internal address 192\.168\.1\.50, DHCP unknown/s,
    );
  }
});

test.each([
  [0, 'no card'],
  [1, 'card in the reader'],
  [2, 'card unknown'],
  [7, 'card unknown'],
])('CardStatus %i: %s', (CardStatus, text) => {
  expect(screen({ CardStatus })).toContain(text);
});

test.each([
  ['2026-07-15T12:00:20', 20, 'clock 12:00:20, right'],
  ['2026-07-15T12:04:00', 240, 'clock 12:04:00, 4 min ahead'],
  ['2026-07-15T11:00:00', -3600, 'clock 11:00:00, 60 min behind'],
  ['2016-07-15T12:00:00', -3652 * 86_400, 'clock 2016-07-15 12:00:00, wrong'],
  ['2026-13-45T12:00:00', undefined, 'clock 2026-13-45 12:00:00'],
])('a clock that shows %s in Tallinn’s summer is %s s ahead', (Time, offset, text) => {
  expect(terminalState(facts({ Time }), AT)?.clockOffsetS).toBe(offset);
  expect(screen({ Time })).toContain(text);
});

test('the smallest amount is in cents, the bank is a place', () => {
  const given = { MinCustomerAmount: 150, CurrencyNameStr: 'EUR', HostIPAddressA: '10.1.1.1', HostIPPortA: 5043 };
  expect(terminalState(facts({}, given), AT)).toMatchObject({
    minimumAmount: 150,
    currency: 'EUR',
    bank: '10.1.1.1:5043',
  });
  expect(screen({}, given)).toMatch(/in EUR, from 1\.50 .*bank at 10\.1\.1\.1:5043/s);
});
