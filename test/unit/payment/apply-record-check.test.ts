import { describe, expect, test } from 'vitest';
import { advanceState } from '../../../src/payment/machine.js';
import type { PaymentState, Stage } from '../../../src/payment/state.js';
import { INITIAL } from '../../../src/payment/state.js';
import { nextAction } from '../../../src/payment/next-action.js';
import type { Uptime } from '../../../src/payment/elapsed.js';
import { REFUSAL_PROOF_MS } from '../../../src/payment/types.js';
import type { Doubt, TerminalSnapshot } from '../../../src/payment/types.js';
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
  PERIOD,
  R,
  reversedView,
  row,
  SALE,
  stateIn,
  T,
} from './support.js';

const look = (state: PaymentState, fields: Partial<TerminalSnapshot> | TerminalSnapshot, at = LATE): PaymentState =>
  advanceState(state, { type: 'looked', at, look: lookOf(fields) });

/** A sale that was refused with this code. */
const refusedWith = (returnCode: number): PaymentState =>
  advanceState(stateIn('sending'), { type: 'sale.replied', at: T, view: bare({ returnCode }) });
const unseen = { kind: 'unsupported', returnCode: 32783 } as const;

describe('nothing was charged', () => {
  test('only by two looks in a row', () => {
    const once = look(stateIn('unknown'), {});
    expect(once).toMatchObject({ stage: 'unknown', absentLooks: 1 });
    expect(look(look(once, LOOKS.busy), {})).toMatchObject({ stage: 'unknown', absentLooks: 1 });
    expect(look(once, {}).stage).toBe('absent');
  });

  test('only when the sale must have ended', () => {
    const early = look(look(stateIn('unknown'), {}, T + PERIOD - 1), {}, T + PERIOD - 1);
    expect(early).toMatchObject({ stage: 'unknown', absentLooks: 0, doubt: undefined });
    expect(look(look(early, {}, T + PERIOD), {}, T + PERIOD).stage).toBe('absent');
  });

  test.each<[string, Doubt, number, string]>([
    ['our clock was set forward', 'busy', LATE, '2026-02-14T10:00:20'],
    ['our clock was set back', 'counters-unknown', T - 1, '2026-02-14T10:00:20'],
  ])('not where %s', (_what, doubt, at, time) => {
    const start = { ...stateIn('unknown'), baseline: { ...stateIn('unknown').baseline, time: '2026-02-14T10:00:00' } };
    expect(look(look(start, { time }, at), { time }, at)).toMatchObject({ stage: 'unknown', absentLooks: 0, doubt });
    expect(look(look(start, { time: '2026-02-14T10:04:00' }, at), { time: '2026-02-14T10:04:00' }, at).stage).toBe(
      'absent',
    );
  });

  test.each<Stage>(['approved', 'reverse-refused', 'reverse-unknown', 'reversed'])(
    'never once it was charged: %s',
    (stage) => {
      const end = look(look(stateIn(stage), {}), {});
      expect(end).toMatchObject({ stage, doubt: 'unclear-record' });
      expect(look(stateIn(stage), { batch: batchOf([], true, 8) }).doubt).toBe('batch-sent');
    },
  );

  test('never once it was charged, although the terminal had refused it at first', () => {
    const charged = after(
      look(stateIn('refused'), LOOKS.approved),
      'reversal.intended',
      'reversal.sending',
      'reversal.lost',
    );
    expect(look(charged, {}).stage).toBe('reverse-unknown');
    expect(look(charged, { query: unseen, batch: { kind: 'unsupported' } }).stage).toBe('reverse-unknown');
    expect(look(charged, LOOKS.failed)).toMatchObject({ stage: 'reverse-unknown', doubt: 'contradiction' });
  });
});

