import type { Scenario } from './scenario.js';

const HOUR_MS = 3_600_000;

/** Several things at the same time. */
export const SEVERAL_SCENARIOS: readonly Scenario[] = [
  {
    name: 'neglected',
    shows: 'a card left in, a wrong clock, unfinished pre-authorisations, and no rule for 5551',
    finds: ['ports.log-closed', 'terminal.card-in-reader', 'terminal.pre-authorisations', 'terminal.clock'],
    settings: { cardStatus: 1, clockOffsetMs: -HOUR_MS, notFinishedTransactionsCount: 2, logForm: 'closed' },
  },
  {
    name: 'card-clock-log',
    shows: 'a card left in, a wrong clock, and no rule for 5551',
    finds: ['ports.log-closed', 'terminal.card-in-reader', 'terminal.clock'],
    settings: { cardStatus: 1, clockOffsetMs: -HOUR_MS, logForm: 'closed' },
  },
  {
    name: 'same-port-card',
    shows: 'both rules forward to 4445, and a card was left in',
    finds: ['ports.same-port', 'terminal.card-in-reader'],
    settings: { cardStatus: 1 },
    rules: { log: 'posxml' },
  },
  {
    name: 'swapped-currency',
    shows: 'swapped rules, to a terminal that is not set up for euros',
    finds: ['ports.swapped', 'terminal.currency'],
    settings: { currency: 'SEK', currencyNumber: '752' },
    rules: { posxml: 'log', log: 'posxml' },
  },
  {
    name: 'two-pages',
    shows: 'both rules forward to web pages',
    finds: ['service.http'],
    rules: { posxml: 'router-login', log: 'router-page' },
  },
  {
    name: 'page-and-terminal',
    shows: "the rule for 4445 forwards to the router's page, the rule for 5551 to 4445",
    finds: ['service.http'],
    rules: { posxml: 'router-page', log: 'posxml' },
  },
  {
    name: 'reversal-and-clock',
    shows: 'the terminal is reversing a payment, and its clock is wrong',
    finds: ['terminal.reversal-active', 'terminal.clock'],
    settings: { reversalActive: 1, clockOffsetMs: HOUR_MS },
  },
  {
    name: 'busy-and-log-closed',
    shows: 'a customer is paying, and there is no rule for 5551',
    finds: ['posxml.busy', 'ports.log-closed'],
    settings: { occupied: true, whileBusy: 'refuse-code', logForm: 'closed' },
  },
];
