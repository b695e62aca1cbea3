import { payerUntil } from '../background-clients.js';
import type { Scenario } from './scenario.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** In what state the terminal is, and how it is set up. */
export const TERMINAL_SCENARIOS: readonly Scenario[] = [
  {
    name: 'busy',
    shows: 'a customer is paying at the terminal',
    finds: ['posxml.busy'],
    settings: { occupied: true, whileBusy: 'refuse-code' },
  },
  {
    name: 'busy-then-free',
    shows: 'a customer is paying, and finishes soon',
    settings: { occupied: true, whileBusy: 'refuse-code' },
    company: payerUntil(1500),
  },
  {
    name: 'busy-out-of-sequence',
    shows: 'the same, refused as out of sequence (32775)',
    finds: ['posxml.busy'],
    settings: { occupied: true, whileBusy: 'refuse-code', busyCode: 32775 },
  },
  {
    name: 'busy-silent',
    shows: 'a customer is paying, and the terminal answers no other connection',
    finds: ['service.silent'],
    settings: { occupied: true, whileBusy: 'no-reply' },
  },
  {
    name: 'busy-breaks-off',
    shows: 'a customer is paying, and the terminal cuts other connections',
    finds: ['network.reset'],
    settings: { occupied: true, whileBusy: 'refuse-connection' },
  },
  {
    name: 'stuck',
    shows: 'the terminal accepts and never answers',
    finds: ['service.silent'],
    settings: { faults: [{ kind: 'never-answer' }] },
  },
  {
    name: 'card-left-in',
    shows: 'a card was left in the reader',
    finds: ['terminal.card-in-reader'],
    settings: { cardStatus: 1 },
  },
  {
    name: 'reader-broken',
    shows: 'the card reader does not work',
    finds: ['terminal.reader'],
    settings: { cardReader: 'broken' },
  },
  {
    name: 'reversal-active',
    shows: 'the terminal is reversing a payment and cannot reach its bank',
    finds: ['terminal.reversal-active'],
    settings: { reversalActive: 1 },
  },
  {
    name: 'unsent-batch',
    shows: 'the unsent batch has payments, which is normal',
    settings: { priorSales: 12 },
  },
  {
    name: 'pre-authorisations',
    shows: 'unfinished pre-authorisations on cards',
    finds: ['terminal.pre-authorisations'],
    settings: { notFinishedTransactionsCount: 2 },
  },
  {
    name: 'clock-wrong',
    shows: 'the clock of the terminal is an hour behind',
    finds: ['terminal.clock'],
    settings: { clockOffsetMs: -HOUR_MS },
  },
  {
    name: 'clock-nearly-right',
    shows: 'the clock is four minutes ahead, which is acceptable',
    settings: { clockOffsetMs: 4 * MINUTE_MS },
  },
  {
    name: 'clock-years-behind',
    shows: 'the clock was reset by an empty battery',
    finds: ['terminal.clock'],
    settings: { clockOffsetMs: -10 * 365 * 24 * HOUR_MS },
  },
  { name: 'version-6', shows: 'an old terminal that speaks PosXML 6.0.2 only', settings: { versions: ['6.0.2'] } },
  {
    name: 'version-unknown',
    shows: 'a terminal that speaks none of the known versions',
    finds: ['posxml.version'],
    settings: { versions: ['8.0.0'] },
  },
  {
    name: 'posxml-disabled',
    shows: 'the bank has not enabled PosXML',
    finds: ['posxml.disabled'],
    settings: { enabled: false },
  },
  {
    name: 'other-currency',
    shows: 'the terminal is not set up for euros',
    finds: ['terminal.currency'],
    settings: { currency: 'SEK', currencyNumber: '752' },
  },
  {
    name: 'no-way-to-bank',
    shows: 'the terminal answers every request with: cannot reach the bank',
    finds: ['terminal.bank-unreachable'],
    settings: { returnCodes: { GetTerminalStatusRequest: 32772 } },
  },
  {
    name: 'reader-fails',
    shows: 'the terminal answers every request with: the card reader fails',
    finds: ['terminal.reader'],
    settings: { returnCodes: { GetTerminalStatusRequest: 32785 } },
  },
  {
    name: 'technical-error',
    shows: 'the terminal has a technical error',
    finds: ['posxml.rejected'],
    settings: { returnCodes: { GetTerminalStatusRequest: 32774 } },
  },
  {
    name: 'our-own-mistake',
    shows: 'the terminal reports a wrong request',
    finds: ['posxml.rejected'],
    settings: { returnCodes: { GetTerminalStatusRequest: 32771 } },
  },
  {
    name: 'other-clinic',
    shows: "another clinic's terminal answers: nobody here sees its code, and its merchant is another",
    inCall: ['terminal.other-clinic'],
    elsewhere: true,
    settings: { terminalId: 'XX000009', ownerName: 'Teine Kliinik OÜ', merchantRegNo: '87654321' },
  },
];
