import { describe, expect, test } from 'vitest';
import { advanceState } from '../../../src/payment/machine.js';
import type { PaymentState } from '../../../src/payment/state.js';
import type { TerminalSnapshot } from '../../../src/payment/types.js';
import { approvedView, bare, batchOf, BASELINE, found, LATE, lookOf, LOOKS, PERIOD, row, stateIn } from './support.js';

const looked = (look: Partial<TerminalSnapshot>, from: PaymentState = stateIn('intended')): PaymentState =>
  advanceState(from, { type: 'looked', at: LATE, look: lookOf(look) });

describe('by its record a sale was never sent', () => {
  test.each<[string, Partial<TerminalSnapshot>]>([
    ['knows nothing of it', {}],
    [
      'answers with a failure that it does not name',
      { query: found(bare({ returnCode: 0, completion: 'NOTIFICATION' })) },
    ],
    ['can be asked nothing', { query: { kind: 'unsupported', returnCode: 32783 }, batch: { kind: 'unsupported' } }],
    ['has a batch that it does not show whole', { batch: batchOf([], false) }],
    ['has sent its batch meanwhile', { batch: batchOf([], true, 8), transactionsCount: 3 }],
    ['has taken a STAN for what it does not tell', { nextStan: 43 }],
  ])('and the terminal %s: that is believed', (_what, look) => {
    expect(looked(look)).toMatchObject({ stage: 'intended', doubt: undefined });
  });

  test.each<[string, Partial<TerminalSnapshot>, Partial<PaymentState>]>([
    ['shows it as charged', LOOKS.approved, { stage: 'approved', provenUnreversed: true }],
    ['shows it as returned', LOOKS.reversed, { stage: 'reconciled' }],
    ['shows it as declined', LOOKS.failed, { stage: 'unknown' }],
    [
      'has a row of nobody with its amount',
      { batch: batchOf([row('sale', { transactionId: undefined })]) },
      { stage: 'unknown' },
    ],
    ['has a row of it in its batch', { batch: batchOf([row('sale')]) }, { stage: 'approved' }],
    [
      'has a record that names nobody',
      { query: found(approvedView({ transactionId: undefined })) },
      { stage: 'unknown' },
    ],
    [
      'shows another amount',
      { query: found(approvedView({ amount: 500 })) },
      { stage: 'unknown', doubt: 'amount-differs' },
    ],
  ])('and the terminal %s: it was sent', (_what, look, expected) => {
    expect(looked(look)).toMatchObject({ ...expected, sentAt: LATE, period: { from: { at: LATE } } });
  });

  test('and what the terminal counts has moved: it is waited for as long as a sale may take', () => {
    const counted: PaymentState = { ...stateIn('intended'), baseline: { ...BASELINE, transactionsCount: 3 } };
    expect(looked({ transactionsCount: 4 }, counted)).toMatchObject({ stage: 'unknown', sentAt: LATE });
  });

  test.each<[string, Partial<TerminalSnapshot>, PaymentState['doubt']]>([
    ['does not answer', { reach: 'unreachable' }, 'unreachable'],
    ['is busy', { reach: 'busy' }, 'busy'],
    ['has a card in its reader', { cardInReader: true }, 'busy'],
    ['is another one', { terminalId: 'SB000009' }, 'wrong-terminal'],
    ['is undoing something', { reversalActive: true }, 'reversal-running'],
  ])('and the terminal %s: the question stays', (_what, look, doubt) => {
    expect(looked(look)).toMatchObject({ stage: 'intended', doubt, sentAt: undefined });
  });

  test('and the question was given up: a later run asks it, and believes the answer', () => {
    const given = advanceState(looked({ reach: 'busy' }), { type: 'escalated', at: LATE, doubt: 'busy' });
    expect(looked({ reach: 'busy' }, given)).toMatchObject({ stage: 'escalated' });
    expect(looked({}, given)).toMatchObject({ stage: 'intended', doubt: undefined });
    expect(looked(LOOKS.approved, given)).toMatchObject({ stage: 'approved' });
  });

  test('and a first look showed that it was sent: a later one that knows nothing of it ends it only after its time', () => {
    const sent = looked({ query: found(approvedView({ transactionId: undefined })) });
    const none = (at: number, from: PaymentState): PaymentState =>
      advanceState(from, { type: 'looked', at, look: lookOf() });
    const early = none(LATE + PERIOD - 1000, none(LATE + PERIOD - 3000, sent));
    expect(early.stage).toBe('unknown');
    expect(none(LATE + PERIOD + 2000, none(LATE + PERIOD, early)).stage).toBe('absent');
  });
});
