import type { TransactionReply } from '../posxml/messages.js';
import { asOurId } from './transaction-id.js';
import type { TransactionView } from './types.js';

/** STANs have six digits (N-6, posxml documents). */
export const LAST_STAN = 999_999;

/**
 * Takes from a reply what may be kept. Names, card data and receipts stay behind: a journal never sees them.
 * @param clean makes a text of the network safe to keep and to show: the caller's text rules
 * @param ours the id that it was asked about: what the terminal has made of it is ours
 */
export function viewOf(reply: TransactionReply, clean: (text: string) => string, ours: string): TransactionView {
  const data = reply.TransactionData ?? {};
  const filled = (text: string | undefined): string | undefined =>
    text === undefined || text.trim() === '' ? undefined : clean(text.trim());
  const id = filled(data.TransactionID);
  return {
    returnCode: reply.ReturnCode,
    reason: filled(reply.Reason),
    transactionId: id === undefined ? undefined : asOurId(id, ours),
    terminalId: filled(reply.TerminalData?.ID),
    // Terminals fill an unused amount with zero, and ours is never zero.
    amount: data.Amount === 0 ? undefined : data.Amount,
    ...(data.AdditionalAmount === undefined || data.AdditionalAmount === 0
      ? {}
      : { additionalAmount: data.AdditionalAmount }),
    currency: filled(data.CurrencyName)?.slice(0, 8),
    stan: stanIn(data.Stan),
    stanRev: stanIn(data.StanRev),
    dateTime: data.DateTime,
    dateTimeRev: data.DateTimeRev,
    authorizationNo: filled(data.AuthorizationNo)?.slice(0, 12),
    hostAnswer: filled(data.HostAnswer)?.slice(0, 8),
    completion: filled(data.TransactionCompletion)?.slice(0, 32).toUpperCase(),
    cardLastFour: lastFour(reply.CardData?.Pan),
  };
}

/** Terminals fill an unused STAN with zero; a longer one could not be asked for, nor reversed. */
function stanIn(stan: number | undefined): number | undefined {
  return stan === undefined || stan < 1 || stan > LAST_STAN ? undefined : stan;
}

function lastFour(pan: string | undefined): string | undefined {
  return /(\d{4})\s*$/.exec(pan ?? '')?.[1];
}
