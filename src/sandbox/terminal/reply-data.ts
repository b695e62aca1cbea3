import { createHash } from 'node:crypto';
import type { Cents } from '../../posxml/fields.js';
import type { TransactionData, TransactionReply } from '../../posxml/messages.js';
import type { Engine } from './engine.js';
import { maskedPan } from './memory.js';
import type { TransactionRecord } from './memory.js';
import { receiptText } from './receipts.js';
import type { ReceiptPart, ReceiptKind } from './receipts.js';
import type { OperationOutcome } from './operation-outcome.js';

/** What was asked, as far as the reply repeats it. */
export interface Asked {
  readonly version: string;
  readonly purpose: 'sale' | 'reversal' | 'query';
  readonly receipt: ReceiptKind;
  readonly transactionId: string;
  readonly amount: Cents;
  readonly currency: string;
  /** Line width of the receipts to return; undefined for none. */
  readonly returnReceipts: number | undefined;
}

/** The body of each reply about a transaction. */
export function transactionReply(engine: Engine, outcome: OperationOutcome, asked: Asked): TransactionReply {
  const { record } = outcome;
  const old = asked.version.startsWith('6.');
  const data = record && without(transactionData(engine, record, asked), engine.settings.omittedData);
  const known: TransactionReply = {
    ReturnCode: outcome.code,
    Reason: outcome.reason,
    ...(data ? { TransactionData: data, TerminalData: terminalData(engine) } : {}),
    ...(record && (old || engine.settings.cardData === 'masked') ? { CardData: cardData(record, asked.version) } : {}),
    ...receipts(engine, record, asked),
  };
  return old ? filled(known, engine, asked) : known;
}

function transactionData(engine: Engine, record: TransactionRecord, asked: Asked): TransactionData {
  return {
    TransactionID: record.transactionId,
    Amount: record.amount,
    CurrencyName: record.currency,
    DateTime: record.at,
    Stan: record.stan,
    AuthorizationNo: record.authorizationNo,
    HostAnswer: isNotified(engine, record, asked) ? '---' : record.hostAnswer,
    Type: 'T1',
    ...completion(engine, record, asked),
    ...reversal(engine, record, asked),
    ...(asked.purpose === 'sale' ? engine.settings.saleReplyOverrides : {}),
  };
}

function completion(engine: Engine, record: TransactionRecord, asked: Asked): TransactionData {
  if (!record.approved) return isNotified(engine, record, asked) ? { TransactionCompletion: 'NOTIFICATION' } : {};
  if (record.reversal && engine.settings.reversedQuery !== 'StanRev') return { TransactionCompletion: 'COMPLETED_REV' };
  return engine.settings.completion === 'absent' ? {} : { TransactionCompletion: engine.settings.completion };
}

function isNotified({ settings }: Engine, record: TransactionRecord, { purpose }: Asked): boolean {
  if (record.approved) return false;
  return purpose === 'query' ? settings.declinedQuery === 'as-notification' : settings.declineForm === 'notification';
}

/** The reply to a reversal always has them (posxml documents); a query's only where the terminal keeps them. */
function reversal(engine: Engine, record: TransactionRecord, asked: Asked): TransactionData {
  const hidden = asked.purpose !== 'reversal' && engine.settings.reversedQuery === 'COMPLETED_REV';
  if (!record.reversal || hidden) return {};
  return { StanRev: record.reversal.stan, DateTimeRev: record.reversal.at };
}

function cardData(record: TransactionRecord, version: string): NonNullable<TransactionReply['CardData']> {
  const id = createHash('sha256').update(record.card.name).digest('hex');
  return {
    PhysicalType: version.startsWith('6.') ? '2' : '02',
    CardName: record.card.label,
    Pan: maskedPan(record.card),
    Expires: '**/**',
    ...(version === '7.2.0' ? { CardID: id } : {}),
  };
}

function terminalData(engine: Engine): NonNullable<TransactionReply['TerminalData']> {
  const { settings } = engine;
  return {
    ID: settings.terminalIdInReplies ?? settings.terminalId,
    SerNo: settings.serialNumber,
    Name: settings.ownerName,
    Address: settings.ownerAddress,
    MerchantRegNo: settings.merchantRegNo,
    ...(settings.printerStatus === undefined ? {} : { PrinterStatus: settings.printerStatus }),
  };
}

function receipts(engine: Engine, record: TransactionRecord | undefined, asked: Asked): TransactionReply {
  if (!record || asked.returnReceipts === undefined) return {};
  const width = asked.returnReceipts;
  const text = (part: ReceiptPart): string => receiptText(engine.settings, record, part, asked.receipt, width);
  return { MerchReceipt: text('merchant'), CustReceipt: text('customer') };
}

/** A client of 6.0.2 takes these for mandatory in every reply about a transaction, in a refusal too. */
function filled(known: TransactionReply, engine: Engine, asked: Asked): TransactionReply {
  const data: TransactionData = {
    TransactionID: asked.transactionId,
    Amount: asked.amount,
    CurrencyName: asked.currency,
    DateTime: engine.now,
    Stan: 0,
    AuthorizationNo: '',
    HostAnswer: '---',
    Type: 'T1',
    CardAction: '0',
    SecAmount: asked.amount,
    SecCurrencyName: asked.currency,
    SignatureRequired: 0,
    PINVerified: known.CardData ? 1 : 0,
  };
  return {
    ...known,
    Reason: known.Reason === '' ? 'OK' : (known.Reason ?? 'OK'),
    TransactionData: without({ ...data, ...known.TransactionData }, engine.settings.omittedData),
    CardData: { PhysicalType: '0', CardName: '', Pan: '', Expires: '**/**', ServiceCode: '***', ...known.CardData },
    TerminalData: terminalData(engine),
  };
}

function without(data: TransactionData, names: readonly (keyof TransactionData)[]): TransactionData {
  return Object.fromEntries(Object.entries(data).filter(([name]) => !(names as readonly string[]).includes(name)));
}
