import type { FailureReason } from '../../../src/model/failure.js';
import type { Pair } from '../../../src/model/endpoint.js';
import type {
  CloudFailureKind,
  Facts,
  PaymentEnd,
  PaymentFacts,
  PortFacts,
  PosXmlFacts,
  ServiceFacts,
} from '../../../src/model/facts.js';

/** 1 July 2026, 12:00:00 in Tallinn (UTC+3). */
export const NOON = Date.UTC(2026, 6, 1, 9, 0, 0);
export const POSXML: Pair = { host: '127.0.0.1', port: 14445, role: 'posxml' };
export const LOG: Pair = { host: '127.0.0.1', port: 15551, role: 'log' };

type Overrides<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** A terminal in good health, with a beginning batch and a printer value that nobody documents. */
export function healthyPosXml(over: Overrides<PosXmlFacts> = {}): PosXmlFacts {
  return {
    version: '7.1.0',
    refusedVersions: [],
    status: status(),
    parameters: parameters(),
    returnCode: undefined,
    reason: undefined,
    ms: 31,
    ...over,
  } as PosXmlFacts;
}

export function status(over: Partial<NonNullable<PosXmlFacts['status']>> = {}): NonNullable<PosXmlFacts['status']> {
  return {
    ReturnCode: 0,
    CardStatus: 0,
    NextSTAN: 18,
    NotFinishedTransactionsCount: 0,
    TransactionsCount: 3,
    ReversalActive: 0,
    Time: '2026-07-01T12:00:07',
    PrinterStatus: '2',
    ...over,
  };
}

export function parameters(
  over: Partial<NonNullable<PosXmlFacts['parameters']>> = {},
): NonNullable<PosXmlFacts['parameters']> {
  return {
    ReturnCode: 0,
    TerminalID: '00012345',
    MerchantRegNo: '10001234',
    LocalIPAddress: '192.168.1.20',
    IPAddressMode: 1,
    CurrencyNameStr: 'EUR',
    ...over,
  };
}

export function open(pair: Pair, service?: ServiceFacts): PortFacts {
  return { pair, tcp: { open: true, timing: { connect: 30, total: 30 }, address: pair.host }, service };
}

export function closed(pair: Pair, reason: FailureReason, total = 5000): PortFacts {
  const failure = {
    reason,
    phase: 'connect',
    message: `${pair.host}:${pair.port} ${reason}`,
    errno: undefined,
  } as const;
  return { pair, tcp: { open: false, failure, timing: { total } }, service: undefined };
}

export function speaking(over: Overrides<PosXmlFacts> = {}): ServiceFacts {
  return { kind: 'posxml', posxml: healthyPosXml(over) };
}

export const SILENT: ServiceFacts = { kind: 'silent', waitedMs: 5000 };
export const STREAM: ServiceFacts = { kind: 'stream', bytes: 120 };

/** Both ports open, PosXML on the one, silence on the other. */
export function healthy(over: Partial<Facts> = {}): Facts {
  return { at: NOON, posxml: open(POSXML, speaking()), log: open(LOG, SILENT), ...over };
}

/** A healthy terminal but for what its PosXML says. */
export function saying(over: Overrides<PosXmlFacts>): Facts {
  return healthy({ posxml: open(POSXML, speaking(over)) });
}

/** A terminal that answers every request with this code. */
export function answering(returnCode: number, reason?: string): Facts {
  return saying({ returnCode, reason, status: undefined, parameters: undefined });
}

/** A terminal whose ports answer like this. */
export function behind(posxml: ServiceFacts | undefined, log: ServiceFacts | undefined = SILENT): Facts {
  return healthy({ posxml: open(POSXML, posxml), log: open(LOG, log) });
}

export function paid(end: PaymentEnd, over: Partial<PaymentFacts> = {}): Facts {
  const payment: PaymentFacts = {
    end,
    returnCode: undefined,
    reason: undefined,
    stan: 17,
    authorizationNo: '123456',
    terminalId: '00012345',
    amount: 1,
    transactionId: 'T260701120000ABC',
    ...over,
  };
  return healthy({ payment });
}

export function cloud(
  kind: CloudFailureKind,
  over: Partial<NonNullable<NonNullable<Facts['cloud']>['failure']>> = {},
): Facts {
  const failure = { kind, status: 400, detail: 'Not so.', fields: {}, retryAfterS: undefined, ...over };
  return healthy({ cloud: { instance: 'https://cloud.example/clinic', failure } });
}
