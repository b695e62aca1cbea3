import type { Act, TerminalSettings } from './terminal/index.js';

/** A situation to practise: what is different from a healthy terminal with a willing person in front of it. */
export interface Scenario {
  readonly name: string;
  /** What it shows, in one line. */
  readonly shows: string;
  readonly settings?: Partial<TerminalSettings>;
  /** What the person does at each request for a card, in order; afterwards always pays. */
  readonly acts?: readonly Act[];
}

const HOUR_MS = 3_600_000;

export const SCENARIOS: readonly Scenario[] = [
  { name: 'healthy', shows: 'everything works' },
  { name: 'declined-then-approved', shows: 'the bank declines the first card and approves the second', acts: ['decline'] },
  { name: 'no-card', shows: 'nobody shows a card until the time is over', acts: ['no-card'] },
  { name: 'red-key', shows: 'the payment is cancelled on the terminal', acts: ['red-key'] },
  { name: 'wrong-card', shows: 'another card is shown for the return, then the right one', acts: ['pay', 'wrong-card'] },
  {
    name: 'reply-lost',
    shows: 'the payment is made, and the connection breaks before its reply arrives',
    settings: { faults: [{ kind: 'lose-reply', ending: 'reset', request: 'TransactionRequest', occurrence: 1 }] },
  },
  {
    name: 'reversal-reply-lost',
    shows: 'the money is returned, and the connection breaks before the reply arrives',
    settings: { faults: [{ kind: 'lose-reply', ending: 'reset', request: 'ReverseTransactionRequest', occurrence: 1 }] },
  },
  { name: 'log-closed', shows: 'the rule for 5551 is missing', settings: { logForm: 'closed' } },
  { name: 'posxml-closed', shows: 'the rule for 4445 is missing', settings: { posxmlForm: 'closed' } },
  { name: 'busy', shows: 'somebody is paying at the terminal', settings: { occupied: true, whileBusy: 'refuse-code' } },
  { name: 'card-left-in', shows: 'a card was left in the reader', settings: { cardStatus: 1 } },
  { name: 'reader-broken', shows: 'the card reader does not work', settings: { cardReader: 'broken' } },
  { name: 'clock-wrong', shows: 'the clock of the terminal is an hour behind', settings: { clockOffsetMs: -HOUR_MS } },
  { name: 'reversal-active', shows: 'the terminal is undoing a payment and cannot reach its bank', settings: { reversalActive: 1 } },
  { name: 'version-6', shows: 'an old terminal that speaks PosXML 6.0.2 only', settings: { versions: ['6.0.2'] } },
  { name: 'version-unknown', shows: 'a terminal that speaks none of the known versions', settings: { versions: ['8.0.0'] } },
  { name: 'posxml-disabled', shows: 'the bank has not enabled PosXML', settings: { enabled: false } },
  { name: 'bank-unreachable', shows: 'the terminal cannot reach its bank', settings: { bank: 'unreachable' } },
  { name: 'other-currency', shows: 'the terminal is not set up for euros', settings: { currency: 'SEK', currencyNumber: '752' } },
];

export function findScenario(name: string): Scenario | undefined {
  return SCENARIOS.find((scenario) => scenario.name === name);
}
