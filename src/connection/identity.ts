import type { MessageBody, TransactionReply } from '../posxml/messages.js';
import { safeExcerpt } from '../text/safe-excerpt.js';
import type { Identity } from '../model/endpoint.js';
/** No field of an identity comes near this length. */
const MAX_LENGTH = 80;

/** What a terminal says of itself, in its parameters first, else in a transaction's reply. Safe to show. */
export function identityOf(
  parameters?: MessageBody<'GetParametersResponse'>,
  terminalData?: TransactionReply['TerminalData'],
): Identity {
  return {
    terminalId: said(parameters?.TerminalID, terminalData?.ID),
    ownerName: said(parameters?.TerminalOwnerName, terminalData?.Name),
    ownerAddress: said(parameters?.TerminalOwnerAddress, terminalData?.Address),
    merchantRegNo: said(parameters?.MerchantRegNo, terminalData?.MerchantRegNo),
    merchantId: said(parameters?.MerchantID),
    serialNumber: said(terminalData?.SerNo),
  };
}

/** Terminals send empty fields for what they do not know. */
function said(...values: readonly (string | undefined)[]): string | undefined {
  const value = values.find((each) => each !== undefined && each.trim() !== '');
  return value === undefined ? undefined : safeExcerpt(value.trim(), MAX_LENGTH);
}
