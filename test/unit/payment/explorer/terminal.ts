import type { MessageBody } from '../../../../src/posxml/messages.js';
import { writeBatchRow } from '../../../../src/posxml/batch.js';
import type { BatchRow } from '../../../../src/posxml/batch.js';
import { BASELINE, SALE } from '../support.js';

/*
 * A terminal as small as it can be: what it has booked, what it is at, what it says when it is asked. Whatever the
 * posxml documents leave open is a field of `Variant`, or a choice of what happens next. It knows nothing of the client.
 */

/** How it answers. A terminal may change its ways between two looks: that is worse than any that keeps them. */
export interface Manner {
  /** What a query finds a transaction by. */
  readonly findsBy: 'id' | 'stan' | 'nothing';
  /** `lagging`: neither its rows nor its next STAN have heard of us; what it counts has. */
  readonly batch: 'with-ids' | 'without-ids' | 'lagging' | 'none';
  /** How a sale that was reversed is found. */
  readonly reversedRecord: 'COMPLETED_REV' | 'StanRev' | 'gone' | 'unchanged';
  /** `idle`: it does not show that it is at work. `provisional`: nor what the end will be: it shows an end that is not. */
  readonly whileBusy: 'busy' | 'answers' | 'idle' | 'provisional';
  /** What it keeps of a sale that failed. `row`: in parentheses, in its batch. */
  readonly failedRecord: 'gone' | 'named' | 'unnamed' | 'row';
  /** Whether a sale is found once its batch has gone. */
  readonly sent: 'found' | 'gone';
}

export interface Row {
  readonly stan: number;
  readonly kind: BatchRow['kind'];
  readonly own: boolean;
}

export interface World {
  /** Seconds since the sale was prepared. */
  readonly t: number;
  /** Which terminal answers at the address. */
  readonly who: 'ours' | 'stranger';
  /** Which one the sale was sent to, and which one the last reversal: a connection does not move with the rule. */
  readonly saleAt: 'ours' | 'stranger';
  readonly reversalAt: 'ours' | 'stranger';
  /** The stranger took back a payment of its own that has the STAN of ours. */
  readonly strangersReturned: boolean;
  readonly sale: 'unsent' | 'travelling' | 'running' | 'booked' | 'undoing' | 'failed' | 'lost';
  /** By when it has ended, whatever happens: the law's card time-out and margin. Seconds. */
  readonly saleBy: number;
  readonly saleStan: number | undefined;
  readonly stanRev: number | undefined;
  readonly reversal: 'none' | 'travelling' | 'running' | 'done' | 'failed' | 'lost';
  readonly reversalBy: number;
  readonly returned: boolean;
  readonly nextStan: number;
  readonly fileNumber: number;
  readonly rows: readonly Row[];
  /** The row of our sale has left with its batch. */
  readonly sent: boolean;
  /** The program was told that the sale was refused. */
  readonly refused: boolean;
  /** A person on the way has sent the request once more: two sales. */
  readonly replayed: boolean;
}

interface Happening {
  readonly name: string;
  readonly world: World;
  /** Costs one of the faults that a run may have. */
  readonly fault: boolean;
}

export const OTHER_ID = 'SHOP-1';
export const STRANGER = 'SB000002';
/** The same as ours: nothing but the name tells them apart. */
export const STRANGERS_STAN = BASELINE.nextStan ?? 0;
const STRANGERS_FILE = (BASELINE.fileNumber ?? 0) + 5000;
/** The law's bound on a sale: card time-out and margin. Seconds. */
export const PERIOD_S = 180;

export const START: World = {
  t: 0,
  who: 'ours',
  saleAt: 'ours',
  reversalAt: 'ours',
  strangersReturned: false,
  sale: 'unsent',
  saleBy: 0,
  saleStan: undefined,
  stanRev: undefined,
  reversal: 'none',
  reversalBy: 0,
  returned: false,
  nextStan: BASELINE.nextStan ?? 0,
  fileNumber: BASELINE.fileNumber ?? 0,
  rows: [],
  sent: false,
  refused: false,
  replayed: false,
};

export const isAtWork = ({ sale, saleAt, reversal }: World): boolean =>
  (sale === 'running' && saleAt === 'ours') || reversal === 'running';
/** What was asked of it is on its way, or not yet at its end. */
export const isBusyWithOurs = ({ sale, reversal }: World): boolean =>
  [sale, reversal].some((part) => part === 'travelling' || part === 'running' || part === 'undoing');
