import { describe, expect, test } from 'vitest';
import { advanceState } from '../../../src/payment/machine.js';
import type { PaymentState, Stage } from '../../../src/payment/state.js';
import { nextAction, RESUME_PATIENCE_MS, VERDICT_GRACE_MS } from '../../../src/payment/next-action.js';
import type { PaymentAction, Run } from '../../../src/payment/next-action.js';
import { HOST_MARGIN_MS, MAX_REVERSALS, REFUSAL_PROOF_MS } from '../../../src/payment/types.js';
import type { Doubt } from '../../../src/payment/types.js';
import { after, bare, batchOf, EVENTS, lookOf, LOOKS, PERIOD, R, row, STAGES, stateIn, T } from './support.js';

const run = (fields: Partial<Run> = {}): Run => ({ since: T, looks: 5, reversals: 0, escalated: false, ...fields });
const next = (state: PaymentState, now: number, fields: Partial<Run> = {}): PaymentAction =>
  nextAction(state, now, run(fields));
const doubted = (stage: Stage, doubt: Doubt | undefined, fields: Partial<PaymentState> = {}): PaymentState => ({
  ...stateIn(stage),
  doubt,
  ...fields,
});
const claimOf = { authorizationNo: undefined, dateTime: undefined, cardLastFour: undefined };
const LOOK: PaymentAction = { do: 'look' };
const END: PaymentAction = { do: 'end' };
const escalate = (doubt: Doubt): PaymentAction => ({ do: 'escalate', doubt });
const SALE_DEADLINE = T + PERIOD + VERDICT_GRACE_MS;
const REVERSAL_DEADLINE = R + PERIOD + VERDICT_GRACE_MS;

/** What a stage does before and at the end of its patience. */
const expectPatience = (state: PaymentState, end: number, doubt: Doubt, fields: Partial<Run> = {}): void => {
  expect(next(state, end - 1, fields)).toEqual(LOOK);
  expect(next(state, end, fields)).toEqual(escalate(doubt));
};

describe('in each stage', () => {
  test.each(['idle', 'aborted', 'declined', 'absent', 'reconciled', 'resolved'] as const)('%s is the end', (stage) => {
    expect(next(stateIn(stage), 0, { looks: 0 })).toEqual(END);
  });

  test('what was never sent is taken back, a sale once the terminal was asked', () => {
    expect(next(stateIn('intended'), T, { looks: 0 })).toEqual(LOOK);
    expect(next(stateIn('intended'), T, { looks: 1 })).toEqual({ do: 'abort-sale' });
    expectPatience(doubted('intended', 'unreachable'), T + RESUME_PATIENCE_MS, 'unreachable');
    expectPatience(doubted('intended', 'busy'), T + PERIOD, 'busy');
    expectPatience(doubted('intended', 'reversal-running'), T + PERIOD, 'reversal-running');
    expect(next(stateIn('reverse-intended'), T)).toEqual({ do: 'abort-reversal' });
  });

  test.each([
    'sending',
    'refused',
    'unknown',
    'approved',
    'reversing',
    'reverse-refused',
    'reverse-unknown',
    'reversed',
    'escalated',
  ] as const)('%s is looked at once, however late it is', (stage) => {
    expect(next(stateIn(stage), T + 10 ** 9, { looks: 0 })).toEqual(LOOK);
  });

  test.each(['sending', 'refused', 'unknown'] as const)('%s is looked at until the sale must have ended', (stage) => {
    expectPatience(doubted(stage, 'busy'), SALE_DEADLINE, 'busy');
    expectPatience(doubted(stage, undefined), SALE_DEADLINE, 'unreachable');
  });

  test.each(['counters-moved', 'stan-unaccounted', 'counters-unknown', 'unclear-record'] as const)(
    'a refusal is looked at as long while its proof is %s',
    (doubt) => {
      expectPatience(doubted('refused', doubt), SALE_DEADLINE, doubt);
      expectPatience(doubted('unknown', doubt), SALE_DEADLINE, doubt);
    },
  );

  test('a refusal that has begun to prove true is looked at to its end', () => {
    const agreedSince = { since: { at: T }, nextStan: 42 };
    expectPatience(doubted('refused', undefined, { agreedSince }), SALE_DEADLINE + REFUSAL_PROOF_MS, 'unreachable');
  });

  test.each(['reversing', 'reverse-unknown'] as const)(
    '%s is looked at until the reversal must have ended',
    (stage) => {
      expectPatience(doubted(stage, 'reversal-running'), REVERSAL_DEADLINE, 'reversal-running', { since: R });
    },
  );

  test.each(['unreachable', 'busy', 'reversal-running'] as const)(
    'a refused reversal is looked at as long while it is %s',
    (doubt) => {
      expectPatience(doubted('reverse-refused', doubt), REVERSAL_DEADLINE, doubt, { since: R + 20_000 });
    },
  );

  test('a refused reversal is not waited for where the batch has gone', () => {
    expectPatience(doubted('reverse-refused', 'batch-sent'), R + 20_000 + RESUME_PATIENCE_MS, 'batch-sent', {
      since: R + 20_000,
    });
  });

  test.each(['return-not-in-batch', 'more-than-one', 'amount-differs', 'contradiction'] as const)(
    'two witnesses that do not agree, %s, are looked at until the reversal must have ended',
    (doubt) => {
      for (const stage of ['reverse-refused', 'reverse-unknown', 'reversed'] as const)
        expectPatience(doubted(stage, doubt, { contradictions: 5 }), REVERSAL_DEADLINE, doubt, { since: R });
    },
  );

  test.each(['unreachable', 'busy', 'reversal-running'] as const)(
    'a charge that cannot be reversed yet is waited for while it is %s',
    (doubt) => {
      expectPatience(doubted('approved', doubt, { provenUnreversed: false }), SALE_DEADLINE, doubt);
    },
  );
});

