import type { PaymentEvent } from '../../../src/payment/events.js';
import { advanceState } from '../../../src/payment/machine.js';
import { INITIAL } from '../../../src/payment/state.js';
import type { PaymentState, Stage } from '../../../src/payment/state.js';
import type {
  Baseline,
  BatchEntry,
  TerminalSnapshot,
  Query,
  Sale,
  TransactionView,
} from '../../../src/payment/types.js';

export const SALE: Sale = {
  transactionId: 'TT-ABCDEFGHJKLMN',
  amount: 1,
  currency: 'EUR',
  terminalId: 'SB000001',
  cardTimeoutS: 60,
  host: '127.0.0.1',
  port: 4445,
  protocolVersion: '7.1.0',
};

export const BASELINE: Baseline = {
  nextStan: 42,
  fileNumber: 7,
  transactionsCount: 0,
  fileCount: 0,
  fileTotal: 0,
  time: undefined,
};

/** When the sale was sent; it ends by T + 180 s, and a reversal sent at R by R + 180 s. */
export const T = 1_000_000;
export const PERIOD = 180_000;
export const R = T + 30_000;
/** After everything must have ended. */
export const LATE = T + 10 * PERIOD;

const NOTHING: TransactionView = {
  returnCode: undefined,
  reason: undefined,
  transactionId: undefined,
  terminalId: undefined,
  amount: undefined,
  currency: undefined,
  stan: undefined,
  stanRev: undefined,
  dateTime: undefined,
  dateTimeRev: undefined,
  authorizationNo: undefined,
  hostAnswer: undefined,
  completion: undefined,
  cardLastFour: undefined,
};

export const bare = (fields: Partial<TransactionView>): TransactionView => ({ ...NOTHING, ...fields });

/** The reply of an approved sale with every mark, or with some of them changed. */
export const approvedView = (fields: Partial<TransactionView> = {}): TransactionView => ({
  ...NOTHING,
  returnCode: 0,
  transactionId: SALE.transactionId,
  terminalId: SALE.terminalId,
  amount: SALE.amount,
  currency: SALE.currency,
  stan: 42,
  dateTime: '2026-02-14T10:00:00',
  authorizationNo: '437327',
  hostAnswer: '000',
  completion: 'COMPLETED',
  cardLastFour: '1234',
  ...fields,
});

export const reversedView = (fields: Partial<TransactionView> = {}): TransactionView =>
  approvedView({ stanRev: 43, dateTimeRev: '2026-02-14T10:01:00', completion: 'COMPLETED_REV', ...fields });

export const declinedView = (fields: Partial<TransactionView> = {}): TransactionView =>
  bare({
    returnCode: 32778,
    reason: 'Card declined transaction. System error! (909).',
    transactionId: SALE.transactionId,
    terminalId: SALE.terminalId,
    ...fields,
  });

export const found = (view: TransactionView): Query => ({ kind: 'found', view });

/** A terminal that is idle, names itself, and knows nothing of our sale; every counter agrees. */
export const lookOf = (fields: Partial<TerminalSnapshot> = {}): TerminalSnapshot => ({
  reach: 'answered',
  terminalId: SALE.terminalId,
  nextStan: 42,
  reversalActive: false,
  cardInReader: false,
  currency: 'EUR',
  query: { kind: 'none' },
  batch: batchOf(),
  newerStans: [],
  ...fields,
});

export const batchOf = (
  entries: readonly BatchEntry[] = [],
  complete = true,
  fileNumber: number | undefined = 7,
): TerminalSnapshot['batch'] => ({ kind: 'read', fileNumber, complete, entries });

export const row = (kind: BatchEntry['kind'], fields: Partial<BatchEntry> = {}): BatchEntry => ({
  transactionId: SALE.transactionId,
  stan: kind === 'sale' ? 42 : 43,
  amount: 1,
  kind,
  ...fields,
});

export const LOOKS = {
  reversed: lookOf({ query: found(reversedView()) }),
  approved: lookOf({ query: found(approvedView()) }),
  failed: lookOf({ query: found(declinedView()) }),
  none: lookOf(),
  busy: lookOf({ reach: 'busy' }),
} as const;