export const isCharged = ({ sale, returned, replayed }: World): boolean =>
  replayed || ((sale === 'booked' || sale === 'undoing') && !returned);
/** Whether anything can still be charged. */
export const mayStillCharge = ({ sale }: World): boolean =>
  sale === 'travelling' || sale === 'running' || sale === 'undoing';
const undoing = ({ sale, returned }: World): boolean => sale === 'undoing' && !returned;

/** A terminal that says no, and then does it all the same, was seen to do so within so long. Seconds. */
const LATE_S = 30;

/** Where not even a STAN was taken, nothing but that bound tells that a sale may still come. */
export const afterRefusal = (world: World): World => ({
  ...world,
  refused: true,
  saleBy: world.saleStan === undefined ? Math.min(world.saleBy, world.t + LATE_S) : world.saleBy,
});

export const afterRefusedReversal = (world: World): World => ({
  ...world,
  reversalBy: Math.min(world.reversalBy, world.t + LATE_S),
});

/** How far time may continue before something at the terminal has to come first. */
export const horizon = (world: World): number =>
  Math.min(
    world.sale === 'travelling' || world.sale === 'running' ? world.saleBy : Infinity,
    world.reversal === 'travelling' || world.reversal === 'running' ? world.reversalBy : Infinity,
  );

/** Everything that can happen next without the client. */
export function happenings(world: World): readonly Happening[] {
  const next: Happening[] = [];
  const can = (name: string, change: Partial<World>, fault = false): void => {
    next.push({ name, world: { ...world, ...change }, fault });
  };
  if (world.sale === 'travelling') {
    can('the sale arrives', { sale: 'running' });
    if (world.saleAt === 'ours') can('the sale arrives and takes a STAN', { sale: 'running', ...takeStan(world) });
    can('the sale is lost on its way', { sale: 'lost' }, true);
  }
  // Whatever the stranger does, ours books nothing of it.
  if (world.sale === 'running' && world.saleAt === 'stranger') {
    can('the stranger books the sale', { sale: 'booked' });
    can('the sale fails at the stranger', { sale: 'failed' });
  }
  if (world.sale === 'running' && world.saleAt === 'ours') {
    const taken: Partial<World> = world.saleStan === undefined ? takeStan(world) : {};
    const stan = taken.saleStan ?? world.saleStan ?? 0;
    can('the sale is booked', { sale: 'booked', ...taken, rows: [...world.rows, { stan, kind: 'sale', own: true }] });
    can('the sale fails', { sale: 'failed' });
    can('the bank does not answer; the sale is being undone', { sale: 'undoing' }, true);
  }
  if (isReplayable(world))
    can(
      'the request is replayed',
      {
        replayed: true,
        nextStan: world.nextStan + 1,
        rows: [...world.rows, { stan: world.nextStan, kind: 'sale', own: true }],
      },
      true,
    );
  if (undoing(world)) can('the sale is undone', { returned: true });
  if (world.reversal === 'travelling') {
    if (isReversible(world)) can('the reversal arrives', { reversal: 'running' });
    if (world.reversalAt === 'stranger')
      can('the stranger takes a payment of its own back', { reversal: 'done', strangersReturned: true });
    can('the reversal finds no sale', { reversal: 'failed' });
    can('the reversal is lost on its way', { reversal: 'lost' }, true);
  }
  if (world.reversal === 'running') {
    const done = { reversal: 'done', returned: true, stanRev: world.nextStan, nextStan: world.nextStan + 1 } as const;
    can('the reversal is done', {
      ...done,
      rows: [...world.rows, { stan: world.nextStan, kind: 'reversal', own: true }],
    });
    can('the reversal is done and takes the row away', {
      ...done,
      rows: world.rows.filter(({ stan }) => stan !== world.saleStan),
    });
    can('the reversal fails', { reversal: 'failed' });
    // One row in parentheses says what several say.
    if (!world.rows.some(({ kind }) => kind === 'failed-reversal'))
      can('the reversal fails in the batch', {
        reversal: 'failed',
        nextStan: world.nextStan + 1,
        rows: [...world.rows, { stan: world.nextStan, kind: 'failed-reversal', own: true }],
      });
  }
  if (!isAtWork(world) && !undoing(world)) {
    const foreign: Row = { stan: world.nextStan, kind: 'sale', own: false };
    can('the shop sells', { nextStan: world.nextStan + 1, rows: [...world.rows, foreign] }, true);
    // With it would leave the only trace of a second sale.
    if (!world.replayed)
      can(
        'the batch leaves',
        {
          fileNumber: world.fileNumber + 1,
          rows: [],
          sent: world.sent || (world.sale === 'booked' && world.saleAt === 'ours'),
        },
        true,
      );
  }
  can(
    world.who === 'ours' ? 'another terminal answers' : 'our terminal answers again',
    { who: world.who === 'ours' ? 'stranger' : 'ours' },
    world.who === 'ours',
  );
  return next;
}

