import type { RequestName, ResponseName } from '../../../posxml/messages.js';
import type { Engine } from '../engine.js';
import { transactionReply } from '../reply-data.js';
import { handlerResult } from './context.js';
import type { HandlerContext, Handler, HandlerReply } from './context.js';
import { handleCancel, handleRefund, handleReversal, handleTransaction } from './money.js';
import { lastTransaction } from './query.js';
import { handleBeep, displayMessage, printLine, showInfo } from './screen.js';
import { currentBatch, handleParameters, handleStatus } from './state.js';

const HANDLERS: { readonly [N in RequestName]: Handler<N> } = {
  GetTerminalStatusRequest: handleStatus,
  GetParametersRequest: handleParameters,
  DoBeepRequest: handleBeep,
  DisplayMessageRequest: displayMessage,
  ShowInfoRequest: showInfo,
  TransactionRequest: handleTransaction,
  CancelAllOperationsRequest: handleCancel,
  GetLastTransactionDataRequest: lastTransaction,
  ReverseTransactionRequest: handleReversal,
  RefundTransactionRequest: handleRefund,
  TransactionCurrStatusRequest: currentBatch,
  PrintLineRequest: printLine,
};

export function isRequest(name: string): name is RequestName {
  return name in HANDLERS;
}

export async function performMessage(name: RequestName, body: object, context: HandlerContext): Promise<HandlerReply> {
  const handler = HANDLERS[name] as Handler<RequestName>;
  return replyOf(replyName(name, context.engine), await handler(body, context), context.version);
}

/** The body is that of the name, by construction of the table above; the type system cannot pair them. */
export function replyOf(name: ResponseName, body: object, version: string): HandlerReply {
  return { name, version, body };
}

/** A refusal before the request was looked into. */
export function refusedReply(
  name: RequestName,
  body: object,
  engine: Engine,
  why: { version: string; code: number },
): HandlerReply {
  const plain = handlerResult(why.code, why.version);
  if (!isTransactional(name)) return replyOf(replyName(name, engine), plain, why.version);
  const asked = {
    ...NOTHING_ASKED,
    version: why.version,
    currency: engine.settings.currency,
    transactionId: idIn(body),
  };
  const filled = transactionReply(engine, { code: plain.ReturnCode, reason: plain.Reason }, asked);
  return replyOf(replyName(name, engine), filled, why.version);
}

const NOTHING_ASKED = { purpose: 'query', receipt: 'sale', amount: 0, returnReceipts: undefined } as const;

function idIn(body: object): string {
  const id = 'TransactionID' in body ? String(body.TransactionID) : '';
  return id.length > 16 ? '' : id;
}

function isTransactional(name: RequestName): boolean {
  return /^(GetLast|Reverse|Refund)?Transaction(Data)?Request$/.test(name);
}

function replyName(name: RequestName, engine: Engine): ResponseName {
  if (isTransactional(name) && engine.settings.replyName === 'TransactionResponse') return 'TransactionResponse';
  return name.replace(/Request$/, 'Response') as ResponseName;
}
