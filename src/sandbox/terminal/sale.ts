import type { OperationOutcome } from './operation-outcome.js';
import { RETURN_CODE } from '../../posxml/return-codes.js';
import { enterPin, presentCard, refusalFrom, takeCard } from './card.js';
import type { CardRequest } from './card.js';
import { askBank, declineReason, oweReversal } from './bank.js';
import type { Order } from './bank.js';
import { askClient } from './client-question.js';
import type { Client } from './client.js';
import { inLanguage, displayMoney } from './display-text.js';
import { tellEnd } from './ended.js';
import type { Engine } from './engine.js';
import type { TransactionRecord } from './memory.js';
import type { Operation } from './operation.js';
import { NO_CARD } from './person.js';
import type { Act } from './person.js';
import { printReceipts } from './receipts.js';

/** A sale, or a refund of one: card, PIN, bank, card out. */
export async function performSale(engine: Engine, order: Order, client: Client): Promise<OperationOutcome> {
  return engine.run(client, async (operation) => {
    const before = engine.memory.transactions.length;
    try {
      const outcome = await perform(engine, operation, order, client).catch((cause: unknown) => givenUp(engine, cause));
      const isNew = engine.memory.transactions.length === before && engine.memory.owed === undefined;
      if (isNew && !operation.disconnected && outcome.code !== RETURN_CODE.SUCCEEDED && engine.settings.brokenOffKept)
        keepBrokenOff(engine, order);
      tellEnd(engine, order.kind, order.amount, outcome);
      return outcome;
    } finally {
      const lost = operation.disconnected && engine.settings.onDisconnect === 'auto-reverse';
      if (lost) oweReversal(engine, engine.memory.transactions[before]);
    }
  });
}

/** It took no STAN, and no money: only its id is known afterwards. */
function keepBrokenOff(engine: Engine, { kind, transactionId, amount, currency }: Order): void {
  engine.memory.transactions.push({
    kind,
    transactionId,
    stan: 0,
    amount,
    currency,
    at: engine.now,
    card: NO_CARD,
    approved: false,
    authorizationNo: '      ',
    hostAnswer: '---',
    batch: engine.memory.fileNumber,
  });
}

/** Nothing is booked, or nothing is told of it; the card is given back. Rethrows what is neither a refusal nor an interrupt. */
export function givenUp(engine: Engine, cause: unknown): OperationOutcome {
  engine.reader.giveBack();
  const { code, message } = refusalFrom(cause);
  return { code, reason: message };
}

async function perform(engine: Engine, operation: Operation, order: Order, client: Client): Promise<OperationOutcome> {
  const request = cardRequest(order);
  const presented = await presentCard(engine, operation, request);
  if (order.question) await askClient(engine, operation, order.question, client, order.timeout);
  await enterPin(engine, operation, request, presented.act);
  const record = await askBank(engine, operation, order, presented);
  const outcome = record.approved ? approvedOutcome(record) : declinedOutcome(engine, record);
  if (record.approved) printReceipts(engine, record, order.printReceipt, 'sale');
  await leaveAfterwards(engine, operation, presented.act, order.language, record);
  if (record.approved && engine.settings.batchLeaves === 'after-sale') engine.memory.sendBatch(engine.now);
  return outcome;
}

/** After the booking a power cut changes nothing, unless the terminal reverses what it could not report. */
async function leaveAfterwards(
  engine: Engine,
  operation: Operation,
  act: Act,
  language: string,
  record: TransactionRecord,
): Promise<void> {
  try {
    await takeCard(engine, operation, act, language);
  } catch (cause) {
    if (engine.settings.onPowerLoss === 'auto-reverse') oweReversal(engine, record);
    throw cause;
  }
}

export function approvedOutcome(record: TransactionRecord): OperationOutcome {
  return { code: RETURN_CODE.SUCCEEDED, reason: '', record };
}

export function declinedOutcome(engine: Engine, record: TransactionRecord): OperationOutcome {
  if (engine.settings.declineForm === 'notification') return { code: RETURN_CODE.SUCCEEDED, reason: '', record };
  return { code: RETURN_CODE.TRANSACTION_FAILED, reason: declineReason(record.hostAnswer), record };
}

function cardRequest(order: Order): CardRequest {
  const amount = displayMoney(order.amount, order.currency);
  const title = order.kind === 'refund' ? [inLanguage('refund', order.language)] : [];
  return { timeout: order.timeout, language: order.language, purpose: [...title, amount] };
}
