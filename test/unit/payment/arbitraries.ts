import fc from 'fast-check';
import type { PaymentEvent } from '../../../src/payment/events.js';
import type { BatchEntry, TerminalSnapshot, Query, TransactionView } from '../../../src/payment/types.js';
import {
  approvedView,
  bare,
  BASELINE,
  declinedView,
  EVENTS,
  LATE,
  lookOf,
  LOOKS,
  PERIOD,
  R,
  reversedView,
  row,
  SALE,
  T,
} from './support.js';

const IDS = [SALE.transactionId, 'TT-PQRSTUVWXYZ23'] as const;

/** Most of the time the same value, now and then another one. */
const mostly = <V>(usual: V, ...others: readonly V[]): fc.Arbitrary<V> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(usual, ...others) });

const id = fc.constantFrom(...IDS);
const instant = fc.constantFrom(0, T - 1, T, R, T + PERIOD - 1, T + PERIOD, R + PERIOD, LATE, LATE + 2000);
const time = fc.constantFrom(undefined, '2026-02-14T10:00:00', '2026-02-14T10:00:05', '2026-02-14T10:10:00');

/** Replies and records: those that are right, and those with a mark or two that are not. */
const view: fc.Arbitrary<TransactionView> = fc
  .tuple(
    fc.constantFrom(
      approvedView(),
      reversedView(),
      declinedView(),
      bare({ returnCode: 32772 }),
      bare({ returnCode: 0 }),
      approvedView({ completion: 'NOTIFICATION', hostAnswer: '---', authorizationNo: undefined }),
    ),
    mostly<Partial<TransactionView>>(
      {},
      { transactionId: IDS[1] },
      { transactionId: undefined },
      { terminalId: 'SB000002' },
      { terminalId: undefined },
      { amount: 100 },
      { amount: undefined },
      { currency: 'SEK' },
      { stan: undefined },
      { authorizationNo: undefined },
      { returnCode: undefined },
      { completion: 'COMPLETED' },
      { completion: 'WAIT_COMPL_PRE' },
      { stanRev: 43 },
    ),
    mostly<Partial<TransactionView>>(
      {},
      { completion: undefined },
      { hostAnswer: '116' },
      { stanRev: undefined, dateTimeRev: undefined },
      { returnCode: 32774 },
    ),
  )
  .map(([base, first, second]) => ({ ...base, ...first, ...second }));

const query: fc.Arbitrary<Query> = fc.oneof(
  { weight: 4, arbitrary: view.map((each): Query => ({ kind: 'found', view: each })) },
  { weight: 4, arbitrary: fc.constant<Query>({ kind: 'none' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Query>(
      { kind: 'busy' },
      { kind: 'unsupported', returnCode: 32783 },
      { kind: 'unreachable', why: 'reset' },
    ),
  },
);

const entries: fc.Arbitrary<readonly BatchEntry[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  {
    weight: 2,
    arbitrary: fc.array(
      fc.record({
        kind: fc.constantFrom('sale' as const, 'reversal' as const, 'failed-reversal' as const, 'declined' as const),
        transactionId: mostly<string | undefined>(SALE.transactionId, IDS[1], 'TILL000001', undefined),
        amount: mostly(1, 100),
        stan: fc.constantFrom(41, 42, 43, undefined),
      }),
      { maxLength: 3 },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom([row('sale')], [row('sale'), row('reversal')], [row('sale'), row('failed-reversal')]),
  },
);

const batch: fc.Arbitrary<TerminalSnapshot['batch']> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('read' as const),
      fileNumber: mostly<number | undefined>(7, 8, undefined),
      complete: mostly(true, false),
      entries,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<TerminalSnapshot['batch']>({ kind: 'unsupported' }, { kind: 'unreachable' }),
  },
);

const anyLook: fc.Arbitrary<TerminalSnapshot> = fc
  .record({
    reach: mostly<TerminalSnapshot['reach']>('answered', 'busy', 'unreachable'),
    terminalId: mostly<string | undefined>(SALE.terminalId, 'SB000002', undefined),
    reversalActive: mostly<boolean | undefined>(false, true, undefined),
    cardInReader: mostly<boolean | undefined>(false, true, undefined),
    nextStan: mostly<number | undefined>(42, 43, 44, 41, undefined),
    newerStans: fc.constantFrom<TerminalSnapshot['newerStans']>(
      [],
      [{ stan: 42, transactionId: 'TILL000001' }],
      [{ stan: 42, transactionId: SALE.transactionId }],
      [{ stan: 42, transactionId: undefined }],
    ),
    query,
    batch,
    time,
  })
  .map(lookOf);

/** Clean ones often enough that two of them come in a row. */
const look = fc.oneof({ weight: 3, arbitrary: anyLook }, { weight: 2, arbitrary: fc.constant(LOOKS.none) });

/** Any event at all, most of them impossible where they come. */
const event: fc.Arbitrary<PaymentEvent> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('sale.intended' as const),
      at: instant,
      sale: id.map((transactionId) => ({ ...SALE, transactionId })),
      baseline: time.map((shown) => ({ ...BASELINE, time: shown })),
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('sale.sending' as const), at: instant }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('sale.replied' as const), at: instant, view }) },
  { weight: 8, arbitrary: fc.record({ type: fc.constant('looked' as const), at: instant, look }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('reversal.intended' as const),
      at: instant,
      by: fc.constantFrom('transaction-id' as const, 'stan' as const),
      withAmount: fc.boolean(),
      waitS: fc.constant(60),
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('reversal.sending' as const), at: instant }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('reversal.replied' as const), at: instant, view }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<PaymentEvent>(
      { type: 'sale.lost', at: T, why: 'reset' },
      { type: 'reversal.lost', at: R, why: 'reset' },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<PaymentEvent>(
      { type: 'sale.aborted', at: T, why: 'refused' },
      { type: 'cancel.sending', at: T },
      { type: 'cancel.ended', at: T, returnCode: 0 },
      { type: 'reversal.aborted', at: R, why: 'refused' },
      { type: 'reversal.confirmed', at: R },
      { type: 'escalated', at: R, doubt: 'unreachable' },
    ),
  },
);

/** How most stories begin, so that more of them get somewhere. */
const beginning = fc.constantFrom<readonly PaymentEvent[]>(
  [EVENTS['sale.intended'], EVENTS['sale.sending']],
  [EVENTS['sale.intended'], EVENTS['sale.sending'], EVENTS['sale.lost']],
  [
    EVENTS['sale.intended'],
    EVENTS['sale.sending'],
    EVENTS['sale.replied approved'],
    EVENTS['reversal.intended'],
    EVENTS['reversal.sending'],
  ],
  [
    EVENTS['sale.intended'],
    EVENTS['sale.sending'],
    EVENTS['sale.replied approved'],
    EVENTS['reversal.intended'],
    EVENTS['reversal.sending'],
    EVENTS['reversal.replied reversed'],
  ],
  [],
);

/** What happens, in order; impossible events are among them. */
export const events = fc
  .tuple(beginning, fc.array(event, { minLength: 4, maxLength: 40 }))
  .map(([first, rest]) => [...first, ...rest]);
