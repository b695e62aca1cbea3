import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CheckId } from '../../../src/contract/document.js';
import type { FailureReason } from '../../../src/model/failure.js';
import type { Pair } from '../../../src/model/endpoint.js';
import { toDocument } from '../../../src/diagnosis/advice.js';
import { diagnoseFacts, exitOf } from '../../../src/diagnosis/diagnose.js';
import type {
  CloudFailureKind,
  EarlierTerminal,
  Facts,
  PaymentEnd,
  PortFacts,
  PosXmlFacts,
  ServiceFacts,
} from '../../../src/model/facts.js';
import { TABLE } from '../../../src/diagnosis/table.js';
import { KNOWN_RETURN_CODES } from '../../../src/posxml/return-codes.js';
import { anyText } from '../../support/any-text.js';
import { seeded } from '../../support/seeded.js';
import { healthy, healthyPosXml, LOG, open, parameters, POSXML, status } from './facts.js';
import { howMany } from '../../support/thorough.js';

const { seed } = seeded('diagnosis properties');
const RUNS = { seed, numRuns: howMany(1500, 200) };

/** Values without the keys that are undefined, as facts have them. */
const record = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K] | undefined> }): fc.Arbitrary<T> =>
  fc
    .record(model as Record<string, fc.Arbitrary<unknown>>)
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as T);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

/** So that these words in a document can only be ours. */
const isOrdinary = (text: string): boolean => !/undefined|NaN/.test(text);
const text = fc
  .oneof(fc.string({ maxLength: 120 }), anyText(40), fc.constantFrom('', '{places}', '00012345'))
  .filter(isOrdinary);
const ms = fc.double({ min: 0, max: 1e6, noNaN: true });
const code = fc.oneof(fc.constantFrom(...KNOWN_RETURN_CODES), fc.integer());
const REASONS: readonly FailureReason[] = [
  'resolve',
  'refused',
  'timeout',
  'unreachable',
  'reset',
  'closed',
  'too-large',
  'unreadable',
  'cancelled',
  'local',
];

const statusBody = record<NonNullable<PosXmlFacts['status']>>({
  ReturnCode: maybe(code),
  CardStatus: maybe(fc.nat(9)),
  NotFinishedTransactionsCount: maybe(fc.nat(999)),
  ReversalActive: maybe(fc.nat(9)),
  PrinterStatus: maybe(text),
  Time: maybe(
    fc.oneof(
      text,
      fc
        .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 19)),
    ),
  ),
});
const parametersBody = record<NonNullable<PosXmlFacts['parameters']>>({
  ReturnCode: maybe(code),
  TerminalID: maybe(fc.oneof(text, fc.constantFrom('00012345', '00067890'))),
  MerchantRegNo: maybe(text),
  CurrencyNameStr: maybe(fc.oneof(text, fc.constant('EUR'))),
  LocalIPAddress: maybe(text),
  IPAddressMode: maybe(fc.nat(9)),
});
const posxml: fc.Arbitrary<PosXmlFacts> = fc.record({
  version: maybe(text),
  refusedVersions: fc.array(text, { maxLength: 4 }),
  status: maybe(statusBody),
  parameters: maybe(parametersBody),
  returnCode: maybe(code),
  reason: maybe(text),
  ms: maybe(ms),
});
const service: fc.Arbitrary<ServiceFacts> = fc.oneof(
  fc.record({ kind: fc.constant('posxml' as const), posxml }),
  fc.record({
    kind: fc.constant('http' as const),
    status: maybe(fc.integer()),
    title: maybe(text),
    server: maybe(text),
  }),
  fc.record({ kind: fc.constantFrom('tls' as const, 'printer' as const), detail: text }),
  fc.record({ kind: fc.constant('ssh' as const), banner: text }),
  fc.record({ kind: fc.constant('silent' as const), waitedMs: ms }),
  fc.record({ kind: fc.constant('closes' as const), afterMs: ms, reset: fc.boolean() }),
  fc.record({ kind: fc.constant('garbled' as const), detail: text, excerpt: text }),
  fc.record({ kind: fc.constant('other' as const), excerpt: text }),
  fc.record({ kind: fc.constant('stream' as const), bytes: fc.nat() }),
);
const port = (pair: Pair): fc.Arbitrary<PortFacts> =>
  fc
    .oneof(
      fc.record({
        tcp: fc.record({ open: fc.constant(true as const), timing: fc.record({ total: ms }), address: text }),
        service: maybe(service),
      }),
      fc.record({
        tcp: maybe(
          fc.record({
            open: fc.constant(false as const),
            timing: fc.record({ total: ms }),
            failure: fc.record({
              reason: fc.constantFrom(...REASONS),
              phase: fc.constant('connect' as const),
              message: text,
              errno: maybe(text),
            }),
          }),
        ),
        service: fc.constant(undefined),
      }),
    )
    .map((facts) => ({ pair, ...facts }));
