import type { MessageBody } from '../../../posxml/messages.js';
import { RETURN_CODE } from '../../../posxml/return-codes.js';
import { cardRefusal } from '../card.js';
import type { Order } from '../bank.js';
import { questionOf } from '../client-question.js';
import type { Engine } from '../engine.js';
import type { TransactionRecord } from '../memory.js';
import { OperationRefusal } from '../operation.js';
import { transactionReply } from '../reply-data.js';
import type { Asked } from '../reply-data.js';
import { performReversal } from '../reversal.js';
import { approvedOutcome, declinedOutcome, performSale } from '../sale.js';
import type { OperationOutcome } from '../operation-outcome.js';
import { blankAsAbsent, handlerResult } from './context.js';
import type { HandlerContext } from './context.js';
import { referenceIn, isUsableReference } from './reference.js';

type SaleBody = MessageBody<'TransactionRequest'>;
type ReversalBody = MessageBody<'ReverseTransactionRequest'>;
type RefundBody = MessageBody<'RefundTransactionRequest'>;

export async function handleTransaction(
  body: SaleBody,
  context: HandlerContext,
): Promise<MessageBody<'TransactionResponse'>> {
  const { engine, client } = context;
  const amount = body.Amount ?? 0;
  const asked = askedFor(body, context, amount, 'sale');
  const outcome = await attempt(async () => {
    refuseMoney(engine, amount, body.CurrencyName);
    const earlier = usedBefore(engine, body.TransactionID);
    if (earlier) return earlier;
    const timeout = body.Timeout ?? engine.settings.waitCardTimeout;
    return performSale(
      engine,
      { ...orderFor(body, engine, amount), kind: 'sale', timeout, question: questionOf(engine, context.version) },
      client,
    );
  });
  return transactionReply(engine, engine.settings.staleReply ? stale(engine, outcome) : outcome, asked);
}

export async function handleRefund(
  body: RefundBody,
  context: HandlerContext,
): Promise<MessageBody<'RefundTransactionResponse'>> {
  const { engine, client } = context;
  const old = context.version.startsWith('6.');
  const amount = (old ? soldBefore(engine, body)?.amount : undefined) ?? body.RefundAmount ?? body.OrigAmount ?? 0;
  const outcome = await attempt(async () => {
    if (!engine.settings.refundEnabled) throw cardRefusal(RETURN_CODE.NOT_SUPPORTED);
    if (old && amount === 0) throw cardRefusal(RETURN_CODE.NO_SUCH_TRANSACTION);
    refuseMoney(engine, amount, old ? engine.settings.currency : body.CurrencyName);
    const timeout = engine.settings.waitCardTimeout;
    return performSale(
      engine,
      { ...orderFor(body, engine, amount), kind: 'refund', timeout, question: undefined },
      client,
    );
  });
  return transactionReply(engine, outcome, askedFor(body, context, amount, 'sale'));
}

export async function handleReversal(
  body: ReversalBody,
  context: HandlerContext,
): Promise<MessageBody<'ReverseTransactionResponse'>> {
  const { engine, client } = context;
  const outcome = await attempt(async () => {
    if (body.ForcedAction === 1) throw cardRefusal(RETURN_CODE.NOT_SUPPORTED);
    const record = reversible(engine, body);
    const { language, printReceipt } = orderFor(body, engine, record.amount);
    return performReversal(engine, { record, language, printReceipt }, client);
  });
  const amount = body.ReverseAmount ?? body.Amount ?? outcome.record?.amount ?? 0;
  return transactionReply(engine, outcome, askedFor(body, context, amount, 'reversal'));
}

export function handleCancel(
  _body: object,
  { engine, version }: HandlerContext,
): MessageBody<'CancelAllOperationsResponse'> {
  return handlerResult(engine.cancel(), version);
}

/** @throws Refusal */
function reversible(engine: Engine, body: ReversalBody): TransactionRecord {
  const { settings, memory } = engine;
  const named = referenceIn(body);
  if (!named) throw cardRefusal(RETURN_CODE.WRONG_PARAMETER);
  if (body.CurrencyName !== settings.currency) throw cardRefusal(RETURN_CODE.CURRENCY);
  const reference = isUsableReference(named, settings.reversalFindsBy);
  const isSale = (record: TransactionRecord): boolean => record.approved && record.kind === 'sale';
  const record =
    reference && (memory.find(reference, (each) => isSale(each) && !each.reversal) ?? memory.find(reference, isSale));
  if (!record) throw cardRefusal(RETURN_CODE.NO_SUCH_TRANSACTION);
  if (record.reversal) throw cardRefusal(settings.alreadyReversedCode);
  if (memory.isSent(record)) throw cardRefusal(settings.batchSentCode);
  const amounts = [body.ReverseAmount, body.Amount].filter((amount) => amount !== undefined);
  if (body.PartialReversal === 1 || amounts.some((amount) => amount !== record.amount))
    throw cardRefusal(RETURN_CODE.AMOUNT);
  return record;
}

/** 6.0.2 has neither amount nor currency of a refund: it is the sale that says them. */
function soldBefore({ memory }: Engine, body: RefundBody): TransactionRecord | undefined {
  const named = referenceIn(body);
  return named && memory.find(named, (record) => record.approved && record.kind === 'sale');
}

/** @throws Refusal */
function refuseMoney({ settings }: Engine, amount: number, currency: string | undefined): void {
  if (currency !== settings.currency) throw cardRefusal(RETURN_CODE.CURRENCY);
  if (amount <= 0 || amount < settings.minCustomerAmount) throw cardRefusal(RETURN_CODE.AMOUNT);
}

/** @throws Refusal */
function usedBefore(engine: Engine, transactionId: string | undefined): OperationOutcome | undefined {
  const { duplicateId } = engine.settings;
  if (duplicateId === 'accepted' || blankAsAbsent(transactionId) === undefined) return undefined;
  const first = engine.memory.transactions.find((record) => record.transactionId === transactionId);
  if (!first) return undefined;
  if (duplicateId === 'refused') throw cardRefusal(RETURN_CODE.SEQUENCE_ERROR);
  return first.approved ? approvedOutcome(first) : declinedOutcome(engine, first);
}

function stale(engine: Engine, outcome: OperationOutcome): OperationOutcome {
  const before = engine.memory.transactions.findLast((record) => record !== outcome.record);
  return outcome.record && before ? { ...outcome, record: before } : outcome;
}

function orderFor(
  body: SaleBody | ReversalBody | RefundBody,
  engine: Engine,
  amount: number,
): Omit<Order, 'kind' | 'timeout' | 'question'> {
  return {
    transactionId: body.TransactionID ?? '',
    amount,
    currency: engine.settings.currency,
    language: ('Language' in body ? body.Language : undefined) ?? engine.settings.displayLanguage,
    printReceipt: body.PrintReceipt ?? 1,
  };
}

function askedFor(
  body: SaleBody | ReversalBody | RefundBody,
  context: HandlerContext,
  amount: number,
  purpose: 'sale' | 'reversal',
): Asked {
  return {
    version: context.version,
    purpose,
    receipt: purpose,
    transactionId: body.TransactionID ?? '',
    amount,
    currency: body.CurrencyName ?? '',
    returnReceipts: body.ReturnReceipts,
  };
}

async function attempt(perform: () => Promise<OperationOutcome>): Promise<OperationOutcome> {
  try {
    return await perform();
  } catch (cause) {
    if (cause instanceof OperationRefusal) return { code: cause.code, reason: cause.message };
    throw cause;
  }
}
