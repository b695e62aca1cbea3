import type { Cents } from '../../posxml/fields.js';
import { RETURN_CODE } from '../../posxml/return-codes.js';
import { cardRefusal } from './card.js';
import type { Presented } from './card.js';
import { inLanguage } from './display-text.js';
import type { ClientQuestion } from './client-question.js';
import type { Engine } from './engine.js';
import { authorizationFor } from './memory.js';
import type { TransactionRecord } from './memory.js';
import { Interrupted } from './operation.js';
import type { OperationInterrupt, Operation } from './operation.js';
import { personRefusal } from './person.js';

export interface Order {
  readonly kind: TransactionRecord['kind'];
  readonly transactionId: string;
  readonly amount: Cents;
  readonly currency: string;
  /** Seconds; 0 waits for ever. */
  readonly timeout: number;
  readonly language: string;
  /** 0 merchant, 1 both, 2 none. */
  readonly printReceipt: number;
  /** Put to the client once the card is there. */
  readonly question: ClientQuestion | undefined;
}

/** The point of no return: the STAN is taken, and from here on only the bank decides. */
export async function askBank(
  engine: Engine,
  operation: Operation,
  order: Order,
  presented: Presented,
): Promise<TransactionRecord> {
  const stan = engine.memory.takeStan();
  const book = (): TransactionRecord => bookAnswer(engine, order, presented, stan);
  engine.enter('host');
  engine.show([inLanguage('host', order.language)]);
  if (presented.act === 'pull-early') engine.reader.remove();
  try {
    await engine.dwell(operation, 'host', atTheBank(engine));
  } catch (cause) {
    if (cause instanceof Interrupted) settleInterrupted(engine, cause.reason, book);
    throw cause;
  }
  if (presented.act === 'pull-early') {
    settlePulledCard(engine, book);
    throw cardRefusal(RETURN_CODE.TRANSACTION_FAILED);
  }
  refuseUnlessBankAnswers(engine);
  return book();
}

/** A lost client stops the bank's part only in a terminal that aborts; what has been sent stays sent. */
function atTheBank(engine: Engine): readonly OperationInterrupt[] {
  return engine.settings.onDisconnect === 'abort' ? ['card-out', 'disconnect'] : ['card-out'];
}

function settleInterrupted(engine: Engine, reason: OperationInterrupt, book: () => TransactionRecord): void {
  if (reason === 'card-out') settlePulledCard(engine, book);
  if (reason !== 'power' || engine.settings.onPowerLoss === 'abort') return;
  const record = book();
  if (engine.settings.onPowerLoss === 'auto-reverse') oweReversal(engine, record);
}

function settlePulledCard(engine: Engine, book: () => TransactionRecord): void {
  if (engine.settings.pullEarlyLeaves === 'nothing') return;
  oweReversal(engine, book());
}

/** With no answer the terminal cannot know, so it keeps reversing: a sale it never booked, or the record it was to reverse. */
export function refuseUnlessBankAnswers(engine: Engine, record?: TransactionRecord): void {
  if (engine.settings.bank === 'ok') return;
  if (engine.settings.bank === 'no-answer') engine.memory.owed = { record };
  throw cardRefusal(RETURN_CODE.COMMUNICATION_PROBLEM);
}

function bookAnswer(engine: Engine, order: Order, { act, card }: Presented, stan: number): TransactionRecord {
  const { kind, transactionId, amount, currency } = order;
  const refused = personRefusal(act);
  const record: TransactionRecord = {
    kind,
    transactionId,
    stan,
    amount,
    currency,
    card,
    at: engine.now,
    approved: refused === undefined,
    authorizationNo: refused === undefined ? authorizationFor(stan) : '',
    hostAnswer: refused ?? '000',
    batch: engine.memory.fileNumber,
  };
  engine.memory.book(record);
  return record;
}

/** The terminal will reverse it by itself, once it is free. */
export function oweReversal(engine: Engine, record: TransactionRecord | undefined): void {
  if (record?.approved && !record.reversal) engine.memory.owed = { record };
}

/** In the words of the posxml documents' own example for 909. */
export function declineReason(hostAnswer: string): string {
  const texts: Readonly<Record<string, string>> = {
    '116': 'Insufficient funds!',
    '101': 'Card expired!',
    '117': 'Wrong PIN!',
    '909': 'System error!',
  };
  return `Card declined transaction. ${texts[hostAnswer] ?? 'Do not honour!'} (${hostAnswer}).`;
}
