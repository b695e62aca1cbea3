import type { FailureReason } from '../../../src/model/failure.js';
import type { AddressProblemCode, Facts, LookFacts, PortsSeen } from '../../../src/model/facts.js';
import {
  answering,
  behind,
  closed,
  cloud,
  healthy,
  LOG,
  NOON,
  open,
  paid,
  parameters,
  POSXML,
  saying,
  SILENT,
  speaking,
  status,
  STREAM,
} from './facts.js';

interface Case {
  /** Facts for which exactly this code must be found. */
  readonly finds: readonly Facts[];
  /** Facts that look alike and must not lead to this code. */
  readonly misses: readonly Facts[];
}

function address(code: AddressProblemCode, input: string): Facts {
  return { at: NOON, address: { input, problem: { code, input, reason: 'so it is' } } };
}

const allowed: Facts = healthy({
  address: { input: '127.0.0.1', problem: { code: 'address.private', input: '127.0.0.1', reason: 'loopback' } },
});
const fine: Facts = { at: NOON, address: { input: '127.0.0.1', problem: undefined } };
const closes = (reset: boolean, asked?: boolean) =>
  ({ kind: 'closes', afterMs: 12.4, reset, ...(asked !== undefined && { asked }) }) as const;
const http = { kind: 'http', status: 401, title: 'Router', server: undefined } as const;
const bothClosed = (
  reason: 'refused' | 'timeout' | 'unreachable' | 'reset' | 'local' | 'resolve' | 'cancelled',
): Facts => healthy({ posxml: closed(POSXML, reason), log: closed(LOG, reason) });
const alone = (port: 'posxml' | 'log', reason: 'refused' | 'timeout' | 'unreachable' | 'reset'): Facts =>
  port === 'posxml' ? { at: NOON, posxml: closed(POSXML, reason) } : { at: NOON, log: closed(LOG, reason) };
const named = (TerminalID: string | undefined) =>
  speaking({ parameters: { ...parameters(), ...(TerminalID === undefined ? {} : { TerminalID }) } });
const stalled = (
  reason: 'unreachable' | 'timeout' | 'closed' | 'unreadable' | 'cancelled' | 'local',
  received: number,
): Facts => saying({ parameters: undefined, parametersFailure: { reason, received, ms: 5000 } });
const lostAfter = (reason: FailureReason): Facts =>
  healthy({
    posxml: {
      ...open(POSXML, speaking({ parameters: undefined, parametersFailure: { reason, received: 0, ms: 9 } })),
      lost: { reason, ms: 9 },
    },
  });
const logLostAfter = (reason: FailureReason, ms: number): Facts =>
  healthy({ log: { ...open(LOG, SILENT), lost: { reason, ms } } });
const nameless = speaking({ parameters: { ReturnCode: 0 } });
const time = (Time: string): Facts => saying({ status: status({ Time }) });

const at = (LocalIPAddress: string) => speaking({ parameters: { ReturnCode: 0, LocalIPAddress } });

const VIA = 'socks5://127.0.0.1:1080';
const WELL: PortsSeen = { posxml: open(POSXML, speaking()), log: open(LOG, SILENT) };
const SHUT: PortsSeen = { posxml: closed(POSXML, 'timeout'), log: closed(LOG, 'timeout') };
/** A healthy terminal, or what is judged to be one, as two places saw it. */
const seenFrom = (here: PortsSeen, there: PortsSeen, trouble?: string): Facts =>
  healthy({ vantages: { via: VIA, here, there, ...(trouble !== undefined && { trouble }) } });

/** The other place is the clinic's own. */
const fromWithin = (facts: Facts): Facts => ({
  ...facts,
  ...(facts.vantages && { vantages: { ...facts.vantages, ownNetwork: true } }),
});

const UNTOLD = { terminalId: '00012345', place: '127.0.0.1:14445', at: Date.UTC(2026, 10, 20) };
const HERE = { ...UNTOLD, localIpAddress: '192.168.1.7' };
const ELSEWHERE = { ...HERE, place: '127.0.0.2:4445' };
const MOVED = { terminalId: '00012345', name: 'Front desk', from: '127.0.0.2:4445', to: '127.0.0.1:14445' };

/** A dot is a look on which the port was well, a cross one on which it refused. */
const looks = (history: string): readonly LookFacts[] =>
  history
    .split('')
    .map((sign) =>
      sign === '.'
        ? { state: 'answers PosXML', well: true, open: true }
        : { state: 'refused', well: false, open: false },
    );
