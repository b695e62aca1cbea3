import { expect, test } from 'vitest';
import { toDocument } from '../../../src/diagnosis/advice.js';
import { diagnoseFacts, exitOf } from '../../../src/diagnosis/diagnose.js';
import type { Facts } from '../../../src/model/facts.js';
import { behind, closed, healthy, LOG, open, paid, parameters, POSXML, SILENT, speaking, status } from './facts.js';

const codes = (facts: Facts): readonly string[] => diagnoseFacts(facts).map(({ row }) => row.code);
const nth = (facts: Facts, index: number) => {
  const diagnosis = diagnoseFacts(facts)[index];
  if (!diagnosis) throw new Error('nothing was found');
  return toDocument(diagnosis, 'en');
};
const first = (facts: Facts) => nth(facts, 0);
const second = (facts: Facts) => nth(facts, 1);
const late = status({ CardStatus: 1, Time: '2026-07-01T10:00:00' });

test('a card left in, a wrong clock and a closed log are three, and no more', () => {
  const facts = healthy({ posxml: open(POSXML, speaking({ status: late })), log: closed(LOG, 'timeout') });
  expect(codes(facts)).toEqual(['ports.log-closed', 'terminal.card-in-reader', 'terminal.clock']);
});

test('errors stand before warnings, money before all', () => {
  const posxml = open(POSXML, speaking({ status: late, parameters: parameters({ CurrencyNameStr: 'EEK' }) }));
  const facts = { ...paid('unknown'), posxml, log: closed(LOG, 'refused') };
  expect(codes(facts)).toEqual([
    'payment.unknown',
    'terminal.currency',
    'ports.log-closed',
    'terminal.card-in-reader',
    'terminal.clock',
  ]);
});

test('one refuses and one is silent: both are told, the port that speaks first', () => {
  const facts = healthy({ posxml: closed(POSXML, 'timeout'), log: closed(LOG, 'refused') });
  expect(codes(facts)).toEqual(['network.refused', 'network.timeout']);
  expect(diagnoseFacts(facts).map(({ finding }) => finding.target)).toEqual(['127.0.0.1:15551', '127.0.0.1:14445']);
});

test('both ports with one fault are one diagnosis that names both', () => {
  const document = first(healthy({ posxml: closed(POSXML, 'timeout', 5000.4), log: closed(LOG, 'timeout', 4000) }));
  expect(document.because).toEqual(['tcp.posxml', 'tcp.log']);
  expect(document.summary).toContain('No answer from 127.0.0.1:14445 and 127.0.0.1:15551 (5000 ms)');
});

test('a closed log does not hide a reset on the posxml port', () => {
  const facts = healthy({
    posxml: open(POSXML, { kind: 'closes', afterMs: 3, reset: true }),
    log: closed(LOG, 'reset'),
  });
  expect(codes(facts)).toEqual(['network.reset', 'ports.log-closed']);
});

test('swapped rules still let the terminal tell its state', () => {
  const facts = behind(SILENT, speaking({ status: status({ CardStatus: 2 }) }));
  expect(codes(facts)).toEqual(['ports.swapped', 'terminal.reader']);
  expect(diagnoseFacts(facts)[1]?.finding).toMatchObject({ target: '127.0.0.1:15551', because: ['service.log'] });
});

test('where both answer, the terminal of the posxml port is judged', () => {
  const facts = behind(
    speaking(),
    speaking({ status: status({ CardStatus: 2 }), parameters: parameters({ TerminalID: '00067890' }) }),
  );
  expect(codes(facts)).toEqual(['ports.two-terminals']);
});

test('terminals that do not tell their numbers are not taken for one', () => {
  const nameless = speaking({ parameters: undefined });
  const document = first(behind(nameless, nameless));
  expect(document).toMatchObject({
    code: 'ports.same-port',
    severity: 'error',
    because: ['service.posxml', 'service.log'],
  });
  expect(document.summary).toContain('may be one terminal or two');
});

test('PosXML behind the log port is told when the posxml port is closed', () => {
  const document = first(healthy({ posxml: closed(POSXML, 'refused'), log: open(LOG, speaking()) }));
  expect(document.code).toBe('ports.posxml-closed');
  expect(document.because).toEqual(['tcp.posxml', 'tcp.log', 'service.log']);
  expect(document.summary).toContain('PosXML answers');
});

