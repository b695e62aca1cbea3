import type { TransactionReply } from '../posxml/messages.js';
import type { TransactionView } from './types.js';

/**
 * Takes from a reply what may be kept. Names, card data and receipts stay behind: a journal never sees them.
 * `reason` must already be redacted by the caller's text rules.
 */
export function viewOf(reply: TransactionReply, redact: (text: string) => string): TransactionView {
  const data = reply.TransactionData ?? {};
  return {
    returnCode: reply.ReturnCode,
    reason: filled(reply.Reason === undefined ? undefined : redact(reply.Reason)),
    transactionId: filled(data.TransactionID === undefined ? undefined : redact(data.TransactionID)),
    terminalId: filled(reply.TerminalData?.ID === undefined ? undefined : redact(reply.TerminalData.ID)),
    amount: data.Amount,
    currency: filled(data.CurrencyName)?.slice(0, 8),
    stan: positive(data.Stan),
    stanRev: positive(data.StanRev),
    dateTime: data.DateTime,
    dateTimeRev: data.DateTimeRev,
    authorizationNo: filled(data.AuthorizationNo)?.slice(0, 12),
    hostAnswer: filled(data.HostAnswer)?.slice(0, 8),
    completion: filled(data.TransactionCompletion)?.slice(0, 32).toUpperCase(),
    cardLastFour: lastFour(reply.CardData?.Pan),
  };
}

function filled(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}

/** Terminals fill an unused STAN with zero. */
function positive(stan: number | undefined): number | undefined {
  return stan === undefined || stan === 0 ? undefined : stan;
}

function lastFour(pan: string | undefined): string | undefined {
  return /(\d{4})\s*$/.exec(pan ?? '')?.[1];
}