describe('a refusal', () => {
  test.each<[string, Stage, number, Partial<TerminalSnapshot>]>([
    ['is not believed at once where the terminal knows nothing of it', 'refused', 32778, {}],
    [
      'is not believed where the batch was sent and a STAN is nobody’s',
      'refused',
      32778,
      { batch: batchOf([], true, 8), nextStan: 43, newerStans: [{ stan: 42, transactionId: undefined }] },
    ],
    ['is believed where the record agrees', 'declined', 32778, LOOKS.failed],
    [
      'is not believed where the record agrees, and the batch counts more money',
      'refused',
      32778,
      { ...LOOKS.failed, batch: { ...batchOf(), total: 1 } as TerminalSnapshot['batch'] },
    ],
    [
      'is not believed where only the batch could be asked, and has gone',
      'refused',
      32778,
      { query: unseen, batch: batchOf([], true, 8) },
    ],
    ['is believed where the batch says declined, too', 'declined', 32778, { batch: batchOf([row('declined')]) }],
    ['is believed where a row is in parentheses', 'declined', 32778, { batch: batchOf([row('failed-reversal')]) }],
    [
      'is not believed where the question was put off and there is no batch',
      'refused',
      32778,
      { query: { kind: 'busy' }, batch: { kind: 'unsupported' } },
    ],
    [
      'is not believed where the question cannot be asked and the batch did not come',
      'refused',
      32778,
      { query: unseen, batch: { kind: 'unreachable' } },
    ],
    [
      'is not believed where another terminal can be asked nothing',
      'refused',
      32778,
      { terminalId: 'ELSE0001', query: unseen, batch: { kind: 'unsupported' } },
    ],
    [
      'is not believed where the terminal is busy',
      'refused',
      32778,
      { reach: 'busy', query: unseen, batch: { kind: 'unsupported' } },
    ],
    [
      'is not believed where nobody says which terminal it is',
      'refused',
      32778,
      { terminalId: undefined, query: unseen, batch: { kind: 'unsupported' } },
    ],
    [
      'is not believed while something is being undone where nothing can be asked',
      'refused',
      32778,
      { reversalActive: true, query: unseen, batch: { kind: 'unsupported' } },
    ],
    ['is not believed while something is being undone', 'refused', 32778, { reversalActive: true }],
    ['is not believed while the terminal is busy', 'refused', 32778, LOOKS.busy],
    ['is not believed of another terminal', 'refused', 32778, { terminalId: 'SB000002' }],
    ['is not believed against the record', 'approved', 32778, LOOKS.approved],
    ['is not believed against a row', 'approved', 32778, { batch: batchOf([row('sale')]) }],
    ['that leaves it open is not believed at once', 'refused', 32772, {}],
    [
      'that leaves it open is not believed where nothing can be asked',
      'refused',
      32774,
      { query: unseen, batch: { kind: 'unsupported' } },
    ],
  ])('a refusal is judged: %s', (_what, stage, code, fields) => {
    expect(look(refusedWith(code), fields).stage).toBe(stage);
  });

  const unaccounted: Partial<TerminalSnapshot> = { nextStan: 43, newerStans: [{ stan: 42, transactionId: undefined }] };
  const nothingToAsk: Partial<TerminalSnapshot> = { query: unseen, batch: { kind: 'unsupported' } };
  const markless = { query: found(bare({ returnCode: 0, hostAnswer: '---', completion: 'NOTIFICATION' })) };

  test.each<[string, Partial<TerminalSnapshot>]>([
    ['that knows nothing of it', {}],
    [
      'whose newer STAN is of a failure',
      { nextStan: 43, newerStans: [{ stan: 42, transactionId: undefined, failed: true }] },
    ],
    ['that can be asked nothing', nothingToAsk],
    ['whose batch alone can be asked', { query: unseen }],
    ['that tells of a failure and not of which', markless],
  ])('without a record is believed of a terminal that has rested for a while: %s', (_what, fields) => {
    for (const code of [1, 32772, 32774, 32776, 32778, 32779, 32781, 32785, 40000]) {
      const first = look(refusedWith(code), fields, T);
      expect(first).toMatchObject({ stage: 'refused', doubt: undefined });
      const second = look(first, fields, T + REFUSAL_PROOF_MS - 1);
      expect(second).toMatchObject({ stage: 'refused', doubt: undefined });
      expect(look(second, fields, T + REFUSAL_PROOF_MS).stage).toBe('declined');
    }
  });

  const batchWith = (counts: object): Partial<TerminalSnapshot> => ({
    batch: { ...batchOf(), ...counts },
  });

  test.each<[string, Partial<TerminalSnapshot>]>([
    ['is busy', { query: { kind: 'busy' } }],
    ['holds a card', { cardInReader: true }],
    ['is undoing something', { reversalActive: true }],
    ['has taken a STAN', unaccounted],
    ['has sent its batch', { batch: batchOf([], true, 8) }],
    [
      'has sent its batch, with the STANs of others',
      { batch: batchOf([], true, 8), nextStan: 43, newerStans: [{ stan: 42, transactionId: 'TILL000001' }] },
    ],
    ['counts a transaction more', { transactionsCount: 1 }],
    ['counts one more that is not finished', { notFinishedCount: 1 }],
    ['counts one more that is pending', batchWith({ pendingCount: 1 })],
    ['counts a row more', batchWith({ count: 1 })],
    ['counts more money', batchWith({ total: 1 })],
  ])('without a record is not believed of a terminal that in between %s', (_what, fields) => {
    const counted = advanceState(INITIAL, {
      ...EVENTS['sale.intended'],
      baseline: { ...EVENTS['sale.intended'].baseline, notFinishedCount: 0, pendingCount: 0 },
    });
    const refused = after(counted, 'sale.sending', 'sale.replied refused');
    const restless = look(look(refused, {}, T), fields, T + 20_000);
    expect(look(restless, {}, T + REFUSAL_PROOF_MS).stage).toBe('refused');
    expect(look(restless, fields, T + REFUSAL_PROOF_MS).stage).toBe('refused');
  });

  test('is believed, with a STAN that nobody accounts for, once everything must have ended', () => {
    for (const fields of [unaccounted, { nextStan: undefined }]) {
      const early = look(look(refusedWith(32778), fields, T), fields, T + PERIOD - 1);
      expect(early.stage).toBe('refused');
      expect(look(look(early, fields, T + PERIOD), fields, T + PERIOD + 1).stage).toBe('declined');
    }
  });

  test('is never believed against what the terminal counts', () => {
    const counts = { transactionsCount: 1 };
    const late = look(look(refusedWith(32778), counts, LATE), counts, LATE + PERIOD);
    expect(late).toMatchObject({ stage: 'refused', doubt: 'counters-moved' });
  });

  test('is believed with what other tills’ rows explain', () => {
    const others: Partial<TerminalSnapshot> = {
      nextStan: 43,
      newerStans: [{ stan: 42, transactionId: 'TILL000001' }],
      transactionsCount: 1,
      ...batchWith({ count: 1, total: 500, others: { count: 1, total: 500 } }),
    };
    expect(look(look(refusedWith(32779), others, T), others, T + REFUSAL_PROOF_MS).stage).toBe('declined');
  });

  test('a failed record counts only from a terminal that says it is at rest: its status may be lost', () => {
    const refused = refusedWith(32772);
    const unknown = { reversalActive: undefined, cardInReader: undefined, nextStan: undefined };
    const told = look(refused, { ...LOOKS.failed, ...unknown }, T);
    expect(told).toMatchObject({ stage: 'refused', doubt: 'counters-unknown' });
    expect(look(told, LOOKS.failed, T).stage).toBe('declined');
    // When the sale must have ended, nothing is at work any more.
    expect(look(refused, { ...LOOKS.failed, ...unknown }).stage).toBe('declined');
  });

  test('that names the STAN which it used up accounts for it', () => {
    const named = after(stateIn('sending'));
    const refused = advanceState(named, { type: 'sale.replied', at: T, view: declinedView({ stan: 42 }) });
    expect(look(look(refused, unaccounted, T), unaccounted, T + REFUSAL_PROOF_MS).stage).toBe('declined');
  });

  test('is not believed by the record of a terminal that may be at work', () => {
    const first = look(refusedWith(32778), { ...LOOKS.failed, cardInReader: true }, T);
    expect(first).toMatchObject({ stage: 'refused', doubt: 'busy' });
    expect(look(first, LOOKS.failed, T + 1).stage).toBe('declined');
  });

  test('after a cancel of ours is not proven by the record at once', () => {
    const cancelled = after(stateIn('sending'), 'cancel.sending', 'sale.replied refused');
    const first = look(cancelled, LOOKS.failed, T);
    expect(first.stage).toBe('refused');
    expect(look(first, LOOKS.failed, T + REFUSAL_PROOF_MS).stage).toBe('declined');
  });
});

