import { describe, expect, test } from 'vitest';
import { claimsElsewhere } from '../../../src/payment/claims.js';
import { advanceState } from '../../../src/payment/machine.js';
import { isFinal, isPaymentOpen } from '../../../src/payment/state.js';
import type { PaymentState } from '../../../src/payment/state.js';
import { nextAction } from '../../../src/payment/next-action.js';
import { advancePayment, currentPaymentIndex } from '../../../src/payment/payments.js';
import type { TerminalSnapshot, TransactionView } from '../../../src/payment/types.js';
import { paymentFacts } from '../../../src/steps/test-payment/payment-checks.js';
import {
  after,
  approvedView,
  bare,
  batchOf,
  declinedView,
  EVENTS,
  found,
  LATE,
  lookOf,
  LOOKS,
  R,
  reversedView,
  row,
  stateIn,
  T,
} from './support.js';

const STRANGER = 'SB000002';
const replied = (view: TransactionView): PaymentState =>
  advanceState(stateIn('sending'), { type: 'sale.replied', at: T, view });
const look = (state: PaymentState, seen: Partial<TerminalSnapshot> = {}): PaymentState =>
  advanceState(state, { type: 'looked', at: LATE, look: lookOf(seen) });
const lookedCleanly = (state: PaymentState): PaymentState =>
  [1, 2, 3, 4].reduce((each) => (isFinal(each) ? each : look(each)), state);

const CLAIMING: readonly (readonly [string, TransactionView])[] = [
  ['by another terminal', approvedView({ terminalId: STRANGER })],
  ['by another terminal, without an ID', approvedView({ terminalId: STRANGER, transactionId: undefined })],
  ['by another terminal, with no number', approvedView({ terminalId: STRANGER, authorizationNo: undefined })],
  ['by another terminal, refused and with a number', approvedView({ terminalId: STRANGER, returnCode: 32778 })],
  ['by another terminal, which leaves it open', bare({ returnCode: 32774, terminalId: STRANGER })],
  ['of another amount', approvedView({ amount: 500 })],
  ['in another currency', approvedView({ currency: 'SEK' })],
  ['with a refusal', approvedView({ returnCode: 32778 })],
  ['as a notification', approvedView({ completion: 'NOTIFICATION' })],
  ['without an ID', approvedView({ transactionId: undefined })],
];

describe.each(CLAIMING)('an approval %s', (_name, view) => {
  test('is never "nothing was charged", whatever the looks say', () => {
    const end = lookedCleanly(replied(view));
    expect(isPaymentOpen(end)).toBe(true);
    expect(end).toMatchObject({ stage: 'unknown', completionBlockedBy: 'absent', absentLooks: 0 });
    expect(look(end, { query: found(declinedView()) })).toMatchObject({
      stage: 'unknown',
      completionBlockedBy: 'declined',
    });
    const again = after(end, 'escalated');
    expect(lookedCleanly(again).stage).toBe('escalated');
    expect(isFinal(after(again, 'resolved'))).toBe(true);
  });
});

test('a plain refusal, and the reply to another sale, are no approval', () => {
  for (const view of [
    declinedView({ terminalId: STRANGER }),
    approvedView({ transactionId: 'TT-OTHER' }),
    bare({ returnCode: 0 }),
  ])
    expect(lookedCleanly(replied(view)).stage, JSON.stringify(view)).toBe('absent');
});

test('what a look shows under our id is never forgotten, at whichever terminal it was seen', () => {
  const seen: readonly Partial<TerminalSnapshot>[] = [
    { terminalId: STRANGER, query: found(approvedView({ terminalId: STRANGER })) },
    { terminalId: STRANGER, batch: batchOf([row('sale')]) },
    { query: found(approvedView({ amount: 500 })) },
    { batch: batchOf([row('sale', { amount: 500 })]) },
  ];
  for (const each of seen)
    expect(lookedCleanly(look(stateIn('unknown'), each)), JSON.stringify(each)).toMatchObject({
      stage: 'unknown',
      completionBlockedBy: 'absent',
    });
});

describe('another terminal’s approval', () => {
  const foreign = replied(approvedView({ terminalId: STRANGER, stan: 17 }));

  test('is escalated after a few looks, and named with all that a bank finds it by', () => {
    const end = lookedCleanly(foreign);
    const run = { since: LATE, looks: 3, reversals: 0, escalated: false };
    expect(nextAction(end, LATE, run)).toEqual({ do: 'escalate', doubt: 'answered-elsewhere' });
    expect(paymentFacts(end)).toMatchObject({
      end: 'unknown',
      terminalId: STRANGER,
      stan: 17,
      authorizationNo: '437327',
    });
  });

  test('keeps a payment open that ours has made and returned, too', () => {
    const returned = look(foreign, LOOKS.reversed);
    expect(returned).toMatchObject({ stage: 'reversed', completionBlockedBy: 'reconciled', proof: { stan: 42 } });
    expect(nextAction(returned, R, { since: R, looks: 3, reversals: 0, escalated: false })).toEqual({
      do: 'escalate',
      doubt: 'answered-elsewhere',
    });
    expect(paymentFacts(returned).end).toBe('unknown');
    expect(advanceState(returned, { type: 'reversal.confirmed', at: R }).stage).toBe('reversed');
  });

  test('is no other charge where ours proves the very same', () => {
    const same = look(replied(approvedView({ terminalId: STRANGER })), LOOKS.reversed);
    expect(claimsElsewhere(same)).toEqual([]);
    expect(same.stage).toBe('reconciled');
  });
});

test('a reversal that another terminal took for one of its own keeps it open', () => {
  const stray = advanceState(stateIn('reversing'), {
    type: 'reversal.replied',
    at: R,
    view: reversedView({ terminalId: STRANGER, transactionId: 'SHOP-1' }),
  });
  expect(stray).toMatchObject({ stage: 'reverse-unknown', claims: [{ of: 'reversal', terminalId: STRANGER }] });
  expect(look(stray, LOOKS.reversed)).toMatchObject({ stage: 'reversed', completionBlockedBy: 'reconciled' });
  const refused = advanceState(stateIn('reversing'), {
    type: 'reversal.replied',
    at: R,
    view: declinedView({ terminalId: STRANGER }),
  });
  expect(look(refused, LOOKS.reversed).stage).toBe('reconciled');
});

test('a journal of a former version, which went on after such an end, is still read, and its money is open', () => {
  const late = { ...EVENTS['looked none'] };
  const first = [
    EVENTS['sale.intended'],
    EVENTS['sale.sending'],
    { type: 'sale.replied', at: T, view: approvedView({ terminalId: STRANGER }) } as const,
    late,
    late,
  ];
  const second = [EVENTS['sale.intended anew'], EVENTS['sale.sending'], EVENTS['sale.lost'], late, late];
  const payments = [...first, ...second].reduce<readonly PaymentState[]>(advancePayment, []);
  expect(payments.map(({ stage }) => stage)).toEqual(['unknown', 'absent']);
  expect(currentPaymentIndex(payments)).toBe(0);
  expect(advancePayment(payments, EVENTS.resolved).map(({ stage }) => stage)).toEqual(['resolved', 'absent']);
});
