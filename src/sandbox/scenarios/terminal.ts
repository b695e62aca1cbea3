import { payerUntil } from '../company.js';
import type { Scenario } from './scenario.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** In what state the terminal is, and how it is set up. */
export const TERMINAL_SCENARIOS: readonly Scenario[] = [
  { name: 'busy', shows: 'somebody is paying at the terminal', settings: { occupied: true, whileBusy: 'refuse-code' } },
  {
    name: 'busy-then-free',
    shows: 'somebody is paying at the terminal, and is done soon',
    settings: { occupied: true, whileBusy: 'refuse-code' },
    company: payerUntil(1500),
  },
  { name: 'busy-out-of-sequence', shows: 'the same, refused as out of sequence (32775)', settings: { occupied: true, whileBusy: 'refuse-code', busyCode: 32775 } },
  { name: 'busy-silent', shows: 'somebody is paying, and the terminal answers nobody else', settings: { occupied: true, whileBusy: 'no-reply' } },
  { name: 'busy-breaks-off', shows: 'somebody is paying, and the terminal breaks off with everybody else', settings: { occupied: true, whileBusy: 'refuse-connection' } },
  { name: 'stuck', shows: 'the terminal accepts and never answers', settings: { faults: [{ kind: 'never-answer' }] } },
  { name: 'card-left-in', shows: 'a card was left in the reader', settings: { cardStatus: 1 } },
  { name: 'reader-broken', shows: 'the card reader does not work', settings: { cardReader: 'broken' } },
  { name: 'reversal-active', shows: 'the terminal is undoing a payment and cannot reach its bank', settings: { reversalActive: 1 } },
  { name: 'unsent-batch', shows: 'sales of the day that were not sent to the bank yet, which is normal', settings: { priorSales: 12 } },
  { name: 'pre-authorisations', shows: 'amounts were reserved on cards and not settled', settings: { notFinishedTransactionsCount: 2 } },
  { name: 'clock-wrong', shows: 'the clock of the terminal is an hour behind', settings: { clockOffsetMs: -HOUR_MS } },
  { name: 'clock-nearly-right', shows: 'the clock is four minutes ahead, which is near enough', settings: { clockOffsetMs: 4 * MINUTE_MS } },
  { name: 'clock-years-behind', shows: 'the clock began anew with an empty battery', settings: { clockOffsetMs: -10 * 365 * 24 * HOUR_MS } },
  { name: 'version-6', shows: 'an old terminal that speaks PosXML 6.0.2 only', settings: { versions: ['6.0.2'] } },
  { name: 'version-unknown', shows: 'a terminal that speaks none of the known versions', settings: { versions: ['8.0.0'] } },
  { name: 'posxml-disabled', shows: 'the bank has not enabled PosXML', settings: { enabled: false } },
  { name: 'other-currency', shows: 'the terminal is not set up for euros', settings: { currency: 'SEK', currencyNumber: '752' } },
  { name: 'no-way-to-bank', shows: 'the terminal answers everything with: no way to the bank', settings: { returnCodes: { GetTerminalStatusRequest: 32772 } } },
  { name: 'reader-fails', shows: 'the terminal answers everything with: the card reader fails', settings: { returnCodes: { GetTerminalStatusRequest: 32785 } } },
  { name: 'technical-error', shows: 'the terminal has a technical error', settings: { returnCodes: { GetTerminalStatusRequest: 32774 } } },
  { name: 'our-own-mistake', shows: 'the terminal says that our message is wrong', settings: { returnCodes: { GetTerminalStatusRequest: 32771 } } },
  {
    name: 'other-clinic',
    shows: "another clinic's terminal answers: give --tid SB000001 to see it",
    settings: { terminalId: 'XX000009', ownerName: 'Teine Kliinik OÜ', merchantRegNo: '87654321' },
  },
];
