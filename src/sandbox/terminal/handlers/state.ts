import { writeDateTime } from '../../../posxml/datetime.js';
import type { MessageBody } from '../../../posxml/messages.js';
import type { Engine } from '../engine.js';
import type { TerminalSettings } from '../settings.js';
import { succeededReply } from './context.js';
import type { HandlerContext } from './context.js';

export function handleStatus(
  _body: object,
  { engine, version }: HandlerContext,
): MessageBody<'GetTerminalStatusResponse'> {
  const { settings, memory } = engine;
  return {
    ...succeededReply(version),
    CardStatus: settings.cardStatus ?? cardStatus(engine),
    NextSTAN: memory.nextStan,
    NotFinishedTransactionsCount: settings.notFinishedTransactionsCount,
    TransactionsCount: Math.min(memory.batchCount, 999),
    ReversalActive: settings.reversalActive ?? (memory.owed ? 1 : 0),
    Time: engine.now,
    ...(settings.printerStatus === undefined ? {} : { PrinterStatus: settings.printerStatus }),
    DisplayLanguage: settings.displayLanguage,
    PrinterLanguage: settings.printerLanguage,
  };
}

function cardStatus({ settings, reader }: Engine): number {
  if (settings.cardReader === 'broken') return 2;
  return reader.holdsCard ? 1 : 0;
}

export function handleParameters(
  _body: object,
  { engine, version }: HandlerContext,
): MessageBody<'GetParametersResponse'> {
  const { settings } = engine;
  const all: MessageBody<'GetParametersResponse'> = {
    ...(version.startsWith('6.') ? { ShowText1: settings.ownerName } : {}),
    WaitCardTimeout: settings.waitCardTimeout,
    MinCustomerAmount: settings.minCustomerAmount,
    TerminalID: settings.terminalId,
    MerchantID: settings.merchantId,
    MerchantRegNo: settings.merchantRegNo,
    PayDesk: settings.payDesk,
    TerminalVersion: settings.terminalVersion,
    CountryCodeStr: '233',
    TerminalOwnerAddress: addressIn(settings),
    TerminalOwnerName: settings.ownerName,
    RefundActionEnabled: settings.refundEnabled ? 1 : 0,
    SupportedLanguages: settings.supportedLanguages,
    TerminalCurrentLanguage: settings.displayLanguage,
    TerminalPrintLanguage: settings.printerLanguage,
    CurrencyCodeStr: settings.currencyNumber,
    CurrencyNameStr: settings.currency,
    ...(version.startsWith('6.') ? {} : network(settings)),
  };
  const absent = settings.parametersAbsent;
  const kept = Object.entries(all).filter(([name]) => absent !== 'all' && !absent.includes(name));
  return { ...succeededReply(version), ...Object.fromEntries(kept) };
}

/** The tables of 6.0.2 have none of these. */
function network(settings: TerminalSettings): MessageBody<'GetParametersResponse'> {
  return {
    EthernetUsed: 1,
    IPAddressMode: settings.ipAddressMode,
    LocalIPAddress: settings.localIpAddress,
    GatewayIPAddress: settings.gatewayIpAddress,
    SubnetMask: settings.subnetMask,
    HostIPAddressA: settings.hostAddress,
    HostIPPortA: settings.hostPort,
    HostSSLUsed: 1,
    XMLMode: 1,
    XMLIPPort: 4445,
    ...(settings.logging === 'untold' ? {} : { Logging: settings.logging === 'on' ? 1 : 0 }),
  };
}

/** C-12 (posxml documents). */
function addressIn({ ownerAddress, ownerAddressInParameters }: TerminalSettings): string {
  return ownerAddressInParameters === 'whole' ? ownerAddress : Array.from(ownerAddress).slice(0, 12).join('');
}

export function currentBatch(
  _body: object,
  { engine, version }: HandlerContext,
): MessageBody<'TransactionCurrStatusResponse'> {
  const { memory, settings } = engine;
  return {
    ...succeededReply(version),
    FileNumber: memory.fileNumber,
    FileTransactionCount: memory.batchCount,
    FileTotalAmount: memory.batchTotal,
    FileDateTime: writeDateTime(memory.fileBegan),
    FileSendStatus: settings.sendingFails ? 0 : 1,
    PendingCount: settings.pendingCount,
    ...(version.startsWith('6.') || settings.sendTime === undefined ? {} : { SendTime: settings.sendTime }),
    FileData: memory.batchText(),
  };
}
