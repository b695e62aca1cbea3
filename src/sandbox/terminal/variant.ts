import { DEFAULT_SETTINGS } from './defaults.js';
import { randomFrom } from './random.js';
import type { TerminalSettings } from './settings.js';

/**
 * A healthy terminal with random answers to all that the posxml documents leave open; the same for the same seed.
 * A client that understands the protocol completes an onboarding against each of them.
 */
export function healthyVariant(seed: number): TerminalSettings {
  const random = randomFrom(seed);
  const one = <const T>(...values: readonly T[]): T => values[random.below(values.length)] as T;
  const contentLength = one('present', 'present', 'absent', 'too-long');
  const version = one('7.1.0', '7.2.0', '6.0.2');
  const encodingTold = one('declared', 'declared', 'head', 'nowhere', 'falsely');
  const queryFindsBy = one('id', 'stan', 'both');
  // One that knows a sale by its id also takes it back by that.
  const reversalFindsBy = queryFindsBy === 'stan' ? one('stan', 'both') : one('id', 'both');
  const isTold = encodingTold === 'declared' || encodingTold === 'head';
  return {
    ...DEFAULT_SETTINGS,
    versions: one(true, false)
      ? [version]
      : [version, ...['7.1.0', '7.2.0', '6.0.2'].filter((other) => other !== version)],
    terminalId: one('SB000001', 'ICT00210'),
    serialNumber: one('17001CT20000001', 'ICT220-01T1003F-12036CT00000001 IPP320-00000001'),
    terminalVersion: one('7', '7.1.0.14'),
    ownerAddressInParameters: one('cut', 'whole'),
    sendingFails: one(false, false, true),
    nextStan: one(1, 42, 4711, 999_998),
    fileNumber: 1 + random.below(9999),
    priorSales: one(0, 0, 3),
    printerStatus: one('0', '1', '2', undefined),
    parametersAbsent: one(
      [],
      ['LocalIPAddress', 'GatewayIPAddress', 'SubnetMask', 'IPAddressMode', 'HostIPAddressA', 'PrinterMode'],
    ),
    duplicateId: one('accepted', 'refused', 'replayed'),
    completion: one('absent', 'COMPLETED'),
    declineForm: one('code', 'notification', 'printed', 'real'),
    failureForm: one('code', 'real'),
    chipData: one('present', 'absent'),
    cardData: one('masked', 'absent'),
    omittedData: one([], ['HostAnswer']),
    questionForm: one('reply', 'request', 'bare'),
    pullEarlyLeaves: one('nothing', 'auto-reversal'),
    onDisconnect: one('commit', 'abort', 'auto-reverse'),
    onPowerLoss: one('commit', 'abort', 'auto-reverse'),
    receiptForm: one('plain', 'control-blocks'),
    queryFindsBy,
    declinedQuery: one('not-found', 'as-declined', 'as-notification', 'as-printed', 'as-real'),
    brokenOffKept: one(true, false),
    reversedQuery: one('COMPLETED_REV', 'StanRev', 'both', 'not-found'),
    sentQuery: one('found', 'not-found'),
    replyName: one('own', 'TransactionResponse'),
    reversalFindsBy,
    alreadyReversedCode: one(32775, 32778),
    batchSentCode: one(32781, 32778),
    whileBusy: one('serve-status', 'refuse-code', 'no-reply', 'queue', 'refuse-connection'),
    busyCode: one(32779, 32775),
    cancelReadOn: one('same', 'another', 'both', 'neither'),
    cancelReplied: one('first', 'last'),
    lateCancelCode: one(32779, 0),
    idleCancelCode: one(0, 32775, 32779),
    restMs: one(0, 0, 20),
    // Where the length does not tell the end of a reply, the end of the connection does.
    xmlSessionMode: contentLength === 'present' ? one(true, false) : true,
    statusLine: one('HTTP/1.0 200 OK', 'http/1.0 200 ok', 'HTTP/1.0 200', 'HTTP/1.1 200 OK'),
    leadingBlankLine: one(true, false),
    lineEnd: one('\r\n', '\n'),
    contentLength,
    logging: one('untold', 'on'),
    straySignal: one('none', 'none', 'ENQ', 'ACK', 'ENQ-on-connect'),
    documentPadding: one(true, false),
    fieldPadding: one(true, false),
    drip: one(undefined, undefined, { bytes: 64, everyMs: 1 }),
    logForm: one('silent', 'text', 'text-on-connect', 'text-now-and-then', 'closes-at-once'),
    ownerName: one('Näidiskliinik OÜ', 'KOER & KASS', 'Žanna ja Šaško <3'),
    escaping: one('all', 'none'),
    encodingTold,
    // What is not told has to be guessed, and only one can be.
    encoding: isTold
      ? one('UTF-8', 'ISO-8859-4', 'ISO-8859-13', 'ISO-8859-15', 'windows-1257')
      : one('UTF-8', 'windows-1257'),
  };
}