const watched = (posxml: string, log = '.'.repeat(posxml.length)): Facts =>
  healthy({ watched: { posxml: looks(posxml), log: looks(log) } });

/** For every code what must lead to it, and what must not. Everything is otherwise healthy. */
export const CASES: Readonly<Record<string, Case>> = {
  'address.invalid': {
    finds: [address('address.invalid', '84.111.222.333')],
    misses: [fine, address('address.private', '10.0.0.1')],
  },
  'address.private': { finds: [address('address.private', '192.168.1.20')], misses: [fine, allowed] },
  'address.cgnat': {
    finds: [address('address.cgnat', '100.64.7.7')],
    misses: [fine, address('address.reserved', '240.0.0.1')],
  },
  'address.reserved': { finds: [address('address.reserved', '203.0.113.7')], misses: [fine] },
  'address.unresolved': {
    finds: [bothClosed('resolve'), { at: NOON, posxml: closed(POSXML, 'resolve') }],
    misses: [bothClosed('timeout')],
  },
  'address.hostname': {
    finds: [
      address('address.hostname', 'clinic.example'),
      healthy({
        address: {
          input: 'localhost',
          problem: { code: 'address.hostname', input: 'localhost', reason: 'a name' },
          resolved: '127.0.0.1',
        },
      }),
    ],
    misses: [fine],
  },
  'network.own-side': {
    finds: [
      bothClosed('local'),
      lostAfter('local'),
      lostAfter('proxy'),
      logLostAfter('local', 3),
      { ...bothClosed('timeout'), controls: { mustAnswer: { tried: 3, answered: 0 } } },
      { ...bothClosed('timeout'), controls: { cloudReaches: true } },
      healthy({ log: closed(LOG, 'timeout'), controls: { mustAnswer: { tried: 2, answered: 0 } } }),
    ],
    misses: [
      bothClosed('timeout'),
      { ...bothClosed('timeout'), controls: { mustAnswer: { tried: 3, answered: 1 }, cloudReaches: false } },
      { ...bothClosed('timeout'), controls: { mustAnswer: { tried: 0, answered: 0 } } },
      healthy({ controls: { mustAnswer: { tried: 3, answered: 0 }, cloudReaches: true } }),
      healthy({ log: closed(LOG, 'timeout'), controls: { cloudReaches: true } }),
    ],
  },
  'network.accept-all': {
    finds: [
      { ...behind(undefined, undefined), controls: { mustNotAnswer: { tried: 3, accepted: 1 } } },
      { ...behind(SILENT), controls: { mustNotAnswer: { tried: 3, accepted: 3 } } },
    ],
    misses: [
      healthy({ controls: { mustNotAnswer: { tried: 3, accepted: 3 } } }),
      { ...behind(SILENT), controls: { mustNotAnswer: { tried: 3, accepted: 0 } } },
      behind(SILENT),
      { ...bothClosed('timeout'), controls: { mustNotAnswer: { tried: 3, accepted: 3 } } },
    ],
  },
  'network.cloud-blocked': {
    finds: [
      seenFrom(WELL, SHUT),
      seenFrom(WELL, { ...WELL, posxml: open(POSXML, http) }),
      {
        at: NOON,
        looked: 'tcp',
        posxml: open(POSXML),
        vantages: { via: VIA, here: { posxml: open(POSXML) }, there: { posxml: closed(POSXML, 'refused') } },
      },
    ],
    misses: [
      fromWithin(seenFrom(WELL, SHUT)),
      seenFrom(WELL, WELL),
      seenFrom(SHUT, WELL),
      seenFrom(WELL, SHUT, 'it failed'),
      { ...seenFrom(WELL, SHUT), controls: { mustNotAnswer: { tried: 3, accepted: 3 } } },
    ],
  },
  'network.hairpin': {
    finds: [fromWithin(seenFrom(WELL, SHUT)), fromWithin(seenFrom(WELL, { ...WELL, posxml: open(POSXML, http) }))],
    misses: [
      seenFrom(WELL, SHUT),
      fromWithin(seenFrom(WELL, WELL)),
      fromWithin(seenFrom(SHUT, WELL)),
      fromWithin(seenFrom(WELL, SHUT, 'the proxy failed')),
    ],
  },
  'network.via-failed': {
    finds: [seenFrom(WELL, SHUT, 'the proxy failed')],
    misses: [seenFrom(WELL, WELL), healthy()],
  },
  'network.vantages-differ': {
    finds: [
      seenFrom(SHUT, WELL),
      { ...seenFrom(SHUT, WELL), controls: { cloudReaches: true } },
      seenFrom({ ...WELL, log: closed(LOG, 'refused') }, WELL),
      seenFrom({ ...WELL, posxml: open(POSXML, http) }, WELL),
    ],
    misses: [
      fromWithin(seenFrom(SHUT, WELL)),
      seenFrom(WELL, WELL),
      seenFrom(WELL, SHUT),
      seenFrom(SHUT, SHUT),
      seenFrom(SHUT, { posxml: open(POSXML, closes(false)), log: open(LOG, closes(false)) }),
      seenFrom(SHUT, WELL, 'it accepts whatever it is asked for'),
    ],
  },
  'network.intermittent': {
    finds: [
      watched('.....x....'),
      watched('....x....x'),
      { ...watched('x....x....'), posxml: open(POSXML, SILENT) },
      { ...watched('........xx'), posxml: closed(POSXML, 'refused') },
      { ...watched('.x.x', '.x.x'), ...bothClosed('timeout') },
      watched('x.........'),
      { at: NOON, log: open(LOG, SILENT), watched: { log: looks('..x...') } },
      lostAfter('refused'),
      lostAfter('unreachable'),
      lostAfter('timeout'),
      lostAfter('resolve'),
      { at: NOON, log: { ...open(LOG, SILENT), lost: { reason: 'refused', ms: 3 } } },
    ],
    misses: [
      watched('..........'),
      watched('xxx.......'),
      watched('xxxxx.'),
      { ...watched('.....xxx'), posxml: closed(POSXML, 'refused') },
      { ...watched('xx'), posxml: closed(POSXML, 'refused') },
      watched('.....', '..x..'),
      watched(''),
      lostAfter('local'),
      logLostAfter('refused', 3),
    ],
  },
  'ports.log-intermittent': {
    finds: [
      watched('.....', '..x..'),
      { ...watched('.....', '...x.x'), log: closed(LOG, 'refused') },
      logLostAfter('refused', 3),
      logLostAfter('unreachable', 3),
      logLostAfter('timeout', 5000),
    ],
    misses: [
      logLostAfter('timeout', 600),
      watched('..x..', '..x..'),
      watched('.....', '.....'),
      watched('.....', 'xxx...'),
    ],
  },
  'network.refused': {
    finds: [bothClosed('refused'), alone('posxml', 'refused'), alone('log', 'refused')],
    misses: [
      bothClosed('timeout'),
      healthy({ log: closed(LOG, 'refused') }),
      healthy({ posxml: closed(POSXML, 'refused') }),
      bothClosed('cancelled'),
    ],
  },
  'network.timeout': {
    finds: [bothClosed('timeout'), alone('posxml', 'timeout'), alone('log', 'timeout')],
    misses: [
      bothClosed('refused'),
      healthy({ log: closed(LOG, 'timeout') }),
      healthy({ posxml: closed(POSXML, 'timeout') }),
      bothClosed('local'),
    ],
  },
  'network.unreachable': {
    finds: [bothClosed('unreachable'), alone('log', 'unreachable')],
    misses: [bothClosed('timeout'), healthy({ log: closed(LOG, 'unreachable') })],
  },
  'network.reset': {
    finds: [
      bothClosed('reset'),
      alone('posxml', 'reset'),
      behind(closes(true)),
      behind(speaking(), closes(true, true)),
    ],
    misses: [
      behind(closes(false)),
      behind(speaking(), closes(true)),
      behind(speaking(), closes(true, false)),
      healthy({ log: closed(LOG, 'reset') }),
      behind(closes(true), speaking()),
    ],
  },
  'network.stalls': {
    finds: [
      stalled('timeout', 536),
      stalled('timeout', 0),
      stalled('closed', 20),
      stalled('unreadable', 700),
      stalled('unreachable', 0),
    ],
    misses: [stalled('cancelled', 0), stalled('local', 0), saying({ parameters: undefined }), healthy()],
  },
  'ports.posxml-closed': {
    finds: [
      healthy({ posxml: closed(POSXML, 'refused') }),
      healthy({ posxml: closed(POSXML, 'timeout') }),
      healthy({ posxml: closed(POSXML, 'unreachable'), log: open(LOG) }),
      healthy({ posxml: closed(POSXML, 'refused'), log: open(LOG, speaking()) }),
    ],
    misses: [
      bothClosed('refused'),
      alone('posxml', 'refused'),
      healthy({ posxml: closed(POSXML, 'local') }),
      healthy({ posxml: closed(POSXML, 'cancelled') }),
    ],
  },
  'ports.log-closed': {
    finds: [
      healthy({ log: closed(LOG, 'timeout') }),
      healthy({ log: closed(LOG, 'refused') }),
      healthy({ posxml: open(POSXML), log: closed(LOG, 'reset') }),
    ],
    misses: [
      bothClosed('timeout'),
      alone('log', 'timeout'),
      { at: NOON, posxml: open(POSXML, speaking()) },
      healthy({ log: closed(LOG, 'cancelled') }),
    ],
  },
  'ports.log-off': {
    finds: [{ ...saying({ parameters: parameters({ Logging: 0 }) }), log: closed(LOG, 'refused') }],
    misses: [
      saying({ parameters: parameters({ Logging: 0 }) }),
      { ...saying({ parameters: parameters({ Logging: 1 }) }), log: closed(LOG, 'refused') },
      healthy({ log: closed(LOG, 'refused') }),
    ],
  },
  'ports.swapped': {
    finds: [
      behind(SILENT, speaking()),
      behind(STREAM, speaking()),
      behind({ kind: 'other', excerpt: 'LOG 1' }, speaking()),
      behind(closes(false), speaking()),
      behind(closes(true), speaking()),
      behind({ kind: 'garbled', detail: 'no XML', excerpt: 'x' }, speaking()),
    ],
    misses: [
      behind(SILENT, SILENT),
      behind(http, speaking()),
      behind(speaking(), STREAM),
      behind(undefined, speaking()),
      healthy({ posxml: closed(POSXML, 'refused'), log: open(LOG, speaking()) }),
    ],
  },
  'ports.same-port': {
    finds: [
      behind(named('00012345'), named('00012345')),
      behind(nameless, nameless),
      behind(named('00012345'), nameless),
      behind(named('00012345'), named(' 00012345 ')),
      behind(at('10.0.0.5'), at('10.0.0.5')),
    ],
    misses: [behind(named('00012345'), named('00067890')), behind(SILENT, named('00012345')), healthy()],
  },
  'ports.two-terminals': {
    finds: [behind(named('00012345'), named('00067890')), behind(at('10.0.0.5'), at('10.0.0.6'))],
    misses: [
      behind(named('00012345'), named('00012345')),
      behind(named('00012345'), nameless),
      behind(nameless, nameless),
    ],
  },
  'service.http': {
    finds: [
      behind(http),
      behind(speaking(), http),
      behind(http, http),
      behind({ kind: 'http', status: undefined, title: undefined, server: undefined }),
      behind(http, speaking()),
    ],
    misses: [healthy(), behind(SILENT)],
  },
  'service.tls': {
    finds: [behind({ kind: 'tls', detail: 'alert 40' }), behind(speaking(), { kind: 'tls', detail: 'alert 40' })],
    misses: [behind(http)],
  },
  'service.ssh': {
    finds: [behind({ kind: 'ssh', banner: 'SSH-2.0-x' }), behind(speaking(), { kind: 'ssh', banner: 'SSH-2.0-x' })],
    misses: [behind({ kind: 'other', excerpt: '220 hello' })],
  },
  'service.printer': {
    finds: [behind({ kind: 'printer', detail: '@PJL' }), behind(speaking(), { kind: 'printer', detail: '@PJL' })],
    misses: [behind(STREAM)],
  },
  'service.silent': {
    finds: [behind(SILENT), { at: NOON, posxml: open(POSXML, SILENT) }],
    misses: [healthy(), behind(SILENT, speaking()), behind(closes(false))],
  },
  'service.closes': {
    finds: [behind(closes(false)), behind(closes(false, false)), behind(speaking(), closes(false, true))],
    misses: [
      behind(speaking(), closes(false)),
      behind(speaking(), closes(false, false)),
      behind(closes(true)),
      behind(closes(false), speaking()),
    ],
  },
  'terminal.client-mode': {
    finds: [
      behind({ kind: 'dials-out' }),
      behind(speaking(), { kind: 'dials-out' }),
      healthy({ posxml: open({ ...POSXML, port: 4444 }, SILENT) }),
    ],
    misses: [behind(SILENT), healthy({ posxml: open({ ...POSXML, port: 4444 }, speaking()) })],
  },
  'service.garbled': {
    finds: [
      behind({ kind: 'garbled', detail: 'cut short', excerpt: 'HTTP/1.0 200' }),
      behind({ kind: 'garbled', detail: '', excerpt: '' }),
      // It answered a question, which a log does not.
      behind(speaking(), { kind: 'garbled', detail: 'x', excerpt: 'y' }),
    ],
    misses: [healthy()],
  },
  'service.other': {
    finds: [
      behind({ kind: 'other', excerpt: '220 FTP' }),
      behind(speaking(), { kind: 'other', excerpt: '220 FTP', detail: 'a file server (FTP)' }),
      behind(STREAM, STREAM),
      behind({ kind: 'other', excerpt: '' }),
      behind(speaking(), { kind: 'other', excerpt: 'UNKNOWN_COMMAND' }),
    ],
    misses: [healthy({ log: open(LOG, STREAM) }), behind(STREAM, speaking())],
  },
  'posxml.version': {
    finds: [
      saying({
        version: undefined,
        refusedVersions: ['7.1.0', '7.2.0', '6.0.2'],
        status: undefined,
        parameters: undefined,
      }),
      saying({ version: undefined, returnCode: 32770, status: undefined, parameters: undefined }),
    ],
    misses: [
      saying({ refusedVersions: ['7.1.0'], version: '7.2.0' }),
      saying({ refusedVersions: ['7.1.0'], version: '7.2.0', returnCode: 32770 }),
      answering(32783),
    ],
  },
  'posxml.disabled': {
    finds: [
      answering(32783),
      saying({
        version: undefined,
        refusedVersions: ['7.1.0'],
        returnCode: 32783,
        status: undefined,
        parameters: undefined,
      }),
    ],
    misses: [answering(32782), healthy()],
  },
  'posxml.busy': {
    finds: [answering(32775), answering(32779, 'later'), saying({ status: status({ ReturnCode: 32779 }) })],
    misses: [answering(32774), paid('returned', { returnCode: 32779 })],
  },
  'posxml.forgiven': {
    finds: [
      saying({ forgiven: [{ reply: 'GetParametersResponse', element: 'TerminalOwnerName', written: '&' }] }),
      saying({
        forgiven: ['&', '<', '&nbsp;', '&#1;'].map((written) => ({ reply: 'Error', element: 'Reason', written })),
      }),
    ],
    misses: [healthy(), saying({ forgiven: [] })],
  },
  'posxml.rejected': {
    finds: [
      answering(32769),
      answering(32771),
      answering(32773),
      answering(32774),
      answering(32777),
      answering(40000, 'what'),
      answering(32786),
      saying({ status: undefined, parameters: undefined, reason: 'no' }),
    ],
    misses: [
      saying({ returnCode: 0 }),
      saying({ status: undefined, ms: undefined }),
      behind(SILENT, speaking({ status: undefined })),
      answering(1),
      answering(32783),
      answering(32772),
    ],
  },
  'terminal.other-clinic': {
    finds: [
      healthy({ expected: { terminalId: '00067890' } }),
      healthy({ expected: { merchantRegNo: '10009999' } }),
      {
        ...saying({ parameters: parameters({ TerminalOwnerName: 'Teine Kliinik' }) }),
        expected: { clinicName: 'Kolmas Kliinik' },
      },
    ],
    misses: [
      healthy({ expected: { terminalId: ' 00012345' } }),
      healthy({ expected: {} }),
      healthy({ expected: { terminalId: '' } }),
      { ...saying({ parameters: undefined }), expected: { terminalId: '00067890' } },
    ],
  },
  'terminal.reversal-active': {
    finds: [saying({ status: status({ ReversalActive: 1 }) })],
    misses: [saying({ status: status({ ReversalActive: 0 }) }), saying({ status: undefined, ms: undefined })],
  },
  'terminal.outage': {
    finds: [{ ...answering(32772), lately: { troubled: 2 } }],
    misses: [
      answering(32772),
      { ...answering(32772), lately: { troubled: 1 } },
      healthy({ lately: { troubled: 9 } }),
      { ...answering(32779), lately: { troubled: 9 } },
    ],
  },
  'terminal.bank-unreachable': {
    finds: [answering(32772), paid('not-made', { returnCode: 32772 })],
    misses: [answering(32774), paid('returned', { returnCode: 32772 })],
  },
  'terminal.reader': {
    finds: [saying({ status: status({ CardStatus: 2 }) }), answering(32785), paid('not-made', { returnCode: 32785 })],
    misses: [saying({ status: status({ CardStatus: 1 }) }), saying({ status: status({ CardStatus: 3 }) })],
  },
  'terminal.card-in-reader': {
    finds: [saying({ status: status({ CardStatus: 1 }) }), answering(1)],
    misses: [saying({ status: status({ CardStatus: 0 }) }), saying({ status: { ReturnCode: 0 } })],
  },
  'terminal.printer': {
    finds: [{ ...paid('returned'), reported: { receipt: 'none' } }],
    misses: [
      { ...paid('returned'), reported: { receipt: 'printed' } },
      paid('returned'),
      ...['0', '1', '2', '9', 'X'].map((PrinterStatus) => saying({ status: status({ PrinterStatus }) })),
    ],
  },
  'terminal.sending-failed': {
    finds: [{ ...paid('returned'), sending: { failed: true } }],
    misses: [{ ...paid('returned'), sending: { failed: false } }, paid('returned')],
  },
  'terminal.sending-soon': {
    finds: [true, false].map((waited) => ({
      ...paid('returned'),
      sending: { failed: false, near: { at: '23:00', minutes: 8, waited } },
    })),
    misses: [{ ...paid('returned'), sending: { failed: false } }, paid('returned')],
  },
  'terminal.pre-authorisations': {
    finds: [saying({ status: status({ NotFinishedTransactionsCount: 1 }) })],
    misses: [
      saying({ status: status({ NotFinishedTransactionsCount: 0, TransactionsCount: 99 }) }),
      saying({ status: { ReturnCode: 0 } }),
    ],
  },
  'terminal.currency': {
    finds: [
      saying({ parameters: parameters({ CurrencyNameStr: 'EEK' }) }),
      answering(32787),
      paid('not-made', { returnCode: 32787 }),
    ],
    misses: [
      saying({ parameters: parameters({ CurrencyNameStr: ' eur ' }) }),
      saying({ parameters: parameters({ CurrencyNameStr: '' }) }),
      saying({ parameters: { TerminalID: '00012345' } }),
    ],
  },
  'terminal.clock': {
    finds: [
      time('2026-07-01T12:05:00'),
      time('2026-07-01T11:55:00'),
      time('2026-07-01T11:00:00'),
      time('2012-01-01T00:00:00'),
    ],
    misses: [
      time('2026-07-01T12:04:59'),
      time('2026-07-01T11:55:01'),
      time('2026-02-31T11:00:00'),
      time('rubbish'),
      saying({ status: { ReturnCode: 0 } }),
    ],
  },
  'terminal.dhcp': {
    finds: [
      healthy({ earlier: { here: HERE } }),
      healthy({ earlier: { here: { ...HERE, at: Number.NaN } } }),
      { ...saying({ parameters: { TerminalID: ' 00012345', LocalIPAddress: '10.0.0.2' } }), earlier: { here: HERE } },
    ],
    misses: [
      ...[0, 1, 2, 9].map((IPAddressMode) => saying({ parameters: parameters({ IPAddressMode }) })),
      healthy({ earlier: { here: { ...HERE, localIpAddress: '192.168.1.20' } } }),
      healthy({ earlier: { here: { ...HERE, terminalId: '00067890' } } }),
      healthy({ earlier: { here: UNTOLD } }),
      { ...saying({ parameters: { TerminalID: '00012345' } }), earlier: { here: HERE } },
      { ...behind(SILENT), earlier: { here: HERE } },
      { ...behind(closes(false)), earlier: { here: HERE } },
      { ...healthy({ posxml: closed(POSXML, 'refused') }), earlier: { here: HERE } },
      { ...bothClosed('cancelled'), earlier: { here: HERE } },
      { ...bothClosed('local'), earlier: { here: HERE } },
      bothClosed('refused'),
    ],
  },
  'address.changed': {
    finds: [
      healthy({ earlier: { elsewhere: ELSEWHERE } }),
      healthy({ cloud: { instance: 'https://cloud.example/clinic', failure: undefined, moved: MOVED } }),
    ],
    misses: [
      healthy({ earlier: { elsewhere: { ...ELSEWHERE, terminalId: '00067890' } } }),
      { ...bothClosed('refused'), earlier: { elsewhere: ELSEWHERE } },
      healthy({ earlier: { here: { ...HERE, localIpAddress: '192.168.1.20' } } }),
    ],
  },
  'terminal.exposed': {
    finds: [healthy({ controls: { strangerReaches: true } })],
    misses: [
      healthy({ controls: { strangerReaches: false } }),
      healthy({ controls: { strangerReaches: null } }),
      healthy({ controls: {} }),
      healthy(),
    ],
  },
  'cloud.unauthorized': { finds: [cloud('unauthorized', { status: 401 })], misses: [cloud('rejected')] },
  'cloud.permission': {
    finds: [cloud('permission', { status: 403 })],
    misses: [cloud('unauthorized', { status: 401 })],
  },
  'cloud.instance': {
    finds: [cloud('instance', { status: 404, check: 'cloud.auth' })],
    misses: [cloud('rejected', { status: 404 })],
  },
  'cloud.intercepted': {
    finds: [cloud('intercepted', { status: 403 })],
    misses: [cloud('permission', { status: 403 })],
  },
  'cloud.unreadable': {
    finds: [cloud('unreadable', { status: undefined, detail: 'record 9 in the cloud cannot be read' })],
    misses: [cloud('unavailable')],
  },
  'cloud.enter-by-hand': {
    finds: [cloud('enter-by-hand', { status: undefined })],
    misses: [cloud('no-terminals', { status: 404 })],
  },
  'cloud.no-terminals': {
    finds: [cloud('no-terminals', { status: 404 })],
    misses: [cloud('rejected', { status: 404 })],
  },
  'cloud.rejected': {
    finds: [cloud('rejected', { fields: { host: ['Enter a valid IPv4 address.'] } })],
    misses: [cloud('conflict')],
  },
  'cloud.rate-limited': {
    finds: [cloud('rate-limited', { retryAfterS: 7.2 }), cloud('rate-limited')],
    misses: [cloud('unavailable')],
  },
  'cloud.clock': {
    finds: [cloud('clock', { status: undefined, check: 'doctor.instance' })],
    misses: [cloud('untrusted'), cloud('unavailable')],
  },
  'cloud.untrusted': {
    finds: [cloud('untrusted', { status: undefined })],
    misses: [cloud('clock'), cloud('unavailable')],
  },
  'cloud.proxy': { finds: [cloud('proxy', { status: undefined, detail: '' })], misses: [cloud('unavailable')] },
  'cloud.unavailable': {
    finds: [cloud('unavailable', { status: undefined, check: 'cloud.auth' })],
    misses: [healthy({ cloud: { instance: 'https://cloud.example/clinic', failure: undefined } })],
  },
  'cloud.conflict': { finds: [cloud('conflict', { status: 409 })], misses: [cloud('rejected', { status: 409 })] },
  'payment.declined': {
    finds: [paid('declined', { returnCode: 32778, reason: 'Card declined transaction. System error! (909).' })],
    misses: [paid('returned'), paid('cancelled')],
  },
  'payment.no-card': {
    finds: [paid('no-card', { returnCode: 32776 })],
    misses: [paid('returned', { returnCode: 32776 })],
  },
  'payment.asked': {
    finds: [
      paid('cancelled', { returnCode: 32782, asked: 'VoiceTransactionRequest' }),
      paid('declined', { returnCode: 32778, asked: 'FallbackTransactionRequest' }),
    ],
    misses: [paid('cancelled', { returnCode: 32782 }), paid('unknown', { asked: 'VoiceTransactionRequest' })],
  },
  'payment.cancelled': { finds: [paid('cancelled', { returnCode: 32782 })], misses: [paid('no-card')] },
  'payment.not-made': {
    finds: [paid('not-made'), paid('not-made', { returnCode: 32786 }), paid('not-made', { returnCode: 32774 })],
    misses: [paid('not-made', { returnCode: 32772 }), paid('returned')],
  },
  'payment.refused': {
    finds: [paid('refused', { returnCode: 32774 }), paid('refused', { returnCode: undefined })],
    misses: [paid('declined', { returnCode: 32774 }), paid('unknown')],
  },
  'payment.unknown': {
    finds: [paid('unknown', { stan: undefined, authorizationNo: undefined, terminalId: undefined })],
    misses: [paid('returned'), paid('not-returned')],
  },
  'payment.not-returned': { finds: [paid('not-returned')], misses: [paid('returned'), paid('unknown')] },
};