const count = fc.nat(3);
const portsSeen = record<NonNullable<Facts['vantages']>['here']>({
  posxml: maybe(port(POSXML)),
  log: maybe(port(LOG)),
});
const earlier = record<EarlierTerminal>({
  terminalId: fc.oneof(text, fc.constant('00012345')),
  localIpAddress: maybe(text),
  place: text,
  at: fc.oneof(fc.integer(), fc.double()),
});
const looks = fc.array(
  fc.record({ state: fc.constantFrom('refused', 'answers PosXML'), well: fc.boolean(), open: fc.boolean() }),
  { maxLength: 8 },
);
const facts: fc.Arbitrary<Facts> = record<Facts>({
  at: fc.oneof(fc.integer({ min: 0, max: 4e12 }), fc.double()),
  address: maybe(
    fc.record({
      input: text,
      problem: maybe(
        fc.record({
          code: fc.constantFrom(
            'address.invalid',
            'address.private',
            'address.cgnat',
            'address.reserved',
            'address.hostname',
          ),
          input: text,
          reason: text,
        }),
      ),
    }),
  ),
  posxml: maybe(port(POSXML)),
  log: maybe(port(LOG)),
  expected: maybe(record<NonNullable<Facts['expected']>>({ terminalId: maybe(text), merchantRegNo: maybe(text) })),
  controls: maybe(
    record<NonNullable<Facts['controls']>>({
      mustNotAnswer: maybe(fc.record({ tried: count, accepted: count })),
      mustAnswer: maybe(fc.record({ tried: count, answered: count })),
      cloudReaches: maybe(fc.boolean()),
      strangerReaches: maybe(fc.option(fc.boolean())),
    }),
  ),
  reported: maybe(fc.record({ receipt: fc.constantFrom('printed' as const, 'none' as const) })),
  earlier: maybe(record<NonNullable<Facts['earlier']>>({ here: maybe(earlier), elsewhere: maybe(earlier) })),
  vantages: maybe(
    record<NonNullable<Facts['vantages']>>({
      via: fc.constant('socks5://127.0.0.1:1080'),
      here: portsSeen,
      there: portsSeen,
      trouble: maybe(text),
      ownNetwork: maybe(fc.constant(true as const)),
    }),
  ),
  watched: maybe(record<NonNullable<Facts['watched']>>({ posxml: maybe(looks), log: maybe(looks) })),
  cloud: maybe(
    record<NonNullable<Facts['cloud']>>({
      instance: fc.constant('https://cloud.example/clinic'),
      moved: maybe(fc.record({ terminalId: text, name: text, from: text, to: fc.constant('127.0.0.1:14445') })),
      failure: maybe(
        fc.record({
          kind: fc.constantFrom<CloudFailureKind>(
            'unauthorized',
            'rejected',
            'rate-limited',
            'unavailable',
            'proxy',
            'untrusted',
            'clock',
            'conflict',
          ),
          status: maybe(fc.integer()),
          detail: text,
          fields: fc.dictionary(text, fc.array(text, { maxLength: 3 }), { maxKeys: 8 }),
          retryAfterS: maybe(ms),
        }),
      ),
    }),
  ),
  payment: maybe(
    fc.record({
      end: fc.constantFrom<PaymentEnd>(
        'returned',
        'declined',
        'no-card',
        'cancelled',
        'not-made',
        'unknown',
        'not-returned',
      ),
      returnCode: maybe(code),
      reason: maybe(text),
      stan: maybe(fc.nat()),
      authorizationNo: maybe(text),
      terminalId: maybe(text),
      amount: fc.nat(100),
      transactionId: fc.constant('T260701120000ABC'),
    }),
  ),
});