function takeStan({ nextStan }: World): Pick<World, 'saleStan' | 'nextStan'> {
  return { saleStan: nextStan, nextStan: nextStan + 1 };
}

const isReplayable = ({ replayed, sale, saleAt, returned, reversal, rows, sent }: World): boolean =>
  !replayed && sale === 'booked' && saleAt === 'ours' && !returned && reversal === 'none' && rows.length > 0 && !sent;

/** A sale that was reversed, or has gone to the bank, cannot be reversed any more. */
const isReversible = ({ reversalAt, sale, returned, sent }: World): boolean =>
  reversalAt === 'ours' && sale === 'booked' && !returned && !sent;

export interface Said {
  readonly code: number;
  readonly body: object;
}

const refuse = (code: number): Said => ({ code, body: { ReturnCode: code } });

/** What it answers to a read-only question. */
export function answerTo(name: string, body: object, world: World, manner: Manner): Said {
  if (world.who === 'stranger') return strangerTo(name, body, world);
  if (manner.whileBusy === 'busy' && isAtWork(world)) return refuse(32779);
  switch (name) {
    case 'GetTerminalStatusRequest':
      return {
        code: 0,
        body: {
          ReturnCode: 0,
          CardStatus: isAtWork(world) && manner.whileBusy !== 'idle' ? 1 : 0,
          NextSTAN: manner.batch === 'lagging' ? BASELINE.nextStan : world.nextStan,
          TransactionsCount: world.rows.length,
          ReversalActive: undoing(world) ? 1 : 0,
        },
      };
    case 'GetParametersRequest':
      return { code: 0, body: { ReturnCode: 0, TerminalID: SALE.terminalId, CurrencyNameStr: 'EUR' } };
    case 'TransactionCurrStatusRequest':
      return manner.batch === 'none' ? refuse(32783) : { code: 0, body: batchBody(world, manner) };
    default:
      return isAtWork(world) ? queriedAtWork(body, world, manner) : queried(body, world, manner);
  }
}

/**
 * Another terminal: its counters are its own, it knows no sale of ours but one that reached it, and its STANs are like ours. Its file number is
 * not: both would have to have sent as many batches in their lives, and to take turns within one look, twice.
 */
function strangerTo(name: string, body: MessageBody<'GetLastTransactionDataRequest'>, world: World): Said {
  const booked = world.saleAt === 'stranger' && world.sale === 'booked';
  if (name === 'GetTerminalStatusRequest')
    return {
      code: 0,
      body: {
        ReturnCode: 0,
        CardStatus: 0,
        NextSTAN: STRANGERS_STAN + Number(booked),
        TransactionsCount: 0,
        ReversalActive: 0,
      },
    };
  if (name === 'GetParametersRequest')
    return { code: 0, body: { ReturnCode: 0, TerminalID: STRANGER, CurrencyNameStr: 'EUR' } };
  if (name === 'TransactionCurrStatusRequest')
    return { code: 0, body: { ReturnCode: 0, FileNumber: STRANGERS_FILE, FileTransactionCount: 0, FileData: '' } };
  if (booked && body.TransactionID === SALE.transactionId)
    return {
      code: 0,
      body: { ReturnCode: 0, TransactionData: { ...APPROVED, Stan: STRANGERS_STAN }, TerminalData: { ID: STRANGER } },
    };
  return refuse(32781);
}

/** Signed, in cents. */
function totalOf(rows: readonly Row[]): number {
  const signs: Readonly<Record<Row['kind'], number>> = { sale: 1, reversal: -1, 'failed-reversal': 0 };
  return rows.reduce((sum, { kind, own }) => sum + signs[kind] * (own ? SALE.amount : 500), 0);
}