describe('patience', () => {
  test('is never less than what a new run is given', () => {
    expectPatience(doubted('unknown', 'busy'), T + 10 ** 9 + RESUME_PATIENCE_MS, 'busy', { since: T + 10 ** 9 });
  });

  test('is never more than a whole period, though the clock was ahead when the sale was sent', () => {
    const since = T - 10 ** 9;
    // Twice, since another's operation may have been before ours.
    expectPatience(doubted('unknown', 'counters-unknown'), since + 2 * PERIOD + VERDICT_GRACE_MS, 'counters-unknown', {
      since,
    });
    expectPatience(
      doubted('reverse-unknown', 'reversal-running'),
      since + PERIOD + VERDICT_GRACE_MS,
      'reversal-running',
      { since },
    );
  });

  test('waits for the second of two looks that prove absence', () => {
    expect(next({ ...stateIn('unknown'), absentLooks: 1 }, SALE_DEADLINE + 10 ** 9)).toEqual(LOOK);
  });

  test('is short with a stranger', () => {
    for (const stage of ['unknown', 'approved', 'reverse-unknown', 'reverse-refused'] as const) {
      const state = doubted(stage, 'wrong-terminal', { provenUnreversed: false });
      expect(next(state, T + 1000, { looks: 2 })).toEqual(LOOK);
      expect(next(state, T + 1000, { looks: 3 })).toEqual(escalate('wrong-terminal'));
    }
  });
});