describe('time', () => {
  const up = (boot: string, ms: number): { readonly up: Uptime } => ({ up: { boot, ms } });
  const sent = advanceState(stateIn('intended'), { type: 'sale.sending', at: T, ...up('a', 0) });
  const lost = after(sent, 'sale.lost');
  const at = (
    state: PaymentState,
    when: number,
    boot: string,
    ms: number,
    fields: Partial<TerminalSnapshot> = {},
  ): PaymentState => advanceState(state, { type: 'looked', at: when, ...up(boot, ms), look: lookOf(fields) });

  test('of the wall clock proves no period, where the machine says otherwise', () => {
    expect(at(at(lost, LATE, 'a', 5000), LATE + 1, 'a', 5001).stage).toBe('unknown');
    expect(at(at(lost, T + 1, 'a', PERIOD), T + 2, 'a', PERIOD + 1).stage).toBe('absent');
  });

  test('before another start of the machine proves none either: it is waited for anew', () => {
    const first = at(lost, LATE, 'b', 10 ** 9);
    expect(at(first, LATE + PERIOD - 1, 'b', 10 ** 9 + PERIOD - 1).stage).toBe('unknown');
    const second = at(first, LATE + PERIOD, 'b', 10 ** 9 + PERIOD);
    expect(at(second, LATE + PERIOD + 1, 'b', 10 ** 9 + PERIOD + 1).stage).toBe('absent');
  });

  test('of a failed record after a lost reply is the whole period, too', () => {
    expect(at(lost, T + PERIOD - 1, 'a', PERIOD - 1, LOOKS.failed).stage).toBe('unknown');
    expect(at(lost, T + PERIOD, 'a', PERIOD, LOOKS.failed).stage).toBe('declined');
  });

  test('begins anew behind an operation of somebody else, once', () => {
    const behind = at(lost, T + 60_000, 'a', 60_000, { query: { kind: 'busy' } });
    expect(at(at(behind, T + PERIOD, 'a', PERIOD), T + PERIOD + 1, 'a', PERIOD + 1).stage).toBe('unknown');
    const end = 60_000 + PERIOD;
    expect(at(at(behind, T + end, 'a', end), T + end + 1, 'a', end + 1).stage).toBe('absent');
    const late = at(lost, T + PERIOD + 1, 'a', PERIOD + 1, { query: { kind: 'busy' } });
    expect(at(at(late, T + PERIOD + 2, 'a', PERIOD + 2), T + PERIOD + 3, 'a', PERIOD + 3).stage).toBe('absent');
  });

  test('of a card is the terminal’s own, where that is longer', () => {
    const slow = after(
      advanceState(INITIAL, { ...EVENTS['sale.intended'], sale: { ...SALE, terminalWaitS: 120 } }),
      'sale.sending',
      'sale.lost',
    );
    expect(look(look(slow, {}, T + PERIOD), {}, T + PERIOD + 1).stage).toBe('unknown');
  });
});