function batchBody(world: World, { batch, failedRecord }: Manner): object {
  const failed: Row = { stan: world.saleStan ?? 0, kind: 'failed-reversal', own: true };
  const shown = [
    ...world.rows.filter(({ own }) => batch !== 'lagging' || !own),
    ...(world.sale === 'failed' && failedRecord === 'row' ? [failed] : []),
  ];
  const rows = shown.map((row) =>
    writeBatchRow(
      {
        transactionId: batch === 'without-ids' ? undefined : row.own ? SALE.transactionId : OTHER_ID,
        stan: row.stan,
        dateTime: undefined,
        authorizationNo: '437327',
        hostAnswer: '000',
        amount: row.own ? SALE.amount : 500,
        kind: row.kind,
      },
      { pan: '************1234', name: 'VISA' },
      world.fileNumber,
      1,
    ),
  );
  return {
    ReturnCode: 0,
    FileNumber: world.fileNumber,
    FileTransactionCount: rows.length,
    FileTotalAmount: totalOf(world.rows),
    FileData: rows.join('\r\n'),
  };
}

/** The same bytes may come from a terminal that is at work, and does not say so, or says more than it knows. */
function queriedAtWork(asked: MessageBody<'GetLastTransactionDataRequest'>, world: World, manner: Manner): Said {
  if (manner.whileBusy === 'busy' || manner.whileBusy === 'answers') return refuse(32779);
  if (manner.whileBusy === 'idle' || asked.TransactionID === undefined) return queried(asked, world, manner);
  if (world.reversal !== 'running') return { code: 0, body: { ReturnCode: 0, ...FAILED_RECORD } };
  return queried(asked, { ...world, returned: true }, { ...manner, reversedRecord: 'COMPLETED_REV' });
}

const FAILURE = { HostAnswer: '---', TransactionCompletion: 'NOTIFICATION' } as const;
const FAILED_RECORD = {
  TransactionData: { TransactionID: SALE.transactionId, ...FAILURE },
  TerminalData: { ID: SALE.terminalId },
} as const;

function queriedFailed({ failedRecord }: Manner): Said | undefined {
  if (failedRecord === 'named') return { code: 0, body: { ReturnCode: 0, ...FAILED_RECORD } };
  return failedRecord === 'unnamed' ? { code: 0, body: { ReturnCode: 0, TransactionData: FAILURE } } : undefined;
}

function queried(asked: MessageBody<'GetLastTransactionDataRequest'>, world: World, manner: Manner): Said {
  if (manner.findsBy === 'nothing') return refuse(32783);
  const byId = asked.TransactionID !== undefined;
  const failed = byId && world.sale === 'failed' && world.saleAt === 'ours' ? queriedFailed(manner) : undefined;
  if (failed) return failed;
  if (byId !== (manner.findsBy === 'id')) return refuse(32781);
  if (byId ? asked.TransactionID === SALE.transactionId : asked.TransactionSTAN === world.saleStan)
    return ownRecord(world, manner);
  const foreign = world.rows.find(({ stan, own }) => !own && stan === asked.TransactionSTAN);
  return byId || !foreign
    ? refuse(32781)
    : {
        code: 0,
        body: {
          ReturnCode: 0,
          TransactionData: { ...APPROVED, TransactionID: OTHER_ID, Amount: 500, Stan: foreign.stan },
          TerminalData: { ID: SALE.terminalId },
        },
      };
}

export const APPROVED = {
  TransactionID: SALE.transactionId,
  Amount: SALE.amount,
  CurrencyName: 'EUR',
  AuthorizationNo: '437327',
  HostAnswer: '000',
  TransactionCompletion: 'COMPLETED',
} as const;

function ownRecord(world: World, manner: Manner): Said {
  const gone =
    world.saleAt !== 'ours' ||
    world.sale !== 'booked' ||
    (world.sent && manner.sent === 'gone') ||
    (world.returned && manner.reversedRecord === 'gone');
  if (gone) return refuse(32781);
  return {
    code: 0,
    body: { ReturnCode: 0, TransactionData: recordOf(world, manner), TerminalData: { ID: SALE.terminalId } },
  };
}

function recordOf(world: World, { reversedRecord }: Manner): object {
  const record = { ...APPROVED, Stan: world.saleStan };
  if (!world.returned || reversedRecord === 'unchanged' || reversedRecord === 'gone') return record;
  return reversedRecord === 'StanRev'
    ? { ...record, StanRev: world.stanRev }
    : { ...record, TransactionCompletion: 'COMPLETED_REV', StanRev: world.stanRev };
}