export const EVENTS = {
  'sale.intended': { type: 'sale.intended', at: T, sale: SALE, baseline: BASELINE },
  'sale.intended anew': {
    type: 'sale.intended',
    at: T,
    sale: { ...SALE, transactionId: 'TT-PQRSTUVWXYZ23' },
    baseline: BASELINE,
  },
  'sale.sending': { type: 'sale.sending', at: T },
  'sale.aborted': { type: 'sale.aborted', at: T, why: 'refused' },
  'sale.lost': { type: 'sale.lost', at: T, why: 'reset' },
  'sale.replied approved': { type: 'sale.replied', at: T, view: approvedView() },
  'sale.replied refused': { type: 'sale.replied', at: T, view: declinedView() },
  'sale.replied unclear': { type: 'sale.replied', at: T, view: bare({ returnCode: 0 }) },
  'cancel.sending': { type: 'cancel.sending', at: T },
  'cancel.ended': { type: 'cancel.ended', at: T, returnCode: 0 },
  'looked reversed': { type: 'looked', at: LATE, look: LOOKS.reversed },
  'looked approved': { type: 'looked', at: LATE, look: LOOKS.approved },
  'looked failed': { type: 'looked', at: LATE, look: LOOKS.failed },
  'looked none': { type: 'looked', at: LATE, look: LOOKS.none },
  'looked busy': { type: 'looked', at: LATE, look: LOOKS.busy },
  'reversal.intended': { type: 'reversal.intended', at: R, by: 'transaction-id', withAmount: false, waitS: 60 },
  'reversal.sending': { type: 'reversal.sending', at: R },
  'reversal.aborted': { type: 'reversal.aborted', at: R, why: 'refused' },
  'reversal.lost': { type: 'reversal.lost', at: R, why: 'reset' },
  'reversal.replied reversed': { type: 'reversal.replied', at: R, view: reversedView() },
  'reversal.replied refused': { type: 'reversal.replied', at: R, view: declinedView() },
  'reversal.replied unclear': { type: 'reversal.replied', at: R, view: bare({ returnCode: 0 }) },
  'reversal.confirmed': { type: 'reversal.confirmed', at: R },
  escalated: { type: 'escalated', at: R, doubt: 'unreachable' },
  resolved: { type: 'resolved', at: R, who: 'Mari', how: 'void', evidence: 'slip 17' },
} as const satisfies Record<string, PaymentEvent>;

export type EventName = keyof typeof EVENTS;

export const after = (start: PaymentState, ...names: readonly EventName[]): PaymentState =>
  names.reduce((state, name) => advanceState(state, EVENTS[name]), start);

const sold = ['sale.intended', 'sale.sending'] as const;
const reversing = [...sold, 'sale.replied approved', 'reversal.intended', 'reversal.sending'] as const;

/** How each stage is reached. */
const PATHS: Readonly<Record<Stage, readonly EventName[]>> = {
  idle: [],
  intended: ['sale.intended'],
  sending: sold,
  refused: [...sold, 'sale.replied refused'],
  unknown: [...sold, 'sale.lost'],
  approved: [...sold, 'sale.replied approved'],
  'reverse-intended': [...sold, 'sale.replied approved', 'reversal.intended'],
  reversing,
  'reverse-refused': [...reversing, 'reversal.replied refused'],
  'reverse-unknown': [...reversing, 'reversal.lost'],
  reversed: [...reversing, 'reversal.replied reversed'],
  escalated: [...sold, 'sale.lost', 'escalated'],
  aborted: ['sale.intended', 'sale.aborted'],
  declined: [...sold, 'sale.replied refused', 'looked failed'],
  absent: [...sold, 'sale.lost', 'looked none', 'looked none'],
  reconciled: [...reversing, 'reversal.replied reversed', 'looked reversed'],
  resolved: [...sold, 'sale.lost', 'resolved'],
};

export const STAGES = Object.keys(PATHS) as Stage[];

export const stateIn = (stage: Stage): PaymentState => after(INITIAL, ...PATHS[stage]);