describe('a proven sale', () => {
  test.each<[string, boolean, Partial<TerminalSnapshot>]>([
    ['at another terminal', false, { terminalId: 'SB000002' }],
    ['while something is being undone', false, { reversalActive: true }],
    ['while the terminal is busy', false, { reach: 'busy' }],
    ['while it cannot be reached', false, { reach: 'unreachable' }],
    ['whose record shows another amount', false, { query: found(approvedView({ amount: 100 })) }],
    ['whose record is not clear', true, { query: found(approvedView({ completion: 'WAIT_COMPL_PART' })) }],
    ['that the terminal has forgotten', true, {}],
    ['whose record agrees', true, LOOKS.approved],
  ])('%s may be reversed: %s', (_what, may, fields) => {
    expect(look(stateIn('approved'), fields)).toMatchObject({ stage: 'approved', provenUnreversed: may });
  });

  test('keeps what was proven first and fills in the rest', () => {
    const start = look(stateIn('unknown'), { batch: batchOf([row('sale')]) });
    expect(start.proof).toEqual({ stan: 42, authorizationNo: undefined, dateTime: undefined, cardLastFour: undefined });
    expect(look(start, { query: found(approvedView()) }).proof).toMatchObject({ stan: 42, authorizationNo: '437327' });
    expect(look(start, { query: found(approvedView({ stan: 99 })) })).toMatchObject({
      proof: { stan: 42, authorizationNo: undefined },
      doubt: 'more-than-one',
    });
  });

  test('is not reversed again while a lost reversal may be running', () => {
    const early = look(stateIn('reverse-unknown'), LOOKS.approved, R + PERIOD - 1);
    expect(early).toMatchObject({ stage: 'reverse-unknown', provenUnreversed: false, doubt: 'reversal-running' });
    expect(look(early, LOOKS.approved, R + PERIOD)).toMatchObject({ stage: 'approved', provenUnreversed: true });
  });

  test('is not reversed again where our clock was set forward meanwhile', () => {
    const timed = look(stateIn('approved'), { ...LOOKS.approved, time: '2026-02-14T10:00:00' });
    const lost = after(timed, 'reversal.intended', 'reversal.sending', 'reversal.lost');
    expect(look(lost, { ...LOOKS.approved, time: '2026-02-14T10:00:05' })).toMatchObject({
      stage: 'reverse-unknown',
      doubt: 'reversal-running',
    });
    expect(look(lost, { ...LOOKS.approved, time: '2026-02-14T10:05:00' }).stage).toBe('approved');
  });

  test('is not reversed again where a batch has left that may have held its return', () => {
    const left = { ...LOOKS.approved, batch: batchOf([], true, 8) };
    expect(look(stateIn('reverse-unknown'), left, R + PERIOD)).toMatchObject({
      stage: 'reverse-unknown',
      provenUnreversed: false,
      doubt: 'batch-sent',
    });
    // A terminal that has refused it took nothing back.
    expect(look(stateIn('reverse-refused'), left, R + PERIOD)).toMatchObject({
      stage: 'approved',
      provenUnreversed: true,
    });
  });

  test('is not returned by a word for a reversal that nobody sent, against the complete batch; and may be reversed', () => {
    const said = {
      query: found(reversedView({ stanRev: undefined, dateTimeRev: undefined, completion: 'COMPLETED_REV' })),
    };
    expect(look(stateIn('approved'), { ...said, batch: batchOf([row('sale')]) })).toMatchObject({
      stage: 'approved',
      provenUnreversed: true,
      doubt: 'return-not-in-batch',
    });
    expect(
      look(stateIn('approved'), { ...said, batch: batchOf([row('sale'), row('reversal', { stan: 43 })]) }).stage,
    ).toBe('reconciled');
    expect(look(stateIn('approved'), { ...said, batch: { kind: 'unsupported' } }).stage).toBe('reconciled');
    expect(look(stateIn('reverse-unknown'), { ...said, batch: batchOf([row('sale')]) })).toMatchObject({
      stage: 'reverse-unknown',
      provenUnreversed: false,
      doubt: 'return-not-in-batch',
    });
  });

  test('is not reversed again at once where the terminal had refused: that may be made all the same', () => {
    const first = look(stateIn('reverse-refused'), LOOKS.approved, R);
    expect(first).toMatchObject({ stage: 'reverse-refused', provenUnreversed: false });
    expect(look(first, LOOKS.approved, R + REFUSAL_PROOF_MS - 1).stage).toBe('reverse-refused');
    expect(look(first, { ...LOOKS.approved, nextStan: 44 }, R + REFUSAL_PROOF_MS).stage).toBe('reverse-refused');
    expect(look(first, { ...LOOKS.approved, cardInReader: true }, R + REFUSAL_PROOF_MS).stage).toBe('reverse-refused');
    expect(look(first, LOOKS.approved, R + REFUSAL_PROOF_MS)).toMatchObject({
      stage: 'approved',
      provenUnreversed: true,
    });
  });

  test('is reversed again at once where the batch shows that the return failed, or nothing has begun', () => {
    const inParentheses = batchOf([row('sale'), row('failed-reversal')]);
    expect(look(stateIn('reverse-refused'), { ...LOOKS.approved, batch: inParentheses }, R).stage).toBe('approved');
    const sent = after(look(stateIn('approved'), LOOKS.approved, T), 'reversal.intended', 'reversal.sending');
    const notFound = advanceState(sent, { type: 'reversal.replied', at: R, view: bare({ returnCode: 32781 }) });
    expect(look(notFound, LOOKS.approved, R).stage).toBe('approved');
    expect(look(notFound, { ...LOOKS.approved, nextStan: 43 }, R).stage).toBe('reverse-refused');
  });

  test('is not reversed again on half a batch', () => {
    expect(look(stateIn('reverse-refused'), { batch: batchOf([row('sale')], false) })).toMatchObject({
      stage: 'reverse-refused',
      doubt: 'unclear-record',
    });
  });

  test('is not reversed again where a reversal seemed to succeed, unless the batch shows that it did not', () => {
    const unmarked = after(stateIn('reversing'), 'reversal.replied unclear');
    expect(unmarked).toMatchObject({ stage: 'reverse-unknown', unmarkedSuccess: true });
    expect(look(unmarked, LOOKS.approved)).toMatchObject({ stage: 'reverse-unknown', doubt: 'contradiction' });
    expect(look(unmarked, { query: found(approvedView()), batch: batchOf([row('sale')]) }).stage).toBe('approved');
  });

  test('is not reversed again while the batch, which may show the reversal, did not come', () => {
    const unseenBatch: Partial<TerminalSnapshot> = { query: found(approvedView()), batch: { kind: 'unreachable' } };
    expect(look(stateIn('reverse-refused'), unseenBatch)).toMatchObject({
      stage: 'reverse-refused',
      provenUnreversed: false,
    });
    expect(look(stateIn('reverse-refused'), { ...unseenBatch, batch: { kind: 'unsupported' } }).stage).toBe('approved');
  });
});

