import type { RequestName } from '../../posxml/messages.js';
import type { Ended, TerminalEvent } from '../../sandbox/terminal/events.js';
import type { WireRecord } from '../../sandbox/terminal/wire.js';
import { formatEuros } from '../../text/euros.js';
import { escapeControls } from '../../text/escape-controls.js';

/** A display has lines of this length at the most. */
const LINE_LENGTH = 40;

const REQUESTS: Readonly<Partial<Record<RequestName, string>>> = {
  GetTerminalStatusRequest: 'asked for its state',
  GetParametersRequest: 'asked for its setup',
  DoBeepRequest: 'asked to beep',
  DisplayMessageRequest: 'asked to show a text',
  TransactionRequest: 'asked for a sale',
  ReverseTransactionRequest: 'asked to reverse',
  GetLastTransactionDataRequest: 'asked what happened to a payment',
  TransactionCurrStatusRequest: 'asked for the unsent batch',
  CancelAllOperationsRequest: 'asked to cancel',
};

const LEDGER = {
  sale: 'the bank approved a sale of',
  reversal: 'the bank reversed',
  refund: 'the bank approved a refund of',
} as const;

/** What happened, in words that are safe to show; undefined for what is no event for a person. */
export function describeEvent(event: TerminalEvent): string | undefined {
  switch (event.kind) {
    case 'display': {
      const lines = event.lines.map((line) => escapeControls(line.trim(), LINE_LENGTH)).filter((line) => line !== '');
      return lines.length === 0 ? undefined : `the display shows: ${lines.join(' / ')}`;
    }
    case 'beep':
      return 'the terminal beeps';
    case 'printed':
      return event.receipt.part === 'line' ? undefined : `a receipt is printed (${event.receipt.part} copy)`;
    case 'ledger':
      return `${LEDGER[event.entry.kind]} ${formatEuros(event.entry.amount)} EUR`;
    case 'declined':
      return `the bank declined a sale of ${formatEuros(event.declined.amount)} EUR (${event.declined.hostAnswer})`;
    case 'ended':
      return `the terminal is done: ${describeEnd(event.ended)}`;
    case 'batch-sent':
      return 'the terminal sent its batch to the bank';
    case 'request':
      return describeRequest(event.record);
    case 'phase':
    case 'ports':
      return undefined;
  }
}

const OPERATIONS = {
  sale: 'the payment',
  refund: 'the refund',
  reversal: 'the reversal',
  'auto-reversal': 'the payment',
} as const;

/** What a person who is asked by the agent would answer; receipts, where there are any, are told as they are printed. */
function describeEnd({ operation, amount, end, reason }: Ended): string {
  if (amount === undefined) return 'it reversed the payment that got no answer; nothing was charged';
  const what = `${OPERATIONS[operation]} of ${formatEuros(amount)} EUR`;
  if (operation === 'auto-reversal') return `${what} is reversed by the terminal itself`;
  if (end === 'power-lost') return `it was switched off during ${what}`;
  if (end === 'not-made') return `${what} is NOT made (${escapeControls(reason, 2 * LINE_LENGTH)}); no receipt`;
  return end === 'approved' ? `${what} is approved` : `${what} is declined; no receipt`;
}

function describeRequest({ name, body }: WireRecord): string {
  const known = REQUESTS[name as RequestName];
  if (known === undefined) return `asked something else: ${escapeControls(name ?? 'not readable', LINE_LENGTH)}`;
  const amount = body !== undefined && 'Amount' in body ? body.Amount : undefined;
  return amount === undefined ? known : `${known} of ${formatEuros(amount)} EUR`;
}
