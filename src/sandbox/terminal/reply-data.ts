import { createHash } from 'node:crypto';
import { RETURN_CODE } from '../../posxml/return-codes.js';
import type { Cents } from '../../posxml/fields.js';
import type { TransactionData, TransactionReply } from '../../posxml/messages.js';
import { declineReason } from './bank.js';
import type { Engine } from './engine.js';
import { NO_AUTHORISATION, printedDecline, realFailure } from './failed-reply.js';
import { maskedPan } from './memory.js';
import type { TransactionRecord } from './memory.js';
import { receiptText } from './receipts.js';
import type { ReceiptPart, ReceiptKind } from './receipts.js';
import type { OperationOutcome } from './operation-outcome.js';
import type { DeclineForm, TerminalSettings } from './settings.js';

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
  const form = failureForm(engine, outcome, asked);
  if (form === 'real') return realFailure(terminalData(engine, undefined));
  if (form === 'printed' && record)
    return printedDecline(record, declineReason(record.hostAnswer), terminalData(engine, undefined));
  const old = asked.version.startsWith('6.');
  const data = record && without(transactionData(engine, record, asked), engine.settings.omittedData);
  const known: TransactionReply = {
    ReturnCode: outcome.code,
    Reason: outcome.reason,
    ...(data ? { TransactionData: data, TerminalData: terminalData(engine, record) } : {}),
    ...(record && (old || engine.settings.cardData === 'masked') ? { CardData: cardData(record, asked.version) } : {}),
    ...receipts(engine, record, asked),
  };
  return old ? filled(known, engine, asked) : known;
}

/** Undefined for what did not fail. */
function failureForm(
  { settings }: Engine,
  { record, code }: OperationOutcome,
  { purpose }: Asked,
): DeclineForm | undefined {
  if (record) return record.approved ? undefined : declineForm(settings, purpose);
  return purpose === 'sale' && FAILED_AT_THE_TERMINAL.includes(code) ? settings.failureForm : undefined;
}

/** Ends of a sale that had begun; any other code says that it had not. */
const FAILED_AT_THE_TERMINAL: readonly number[] = [
  RETURN_CODE.TIMEOUT,
  RETURN_CODE.TRANSACTION_FAILED,
  RETURN_CODE.CANCELLED_BY_HAND,
];

const QUERIED = {
  'not-found': 'code',
  'as-declined': 'code',
  'as-notification': 'notification',
  'as-printed': 'printed',
  'as-real': 'real',
} as const;

function declineForm(settings: TerminalSettings, purpose: Asked['purpose']): DeclineForm {
  return purpose === 'query' ? QUERIED[settings.declinedQuery] : settings.declineForm;
}

function transactionData(engine: Engine, record: TransactionRecord, asked: Asked): TransactionData {
  return {
    TransactionID: record.transactionId,
    Amount: record.amount,
    CurrencyName: record.currency,
    DateTime: record.at,
    Stan: record.stan,
    AuthorizationNo: record.approved ? record.authorizationNo : NO_AUTHORISATION,
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
  return !record.approved && declineForm(settings, purpose) === 'notification';
}

/** The reply to a reversal always has them (posxml documents); a query's only where the terminal keeps them. */
function reversal(engine: Engine, record: TransactionRecord, asked: Asked): TransactionData {
  const hidden = asked.purpose !== 'reversal' && engine.settings.reversedQuery === 'COMPLETED_REV';
  if (!record.reversal || hidden) return {};
  return { StanRev: record.reversal.stan, DateTimeRev: record.reversal.at };
}

/** N-3 (posxml documents): international, with a chip. */
const SERVICE_CODE = '201';

function cardData(record: TransactionRecord, version: string): NonNullable<TransactionReply['CardData']> {
  const id = createHash('sha256').update(record.card.name).digest('hex');
  return {
    PhysicalType: version.startsWith('6.') ? '2' : '02',
    CardName: record.card.label,
    Pan: maskedPan(record.card),
    Expires: '**/**',
    ServiceCode: SERVICE_CODE,
    ...(version === '7.2.0' ? { CardID: id } : {}),
  };
}

function terminalData(
  { settings }: Engine,
  record: TransactionRecord | undefined,
): NonNullable<TransactionReply['TerminalData']> {
  return {
    ID: settings.terminalIdInReplies ?? settings.terminalId,
    SerNo: settings.serialNumber,
    Name: settings.ownerName,
    Address: settings.ownerAddress,
    MerchantRegNo: settings.merchantRegNo,
    PayDesk: settings.payDesk,
    ...(record && settings.chipData === 'present' ? chipData(record) : {}),
    ...(settings.printerStatus === undefined ? {} : { PrinterStatus: settings.printerStatus }),
  };
}

/** Made up; letters keep it from looking like a card's number. */
function chipData({ stan }: TransactionRecord): NonNullable<TransactionReply['TerminalData']> {
  return {
    VerificationResult: '0000008000',
    ApplicationCryptogram: `C0FFEE${stan.toString(16).toUpperCase().padStart(6, 'A')}FACE`,
    CID: '40',
    TSI: 'E800',
    CVMR: '410302',
    ATC: '00A1',
    AIP: '5C00',
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
    AdditionalAmount: 0,
    CurrencyName: asked.currency,
    DateTime: engine.now,
    Stan: 0,
    AuthorizationNo: NO_AUTHORISATION,
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
    CardData: { PhysicalType: '0', CardName: '', Pan: '', Expires: '**/**', ServiceCode: '000', ...known.CardData },
    TerminalData: known.TerminalData ?? terminalData(engine, undefined),
  };
}

function without(data: TransactionData, names: readonly (keyof TransactionData)[]): TransactionData {
  return Object.fromEntries(Object.entries(data).filter(([name]) => !(names as readonly string[]).includes(name)));
}
