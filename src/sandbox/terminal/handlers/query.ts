import type { Body } from '../../../posxml/messages.js';
import { RETURN_CODE } from '../../../posxml/return-codes.js';
import type { Engine } from '../engine.js';
import type { TransactionRecord } from '../memory.js';
import { transactionReply } from '../reply-data.js';
import { printReceipts } from '../receipts.js';
import { approved, declineReason } from '../sale.js';
import type { Outcome } from '../operation-outcome.js';
import { result } from './context.js';
import type { Context } from './context.js';
import { referenceIn, usable } from './reference.js';

/** With no reference it is the last transaction. It prints unless told not to (posxml documents). */
export function lastTransaction(body: Body<'GetLastTransactionDataRequest'>, { engine, version }: Context): Body<'GetLastTransactionDataResponse'> {
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

function find(engine: Engine, body: Body<'GetLastTransactionDataRequest'>): TransactionRecord | undefined {
  const named = referenceIn(body);
  const reference = named ? usable(named, engine.settings.queryFindsBy) : { transactionId: undefined, stan: undefined };
  return reference && engine.memory.find(reference, (record) => isVisible(engine, record));
}

function isVisible({ settings, memory }: Engine, record: TransactionRecord): boolean {
  if (!record.approved && settings.declinedQuery === 'not-found') return false;
  if (record.reversal && settings.reversedQuery === 'not-found') return false;
  return settings.sentQuery === 'found' || !memory.isSent(record);
}

function outcome(engine: Engine, record: TransactionRecord | undefined, version: string): Outcome {
  if (!record) {
    const { ReturnCode, Reason } = result(RETURN_CODE.NO_SUCH_TRANSACTION, version);
    return { code: ReturnCode, reason: Reason };
  }
  if (record.approved || engine.settings.declinedQuery === 'as-notification') return approved(record);
  return { code: RETURN_CODE.TRANSACTION_FAILED, reason: declineReason(record.hostAnswer), record };
}