describe('a proven sale', () => {
  const approved = advanceState(stateIn('approved'), {
    type: 'looked',
    at: T,
    look: lookOf({ batch: batchOf([row('sale')]) }),
  });
  const first: PaymentAction = { do: 'reverse', by: 'transaction-id', withAmount: false, again: false };

  test('is reversed, but not before a look in this very run', () => {
    expect(next(approved, T, { looks: 0 })).toEqual(LOOK);
    expect(next(approved, T, { looks: 1 })).toEqual(first);
  });

  test('is given up after so many tries', () => {
    expect(next(approved, T, { reversals: MAX_REVERSALS - 1 })).toEqual(first);
    expect(next(approved, T, { reversals: MAX_REVERSALS })).toEqual(escalate('unreachable'));
    expect(next({ ...approved, reversalRefusal: 32778 }, T, { reversals: MAX_REVERSALS })).toEqual(
      escalate('reversal-refused'),
    );
  });

  const refused = (
    returnCode: number,
    by: 'transaction-id' | 'stan' = 'transaction-id',
    withAmount = false,
    stan: number | undefined = 42,
  ): PaymentState => {
    const sent = after(advanceState(approved, { ...EVENTS['reversal.intended'], by, withAmount }), 'reversal.sending');
    const answered = advanceState(sent, { type: 'reversal.replied', at: R, view: bare({ returnCode }) });
    const stanOnly = lookOf({ batch: batchOf([row('sale')]) });
    const looked = [R, R + REFUSAL_PROOF_MS].reduce(
      (state, at) => (state.stage === 'approved' ? state : advanceState(state, { type: 'looked', at, look: stanOnly })),
      answered,
    );
    return { ...looked, proof: looked.proof && { ...looked.proof, stan } };
  };
  const again = (state: PaymentState, fields: Partial<Run> = {}): PaymentAction =>
    next(state, R, { reversals: 1, ...fields });

  test.each<[string, PaymentState, PaymentAction]>([
    [
      'a card that was not the one',
      refused(32778),
      { do: 'reverse', by: 'transaction-id', withAmount: false, again: true },
    ],
    ...[32772, 32775, 32779].map((code): [string, PaymentState, PaymentAction] => [
      `not now (${String(code)})`,
      refused(code),
      first,
    ]),
    ['an unknown id', refused(32781), { do: 'reverse', by: 'stan', withAmount: true, again: false }],
    ['an id that it knows when asked', { ...refused(32781), knownById: true }, first],
    [
      'a missing amount, by STAN, of an id that it knows',
      { ...refused(32771, 'transaction-id', true), knownById: true },
      escalate('reversal-refused'),
    ],
    ['an unknown id, the STAN unknown too', { ...refused(32781), proof: undefined }, escalate('reversal-refused')],
    ['an unknown STAN', refused(32781, 'stan'), escalate('reversal-refused')],
    ['a missing amount', refused(32771), { do: 'reverse', by: 'transaction-id', withAmount: true, again: false }],
    [
      'an amount that did not help',
      refused(32771, 'transaction-id', true),
      { do: 'reverse', by: 'stan', withAmount: true, again: false },
    ],
    ['a STAN without an amount', refused(32786, 'stan'), { do: 'reverse', by: 'stan', withAmount: true, again: false }],
    ['a STAN with an amount', refused(32786, 'stan', true), escalate('reversal-refused')],
    ['a terminal that cannot', refused(32783), escalate('reversal-refused')],
  ])('a proven sale answers %s', (_what, state, action) => {
    expect(again(state)).toEqual(action);
  });

  test('is waited out for as long as a sale may take, while the terminal says "not now"', () => {
    const notNow = refused(32779);
    const tries = { reversals: MAX_REVERSALS, reversingSince: R };
    expect(next(notNow, R + HOST_MARGIN_MS - 1, tries)).toEqual(first);
    expect(next(notNow, R + HOST_MARGIN_MS, tries)).toEqual(escalate('reversal-refused'));
    expect(next(notNow, R, { ...tries, reversals: MAX_REVERSALS + 2 })).toEqual(escalate('reversal-refused'));
    // However quickly each is believed: the tries are spread over that time.
    const pause = HOST_MARGIN_MS / (MAX_REVERSALS + 2);
    expect(next(notNow, R + pause - 1, { ...tries, since: R })).toEqual(LOOK);
    expect(next(notNow, R + pause, { ...tries, since: R })).toEqual(first);
  });

  test('is taken up by a new run where the last one stopped', () => {
    expect(again(refused(32781, 'stan'), { reversals: 0 })).toEqual({
      do: 'reverse',
      by: 'stan',
      withAmount: false,
      again: false,
    });
  });

  test('is tried again without a word where the last reply was lost', () => {
    const lost = advanceState(stateIn('reverse-unknown'), { type: 'looked', at: R + PERIOD, look: LOOKS.approved });
    expect(again(lost)).toEqual(first);
  });
});

describe('a return that its reply proves', () => {
  const reversed = stateIn('reversed');

  test('counts when the record cannot be had in three looks', () => {
    for (const doubt of ['unreachable', 'batch-sent', 'unclear-record'] as const) {
      expect(next({ ...reversed, doubt }, R, { since: R, looks: 2 })).toEqual(LOOK);
      expect(next({ ...reversed, doubt }, R, { since: R, looks: 3 })).toEqual({ do: 'confirm-reversal' });
    }
  });

  test('does not count where another terminal is asked for the record', () => {
    expect(next({ ...reversed, doubt: 'wrong-terminal' }, R, { since: R, looks: 3 })).toEqual({
      do: 'escalate',
      doubt: 'wrong-terminal',
    });
  });

  test('does not count while something is being undone', () => {
    expectPatience({ ...reversed, doubt: 'reversal-running' }, REVERSAL_DEADLINE, 'reversal-running', { since: R });
  });

  test('does not count against the record, and is not looked at for ever', () => {
    expectPatience({ ...reversed, contradictions: 1, doubt: undefined }, REVERSAL_DEADLINE, 'contradiction', {
      since: R,
    });
  });

  test('does not count where a second sale of ours was seen', () => {
    const seen = { ...claimOf, of: 'sale', terminalId: undefined, stan: 43 } as const;
    const doubled: PaymentState = { ...reversed, claims: [seen], nextStan: 44 };
    expectPatience(doubled, REVERSAL_DEADLINE, 'more-than-one', { since: R });
  });
});

describe('what was given up', () => {
  const escalated = stateIn('escalated');

  test('is looked at anew by a later run, for a while', () => {
    expect(next(escalated, T + RESUME_PATIENCE_MS - 1)).toEqual(LOOK);
    expect(next(escalated, T + RESUME_PATIENCE_MS)).toEqual(END);
  });

  test('is left alone by the run that gave it up', () => {
    expect(next(escalated, T, { looks: 0, escalated: true })).toEqual(END);
  });
});

test('every stage has a next step at any time', () => {
  for (const stage of STAGES)
    for (const now of [0, T, SALE_DEADLINE, REVERSAL_DEADLINE, 10 ** 13])
      for (const looks of [0, 1, 3]) expect(next(stateIn(stage), now, { looks })).toHaveProperty('do');
});
