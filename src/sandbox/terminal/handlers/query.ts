import type { MessageBody } from '../../../posxml/messages.js';
import { RETURN_CODE } from '../../../posxml/return-codes.js';
import type { Engine } from '../engine.js';
import type { TransactionRecord } from '../memory.js';
import { transactionReply } from '../reply-data.js';
import { printReceipts } from '../receipts.js';
import { declineReason } from '../bank.js';
import { approvedOutcome } from '../sale.js';
import type { OperationOutcome } from '../operation-outcome.js';
import { handlerResult } from './context.js';
import type { HandlerContext } from './context.js';
import { referenceIn, isUsableReference } from './reference.js';

/** With no reference it is the last transaction. It prints unless told not to (posxml documents). */
export function lastTransaction(
  body: MessageBody<'GetLastTransactionDataRequest'>,
  { engine, version }: HandlerContext,
): MessageBody<'GetLastTransactionDataResponse'> {
  const record = find(engine, body);
  const receipt = body.Copy === 1 ? 'copy' : 'sale';
  if (record) printReceipts(engine, record, body.PrintReceipt ?? 1, receipt);
  return transactionReply(engine, outcome(engine, record, version), {
    version,
    purpose: 'query',
    receipt,
    transactionId: body.TransactionID ?? '',
    amount: 0,
    currency: engine.settings.currency,
    returnReceipts: body.ReturnReceipts,
  });
}

function find(engine: Engine, body: MessageBody<'GetLastTransactionDataRequest'>): TransactionRecord | undefined {
  const named = referenceIn(body);
  const reference = named
    ? isUsableReference(named, engine.settings.queryFindsBy)
    : { transactionId: undefined, stan: undefined };
  return reference && engine.memory.find(reference, (record) => isVisible(engine, record));
}

function isVisible({ settings, memory }: Engine, record: TransactionRecord): boolean {
  if (!record.approved && settings.declinedQuery === 'not-found') return false;
  if (record.reversal && settings.reversedQuery === 'not-found') return false;
  return settings.sentQuery === 'found' || !memory.isSent(record);
}

function outcome(engine: Engine, record: TransactionRecord | undefined, version: string): OperationOutcome {
  if (!record) {
    const { ReturnCode, Reason } = handlerResult(RETURN_CODE.NO_SUCH_TRANSACTION, version);
    return { code: ReturnCode, reason: Reason };
  }
  if (record.approved || engine.settings.declinedQuery === 'as-notification') return approvedOutcome(record);
  return { code: RETURN_CODE.TRANSACTION_FAILED, reason: declineReason(record.hostAnswer), record };
}
