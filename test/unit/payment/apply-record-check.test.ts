import { describe, expect, test } from 'vitest';
import { advanceState } from '../../../src/payment/machine.js';
import type { PaymentState, Stage } from '../../../src/payment/state.js';
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
    ['is believed where the terminal knows nothing of it', 'declined', 32778, {}],
    [
      'is believed where the batch was sent and the terminal knows nothing of it',
      'declined',
      32778,
      { batch: batchOf([], true, 8) },
    ],
    [
      'is believed where the batch was sent and the STANs taken since are others’',
      'declined',
      32778,
      { batch: batchOf([], true, 8), nextStan: 43, newerStans: [{ stan: 42, transactionId: 'TILL000001' }] },
    ],
    [
      'is not believed where the batch was sent and a STAN is nobody’s',
      'refused',
      32778,
      { batch: batchOf([], true, 8), nextStan: 43, newerStans: [{ stan: 42, transactionId: undefined }] },
    ],
    [
      'is believed where the batch is the same and a STAN is nobody’s',
      'declined',
      32778,
      { nextStan: 43, newerStans: [{ stan: 42, transactionId: undefined }] },
    ],
    ['is believed where the record agrees', 'declined', 32778, LOOKS.failed],
    ['is believed where nothing can be asked', 'declined', 32778, { query: unseen, batch: { kind: 'unsupported' } }],
    ['is believed where only the batch can be asked', 'declined', 32778, { query: unseen }],
    [
      'is not believed where only the batch could be asked, and has gone',
      'refused',
      32778,
      { query: unseen, batch: batchOf([], true, 8) },
    ],
    ['is believed where the batch says declined, too', 'declined', 32778, { batch: batchOf([row('declined')]) }],
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

  test.each<[string, Stage, Doubt | undefined, Partial<TerminalSnapshot>]>([
    ['by clean records', 'declined', undefined, {}],
    [
      'not while it is not told whether something is being undone',
      'refused',
      'counters-unknown',
      { reversalActive: undefined },
    ],
    ['not without a batch', 'refused', 'counters-unknown', { batch: { kind: 'unsupported' } }],
    ['not where the batch has gone', 'refused', 'batch-sent', { batch: batchOf([], true, 8) }],
  ])('that leaves it open is settled by two looks: %s', (_what, stage, doubt, fields) => {
    expect(look(look(refusedWith(32774), fields), fields)).toMatchObject({ stage, doubt });
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
    expect(look(start, { query: found(approvedView({ stan: 99 })) }).proof).toMatchObject({
      stan: 42,
      authorizationNo: '437327',
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
    expect(look(stateIn('reverse-unknown'), { ...said, batch: batchOf([row('sale')]) }).stage).toBe('reconciled');
  });

  test('is reversed again at once where the terminal had refused', () => {
    expect(look(stateIn('reverse-refused'), LOOKS.approved, R)).toMatchObject({
      stage: 'approved',
      provenUnreversed: true,
    });
    expect(look(after(stateIn('reverse-refused'), 'escalated'), LOOKS.approved, R)).toMatchObject({
      stage: 'approved',
      provenUnreversed: true,
    });
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

  test('is believed by the reply where the record agrees and the batch does not, and what spoke against it is kept', () => {
    const owed: Partial<TerminalSnapshot> = {
      query: found(reversedView({ completion: 'COMPLETED' })),
      batch: batchOf([row('sale')]),
    };
    const doubted = look(look(look(stateIn('reversed'), owed), owed), owed);
    expect(doubted).toMatchObject({ stage: 'reversed', contradictions: 0, doubt: 'return-not-in-batch' });
    expect(after(doubted, 'reversal.confirmed')).toMatchObject({
      stage: 'reconciled',
      doubt: 'return-not-in-batch',
      reversalProof: { source: 'reply' },
    });
    expect(look(stateIn('reverse-unknown'), owed).stage).toBe('reverse-unknown');
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