/** Whether a check that a diagnosis names has anything to tell in these facts. */
function looked(check: CheckId, { address, posxml: one, log, cloud, payment }: Facts): boolean {
  const spoke = one?.service?.kind === 'posxml' ? one.service.posxml : undefined;
  const evidence: Readonly<Partial<Record<CheckId, unknown>>> = {
    address: address?.problem,
    'tcp.posxml': one?.tcp,
    'tcp.log': log?.tcp,
    'service.posxml': one?.service,
    'service.log': log?.service,
    'posxml.version': spoke,
    'posxml.status': spoke?.ms ?? spoke?.status ?? spoke?.returnCode ?? spoke?.parameters?.ReturnCode,
    'posxml.parameters': spoke?.parameters,
    identity: spoke?.parameters?.TerminalID ?? spoke?.parameters?.MerchantRegNo,
    'cloud.auth': cloud?.failure,
    'cloud.register': cloud?.failure ?? cloud?.moved,
    'test.identify': undefined,
    'test.sale': payment,
    'test.reversal': payment,
    'test.reconcile': undefined,
  };
  return evidence[check] !== undefined;
}

test('a diagnosis never throws, is the same twice, and speaks only of what was looked at', () => {
  const order = TABLE.map(({ code: one }) => one);
  fc.assert(
    fc.property(facts, (seen) => {
      const diagnoses = diagnoseFacts(seen);
      expect(diagnoseFacts(structuredClone(seen))).toEqual(diagnoses);
      for (const { row, finding } of diagnoses) {
        expect(finding.because.length).toBeGreaterThan(0);
        for (const check of finding.because)
          expect([row.code, check, looked(check, seen)]).toEqual([row.code, check, true]);
      }
      const errors = diagnoses.filter(({ row }) => row.severity === 'error');
      expect(diagnoses.slice(0, errors.length)).toEqual(errors);
      for (const group of [errors, diagnoses.slice(errors.length)]) {
        const places = group.map(({ row }) => order.indexOf(row.code));
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }
    }),
    RUNS,
  );
});

test('every document is filled, on one line, with nothing that moves a cursor', () => {
  fc.assert(
    fc.property(facts, fc.constantFrom('et' as const, 'en' as const, 'ru' as const), (seen, language) => {
      for (const diagnosis of diagnoseFacts(seen)) {
        const document = toDocument(diagnosis, language);
        expect(JSON.stringify(document)).not.toMatch(/undefined|NaN/);
        expect(Object.values(document).flat().join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(document.say).not.toMatch(/[{}]/);
        expect(document.summary.length).toBeLessThan(800);
      }
    }),
    RUNS,
  );
});

test('money that is not proven ends with 10, and only that', () => {
  fc.assert(
    fc.property(facts, (seen) => {
      const owed = seen.payment?.end === 'unknown' || seen.payment?.end === 'not-returned';
      expect(exitOf(diagnoseFacts(seen)) === 10).toBe(owed);
      expect(exitOf(diagnoseFacts(seen), 'check') === 10).toBe(owed);
    }),
    RUNS,
  );
});

test('a given pair that took no connection never ends check with 0, unless we stopped ourselves', () => {
  fc.assert(
    fc.property(facts, (seen) => {
      const lost = [seen.posxml, seen.log].filter(
        (one) => one?.tcp?.open === false && one.tcp.failure.reason !== 'cancelled',
      );
      // Only `probe` watches, and for it a log port is no stop.
      if (lost.length > 0 && seen.watched === undefined) expect(exitOf(diagnoseFacts(seen), 'check')).not.toBe(0);
    }),
    RUNS,
  );
});

test('a healthy terminal gives none, whatever the undocumented values are', () => {
  const digit = fc.nat(9).map(String);
  const logService = maybe(
    fc.oneof(
      fc.record({ kind: fc.constant('silent' as const), waitedMs: ms }),
      fc.record({ kind: fc.constant('stream' as const), bytes: fc.nat() }),
    ),
  );
  fc.assert(
    fc.property(
      digit,
      fc.nat(9),
      fc.nat(999),
      logService,
      fc.integer({ min: -299, max: 299 }),
      fc.integer({ min: 1.6e9, max: 2e9 }),
      (printer, mode, unsent, log, off, second) => {
        const own = new Intl.DateTimeFormat('sv-SE', {
          timeZone: 'Europe/Tallinn',
          dateStyle: 'short',
          timeStyle: 'medium',
        });
        const Time = own.format((second + off) * 1000).replace(' ', 'T');
        const spoken = healthyPosXml({
          status: status({ PrinterStatus: printer, TransactionsCount: unsent, Time }),
          parameters: parameters({ IPAddressMode: mode }),
        });
        const seen = healthy({
          at: second * 1000,
          posxml: open(POSXML, { kind: 'posxml', posxml: spoken }),
          log: open(LOG, log),
        });
        expect(diagnoseFacts(seen)).toEqual([]);
      },
    ),
    { ...RUNS, numRuns: howMany(500, 100) },
  );
});