describe('the reversal', () => {
  test('is not proven by the STAN that a refused reversal may have left', () => {
    const byStan: Partial<TerminalSnapshot> = {
      query: found(reversedView({ completion: 'COMPLETED' })),
      batch: { kind: 'unsupported' },
    };
    expect(look(stateIn('reverse-refused'), byStan)).toMatchObject({
      stage: 'reverse-refused',
      doubt: 'unclear-record',
    });
    expect(look(stateIn('reverse-unknown'), byStan).stage).toBe('reconciled');
    expect(look(stateIn('reversed'), byStan).stage).toBe('reconciled');
  });

  test('is not proven by a STAN where no reversal of ours was ever sent', () => {
    const byStan: Partial<TerminalSnapshot> = {
      query: found(reversedView({ completion: 'COMPLETED' })),
      batch: { kind: 'unsupported' },
    };
    for (const stage of ['unknown', 'approved', 'refused'] as const)
      expect(look(stateIn(stage), byStan)).toMatchObject({ stage, doubt: 'unclear-record' });
  });

  test('is not believed where reply and record agree and the batch does not', () => {
    const owed: Partial<TerminalSnapshot> = {
      query: found(reversedView({ completion: 'COMPLETED' })),
      batch: batchOf([row('sale')]),
    };
    for (const stage of ['reversed', 'reverse-unknown'] as const) {
      const doubted = look(look(look(stateIn(stage), owed), owed), owed);
      expect(doubted).toMatchObject({ stage, contradictions: 3, doubt: 'return-not-in-batch' });
      expect(() => after(doubted, 'reversal.confirmed')).toThrow();
    }
  });

  test('is not believed once the batch that has counted the money is sent, unless the next one shows the return', () => {
    const query = found(reversedView({ completion: 'COMPLETED' }));
    const counted = { query, batch: { ...batchOf(), total: 1 } as TerminalSnapshot['batch'] };
    const sent = { query, batch: batchOf([], true, 8) };
    const state = look(stateIn('reverse-unknown'), counted);
    expect(state).toMatchObject({ stage: 'reverse-unknown', doubt: 'return-not-in-batch' });
    const unseen = look(state, { reach: 'unreachable' });
    for (const before of [state, unseen])
      expect(look(before, sent)).toMatchObject({ stage: 'reverse-unknown', doubt: 'return-not-in-batch' });
    expect(look(state, { query, batch: batchOf([row('reversal', { stan: 43 })], true, 8) }).stage).toBe('reconciled');
    expect(look(stateIn('reverse-unknown'), sent).stage).toBe('reconciled');
  });

  test('is not believed where the reply told of another amount', () => {
    const other = reversedView({ amount: 5 });
    const told = advanceState(stateIn('reversing'), { type: 'reversal.replied', at: R, view: other });
    expect(look(told, LOOKS.reversed)).toMatchObject({ stage: 'reverse-unknown', doubt: 'amount-differs' });
  });

  test('is not believed where the terminal once showed a second sale, and has forgotten it', () => {
    const both = batchOf([row('sale'), row('sale', { stan: 43 })]);
    const seen = look(stateIn('reversed'), { ...LOOKS.reversed, nextStan: 45, batch: both });
    expect(seen.doubt).toBe('more-than-one');
    expect(look(seen, { ...LOOKS.reversed, nextStan: 45 })).toMatchObject({
      stage: 'reversed',
      doubt: 'more-than-one',
    });
  });

  test('is not believed by its reply alone where a look before it showed a second sale', () => {
    const unnamed = { transactionId: undefined };
    const both = batchOf([row('sale', unnamed), row('sale', { ...unnamed, stan: 43 })]);
    for (const record of [approvedView(), approvedView({ stan: undefined })]) {
      const seen = look(stateIn('unknown'), { query: found(record), nextStan: 44, batch: both });
      expect(seen).toMatchObject({ stage: 'approved', provenUnreversed: true });
      const reply = reversedView({ stan: record.stan, stanRev: 44 });
      const reversing = after(seen, 'reversal.intended', 'reversal.sending');
      const reversed = advanceState(reversing, { type: 'reversal.replied', at: R, view: reply });
      const run = { since: R, looks: 3, reversals: 1, escalated: false };
      expect(nextAction(look(reversed, { reach: 'unreachable' }), R, run)).toEqual({ do: 'look' });
      expect(nextAction(look(reversed, { reach: 'unreachable' }), R + 10 * PERIOD, run)).toEqual({
        do: 'escalate',
        doubt: 'more-than-one',
      });
    }
  });

  test('joins what the record and the reply say', () => {
    expect(look(stateIn('approved'), LOOKS.reversed).provenUnreversed).toBe(false);
    const end = look(stateIn('reversed'), {
      query: found(reversedView({ stanRev: undefined, dateTimeRev: undefined })),
    });
    expect(end.reversalProof).toEqual({ stanRev: 43, dateTimeRev: '2026-02-14T10:01:00', source: 'record' });
  });

  test('is never tried again against the word of the terminal that it was made', () => {
    const doubted = look(look(look(stateIn('reversed'), LOOKS.approved), LOOKS.approved), LOOKS.approved);
    expect(doubted).toMatchObject({ stage: 'reversed', contradictions: 3, doubt: 'contradiction' });
    expect(look(after(doubted, 'escalated'), LOOKS.approved)).toMatchObject({
      stage: 'escalated',
      provenUnreversed: false,
    });
    expect(look(after(doubted, 'escalated'), LOOKS.reversed).stage).toBe('reconciled');
  });

  test('is found of a sale that the terminal undid by itself', () => {
    for (const stage of ['unknown', 'refused', 'approved'] as const)
      expect(look(stateIn(stage), LOOKS.reversed)).toMatchObject({ stage: 'reconciled', proof: { stan: 42 } });
  });
});

test('a record whose return has another STAN than the reply told shows one more', () => {
  expect(look(stateIn('reversed'), { query: found(reversedView({ stanRev: 44 })) })).toMatchObject({
    stage: 'reversed',
    doubt: 'more-than-one',
  });
});

test('a killed program’s flight becomes "unknown" at the first look', () => {
  expect(look(stateIn('sending'), LOOKS.busy).stage).toBe('unknown');
  expect(look(stateIn('reversing'), LOOKS.busy).stage).toBe('reverse-unknown');
  expect(look(stateIn('reversing'), { query: found(declinedView()) })).toMatchObject({
    stage: 'reverse-unknown',
    contradictions: 1,
  });
});

test('a reversal that is begun forgets what the last one left', () => {
  const again = advanceState(look(after(stateIn('reverse-refused')), LOOKS.approved), EVENTS['reversal.intended']);
  expect(again).toMatchObject({
    stage: 'reverse-intended',
    reversalRefusal: undefined,
    unmarkedSuccess: false,
    provenUnreversed: false,
    contradictions: 0,
  });
});
