import type { Scenario } from './scenario.js';

export const PAYMENT_SCENARIOS: readonly Scenario[] = [
  { name: 'healthy', shows: 'everything works' },
  {
    name: 'declined-then-approved',
    shows: 'the bank declines the first card and approves the second',
    inTest: ['payment.declined'],
    acts: ['decline'],
  },
  {
    name: 'no-card',
    shows: 'no card is shown in time',
    inTest: ['payment.no-card'],
    acts: ['no-card'],
  },
  {
    name: 'red-key',
    shows: 'the payment is cancelled on the terminal',
    inTest: ['payment.cancelled'],
    acts: ['red-key'],
  },
  {
    name: 'voice-authorisation',
    shows: 'during the payment the terminal requires a call to the bank about the card',
    inTest: ['payment.asked'],
    settings: { versions: ['7.2.0'], asksClient: 'VoiceTransactionRequest' },
  },
  {
    name: 'magnetic-stripe',
    shows: 'an old terminal asks whether the magnetic stripe may be used, since the chip cannot be read',
    inTest: ['payment.asked'],
    settings: { versions: ['6.0.2'], asksClient: 'FallbackTransactionRequest' },
  },
  {
    name: 'wrong-card',
    shows: 'another card is used for the reversal, then the right one',
    acts: ['pay', 'wrong-card'],
  },
  {
    name: 'bank-unreachable',
    shows: 'the terminal cannot reach its bank',
    inTest: ['terminal.bank-unreachable'],
    settings: { bank: 'unreachable' },
  },
  {
    name: 'minimum-amount',
    shows: 'the bank accepts no amount below one euro',
    inTest: ['payment.declined'],
    settings: { minCustomerAmount: 100 },
  },
  {
    name: 'refunds-enabled',
    shows: 'the terminal also supports refunds, which are never requested',
    settings: { refundEnabled: true },
  },
  {
    name: 'no-paper',
    shows: 'the paper roll is empty',
    inTest: ['terminal.printer'],
    settings: { paper: false, printerStatus: '1' },
  },
  {
    name: 'reply-lost',
    shows: 'the payment is made, and the connection breaks before its reply arrives',
    settings: { faults: [{ kind: 'lose-reply', ending: 'reset', request: 'TransactionRequest', occurrence: 1 }] },
  },
  {
    name: 'sale-goes-silent',
    shows: 'the router forgets the idle connection in the middle of the payment: no reply, and no end',
    settings: { faults: [{ kind: 'lose-reply', ending: 'silence', request: 'TransactionRequest', occurrence: 1 }] },
  },
  {
    name: 'reversal-reply-lost',
    shows: 'the payment is reversed, and the connection breaks before the reply arrives',
    settings: {
      faults: [{ kind: 'lose-reply', ending: 'reset', request: 'ReverseTransactionRequest', occurrence: 1 }],
    },
  },
];