test('a proxy that accepts everything voids silence, not an answer', () => {
  const controls = { mustNotAnswer: { tried: 3, accepted: 3 } };
  expect(codes({ ...behind(SILENT), controls })).toEqual(['network.accept-all']);
  expect(codes({ ...behind({ kind: 'http', status: 403, title: undefined, server: 'proxy' }), controls })).toEqual([
    'network.accept-all',
    'service.http',
  ]);
});

test('an IPv6 host is bracketed', () => {
  const pair = { host: '::1', port: 4445, role: 'posxml' } as const;
  expect(first({ at: 0, posxml: closed(pair, 'refused') }).target).toBe('[::1]:4445');
});

test('what another machine sent is quoted, never obeyed', () => {
  const banner = `SSH\u001b[2J\u202e {places} 4111 1111 1111 1111 ${'x'.repeat(500)}`;
  const { summary, say } = first(behind({ kind: 'ssh', banner }));
  expect(summary).not.toMatch(/[\u001b\u202e]|4111/);
  expect(summary).toContain('{places}');
  expect(summary.length).toBeLessThan(200);
  expect(say).not.toContain('SSH');
});

const BEFORE = {
  terminalId: 'SB000001',
  localIpAddress: '192.168.1.7',
  place: '127.0.0.1:14445',
  at: Date.UTC(2026, 10, 20, 12),
};
const known = (facts: Facts): Facts => ({ ...facts, earlier: { here: BEFORE } });

test.each([
  ['network.refused', 'refused', 'refused'],
  ['network.timeout', 'timeout', 'no answer'],
  ['network.unreachable', 'unreachable', 'unreachable'],
] as const)(
  '%s where a terminal answered before: the past is told beside it, with a question and a sentence of its own',
  (code, reason, now) => {
    const facts = known(healthy({ posxml: closed(POSXML, reason), log: closed(LOG, reason) }));
    expect(codes(facts)).toEqual([code, 'terminal.dhcp']);
    const { severity, summary, because, target, causes, say } = second(facts);
    expect([severity, because, target]).toEqual(['warning', ['tcp.posxml'], '127.0.0.1:14445']);
    expect(summary).toBe(
      `The terminal's internal address may have changed: 127.0.0.1:14445 answered as terminal SB000001 on 20 November 2026, with the internal address 192.168.1.7; now: ${now}.`,
    );
    expect(causes[0]).toContain('DHCP');
    expect(say).toContain('by email');
    expect(exitOf(diagnoseFacts(facts))).toBe(
      exitOf(diagnoseFacts(healthy({ posxml: closed(POSXML, reason), log: closed(LOG, reason) }))),
    );
  },
);

test('another device at the place of a terminal may have got its inside address', () => {
  const facts = known(behind({ kind: 'http', status: 200, title: 'Camera', server: undefined }, undefined));
  expect(codes(known({ ...facts, log: closed(LOG, 'refused') }))).toContain('terminal.dhcp');
  expect(codes(facts), 'the log still leads to it').not.toContain('terminal.dhcp');
});

test.each([
  ['the block is ours', { controls: { mustAnswer: { tried: 2, answered: 0 } } }],
  ['this machine could not dial', { posxml: closed(POSXML, 'local'), log: closed(LOG, 'local') }],
] satisfies [string, Partial<Facts>][])('nothing is said of the past where %s', (_, over) => {
  const facts = known(healthy({ posxml: closed(POSXML, 'timeout'), log: closed(LOG, 'timeout'), ...over }));
  expect(codes(facts)).toEqual(['network.own-side']);
});

test('IPAddressMode is shown as what it is: not documented', () => {
  const facts = known(
    behind(speaking({ parameters: { TerminalID: 'SB000001', LocalIPAddress: '192.168.1.20', IPAddressMode: 1 } })),
  );
  expect(first(facts).summary).toBe(
    "The terminal's internal address has changed from 192.168.1.7 to 192.168.1.20 since 20 November 2026 (its IPAddressMode is 1, which is not documented).",
  );
});

test('the other registration is named in full', () => {
  const detail = `An external port of 84.50.12.34:4445,5551 belongs to another terminal: terminal NB000001 at 84.50.12.34:4445,5551 (record 7, “${'Back desk '.repeat(5)}”, department 1, active)`;
  const failure = { kind: 'conflict', status: undefined, detail, fields: {}, retryAfterS: undefined } as const;
  const document = first({ at: 0, cloud: { instance: 'https://cloud.example/clinic', failure } });
  expect(document.summary).toContain(`“${detail}”.`);
  expect(document.summary).not.toContain('HTTP');
});
