import { RETURN_CODE } from '../../posxml/return-codes.js';
import { declineReason, refuseUnlessBankAnswers } from './bank.js';
import { presentCard, cardRefusal, takeCard } from './card.js';
import type { Presented } from './card.js';
import type { Client } from './client.js';
import { inLanguage, displayMoney } from './display-text.js';
import { tellEnd } from './ended.js';
import type { Engine } from './engine.js';
import type { TransactionRecord } from './memory.js';
import { OperationRefusal } from './operation.js';
import type { Operation } from './operation.js';
import { personRefusal } from './person.js';
import { printReceipts } from './receipts.js';
import { givenUp } from './sale.js';
import type { OperationOutcome } from './operation-outcome.js';

interface ReversalOrder {
  readonly record: TransactionRecord;
  readonly language: string;
  /** 0 merchant, 1 both, 2 none. */
  readonly printReceipt: number;
}

/** Undoes a sale; the card that paid is read again. */
export async function performReversal(engine: Engine, order: ReversalOrder, client: Client): Promise<OperationOutcome> {
  return engine.run(client, async (operation) => {
    const outcome = await perform(engine, operation, order).catch((cause: unknown) => givenUp(engine, cause));
    tellEnd(engine, 'reversal', order.record.amount, outcome);
    return outcome;
  });
}

async function perform(engine: Engine, operation: Operation, order: ReversalOrder): Promise<OperationOutcome> {
  const { record, language } = order;
  const presented = await presentCard(engine, operation, {
    timeout: engine.settings.waitCardTimeout,
    language,
    purpose: [inLanguage('reversal', language), displayMoney(record.amount, record.currency)],
  });
  if (presented.card.name !== record.card.name)
    throw new OperationRefusal(RETURN_CODE.TRANSACTION_FAILED, 'Another card was used.');
  await askBank(engine, operation, order, presented);
  printReceipts(engine, record, order.printReceipt, 'reversal');
  await takeCard(engine, operation, presented.act, language);
  return { code: RETURN_CODE.SUCCEEDED, reason: '', record };
}

/** A card pulled out, or a lost client, no longer stops a reversal: the terminal wants the money back. */
async function askBank(engine: Engine, operation: Operation, order: ReversalOrder, { act }: Presented): Promise<void> {
  const { record, language } = order;
  if (engine.memory.isSent(record)) throw cardRefusal(engine.settings.batchSentCode);
  const stan = engine.memory.takeStan();
  engine.enter('reversing');
  engine.show([inLanguage('reversal', language), inLanguage('host', language)]);
  try {
    await engine.dwell(operation, 'reversing', []);
  } catch (cause) {
    if (engine.settings.onPowerLoss !== 'abort') engine.memory.bookReversal(record, stan, engine.now);
    throw cause;
  }
  refuseUnlessBankAnswers(engine, record);
  const refused = act === 'pull-early' ? '---' : personRefusal(act);
  if (refused === undefined) {
    engine.memory.bookReversal(record, stan, engine.now);
    return;
  }
  engine.memory.bookFailedReversal(record, stan, engine.now);
  throw act === 'pull-early'
    ? cardRefusal(RETURN_CODE.TRANSACTION_FAILED)
    : new OperationRefusal(RETURN_CODE.TRANSACTION_FAILED, declineReason(refused));
}
