import { RETURN_CODE } from '../../posxml/return-codes.js';
import type { TransactionReply } from '../../posxml/messages.js';
import type { TransactionRecord } from './memory.js';

/** The field is filled with blanks where nothing was authorised. */
export const NO_AUTHORISATION = ' '.repeat(6);

/** A declined sale as the posxml documents print one: neither host answer nor completion nor card. */
export function printedDecline(
  record: TransactionRecord,
  reason: string,
  terminal: NonNullable<TransactionReply['TerminalData']>,
): TransactionReply {
  return {
    ReturnCode: RETURN_CODE.TRANSACTION_FAILED,
    Reason: `\n${reason} Return card!.`,
    TransactionData: {
      TransactionID: record.transactionId,
      Amount: record.amount,
      Stan: record.stan,
      AuthorizationNo: NO_AUTHORISATION,
    },
    TerminalData: terminal,
  };
}

/** A failed sale as one was seen in a shop: nothing in it says which sale it is. */
export function realFailure(terminal: NonNullable<TransactionReply['TerminalData']>): TransactionReply {
  return {
    ReturnCode: RETURN_CODE.SUCCEEDED,
    Reason: '',
    TransactionData: {
      Type: 'T1',
      AuthorizationNo: NO_AUTHORISATION,
      HostAnswer: '---',
      TransactionCompletion: 'NOTIFICATION',
    },
    CardData: { Expires: '**/**' },
    TerminalData: { ...terminal, PrinterStatus: '2' },
  };
}
