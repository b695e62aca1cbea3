import type { ServiceAnswer } from '../../connection/answer.js';
import type { AskOptions, TerminalClient } from '../../connection/terminal-client.js';
import { identityOf } from '../../connection/identity.js';
import { BUSY_CODES, RETURN_CODE } from '../../posxml/return-codes.js';
import type { MessageBody } from '../../posxml/messages.js';
import type { Cents } from '../../posxml/fields.js';
import { stansBetween } from '../../payment/counters.js';
import { isFailed } from '../../payment/identity-checks.js';
import type {
  Baseline,
  BatchEntry,
  OthersRows,
  Query,
  StanOwner,
  TerminalSnapshot,
  TransactionView,
} from '../../payment/types.js';
import { LAST_STAN, viewOf } from '../../payment/redacted-reply.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import { readUnsentBatch } from './unsent-batch.js';

/** With these a query may tell of a transaction that failed; any other code is about the question itself. */
const TELLING: readonly (number | undefined)[] = [
  undefined,
  RETURN_CODE.SUCCEEDED,
  RETURN_CODE.TRANSACTION_FAILED,
  RETURN_CODE.TIMEOUT,
  RETURN_CODE.CANCELLED_BY_HAND,
];

export interface SnapshotRequest {
  readonly transactionId: string;
  /** Of the sale, integer cents. */
  readonly amount: Cents;
  /** The sale's own STAN, once it is proven: a second way to ask for it. */
  readonly stan: number | undefined;
  readonly baseline: Baseline;
}

const UNREACHED: TerminalSnapshot = {
  reach: 'unreachable',
  terminalId: undefined,
  nextStan: undefined,
  reversalActive: undefined,
  currency: undefined,
  query: { kind: 'unreachable', why: 'the terminal did not answer' },
  batch: { kind: 'unreachable' },
  newerStans: [],
};

/** Looks at the terminal with read-only requests: status, who it is, our transaction, the unsent batch. */
export async function lookAtTerminal(
  client: TerminalClient,
  what: SnapshotRequest,
  options: AskOptions = {},
): Promise<TerminalSnapshot> {
  const status = await client.ask('GetTerminalStatusRequest', {}, options);
  if (status.kind === 'failed' || status.kind === 'unexpected') return UNREACHED;
  if (BUSY_CODES.includes(status.returnCode ?? 0)) return { ...UNREACHED, reach: 'busy' };
  const parameters = await client.ask('GetParametersRequest', {}, options);
  const asked = await queryTransaction(client, what, options);
  const { batch, sending } = await readUnsentBatch(client, what.transactionId, options);
  const own = parameters.kind === 'answer' ? parameters.body : {};
  const seen = told(status.kind === 'answer' ? status.body : {});
  const newer = await takersOfNewerStans({ client, what, asked, batch, nextStan: seen.nextStan }, options);
  // A terminal that knows its sales by STAN alone says "no such transaction" to our id, and has it.
  const ours = newer.find(({ view }) => view?.transactionId === what.transactionId)?.view;
  const query: Query = ours && asked.kind === 'none' ? { kind: 'found', view: ours, by: 'stan' } : asked;
  return {
    ...seen,
    reach: 'answered',
    terminalId: identityOf(own).terminalId,
    currency: own.CurrencyNameStr,
    query,
    batch:
      batch.kind === 'read'
        ? {
            ...batch,
            entries: batch.entries.filter((entry) => mayBeOurs(entry, what, query)),
            others: othersRows(batch.entries, what, query),
          }
        : batch,
    newerStans: newer.map(({ stan, transactionId, failed }) => ({ stan, transactionId, ...(failed && { failed }) })),
    ...(sending && { sending }),
  };
}

type Told = Pick<
  TerminalSnapshot,
  'nextStan' | 'reversalActive' | 'cardInReader' | 'time' | 'transactionsCount' | 'notFinishedCount'
>;

function told(status: MessageBody<'GetTerminalStatusResponse'>): Told {
  const { NextSTAN, ReversalActive, CardStatus, Time, TransactionsCount, NotFinishedTransactionsCount } = status;
  return {
    // No STAN is longer, and none that is could be asked for.
    nextStan: NextSTAN !== undefined && NextSTAN <= LAST_STAN ? NextSTAN : undefined,
    reversalActive: ReversalActive === undefined ? undefined : ReversalActive !== 0,
    cardInReader: CardStatus === undefined ? undefined : CardStatus === 1,
    time: Time,
    transactionsCount: TransactionsCount,
    notFinishedCount: NotFinishedTransactionsCount,
  };
}

/**
 * The shop's own sales are left out of what is kept, but for a row without an id and with our amount that bears a STAN
 * of ours, or one that was taken since the baseline.
 */
function mayBeOurs(entry: BatchEntry, what: SnapshotRequest, query: Query): boolean {
  if (entry.transactionId !== undefined) return entry.transactionId === what.transactionId;
  const view = query.kind === 'found' ? query.view : undefined;
  if (entry.stan !== undefined && [what.stan, view?.stan, view?.stanRev].includes(entry.stan)) return true;
  if (entry.amount !== what.amount) return false;
  return entry.stan === undefined || isNewer(entry.stan, what.baseline);
}

/** What other tills' rows since the baseline add to the counters of the batch. */
function othersRows(entries: readonly BatchEntry[], what: SnapshotRequest, query: Query): OthersRows {
  const others = entries.filter(
    (entry) => !mayBeOurs(entry, what, query) && entry.stan !== undefined && isNewer(entry.stan, what.baseline),
  );
  const signs: Readonly<Record<BatchEntry['kind'], number>> = {
    sale: 1,
    reversal: -1,
    'failed-reversal': 0,
    declined: 0,
  };
  return { count: others.length, total: others.reduce((sum, { kind, amount }) => sum + signs[kind] * amount, 0) };
}

/** Taken since the baseline, whatever the status says of the next one: the rows may be ahead of it. STANs come round. */
function isNewer(stan: number, { nextStan: from }: Baseline): boolean {
  return from === undefined || (stan - from + LAST_STAN) % LAST_STAN < LAST_STAN / 2;
}

/** By our id; by the sale's STAN where the terminal cannot be asked by id. Never prints at the clinic. */
async function queryTransaction(client: TerminalClient, what: SnapshotRequest, options: AskOptions): Promise<Query> {
  const byId = await query(client, what, { TransactionID: what.transactionId }, options);
  const askable = byId.kind !== 'unsupported' && byId.kind !== 'none';
  if (askable || what.stan === undefined) return byId;
  const byStan = await query(client, what, { TransactionSTAN: what.stan }, options);
  // A STAN comes round again: another's record under it is no answer.
  const own =
    byStan.kind === 'found' &&
    (byStan.view.transactionId ?? what.transactionId) === what.transactionId &&
    !isOlder(byStan.view, what.baseline);
  return own ? byStan : byId;
}

/** STANs come round: under the same one there can be a payment of last year. The terminal may have changed to summer time. */
const CLOCK_CHANGE_MS = 2 * 3_600_000;

function isOlder({ dateTime }: TransactionView, { time }: Baseline): boolean {
  return Date.parse(`${dateTime ?? ''}Z`) < Date.parse(`${time ?? ''}Z`) - CLOCK_CHANGE_MS;
}

/** What the terminal has on record under our id. */
export function queryById(client: TerminalClient, transactionId: string, options: AskOptions): Promise<Query> {
  return query(client, { transactionId }, { TransactionID: transactionId }, options);
}

async function query(
  client: TerminalClient,
  what: Pick<SnapshotRequest, 'transactionId'>,
  key: { TransactionID: string } | { TransactionSTAN: number },
  options: AskOptions,
): Promise<Query> {
  const answer = await client.ask('GetLastTransactionDataRequest', { ...key, PrintReceipt: 2 }, options);
  return readQuery(answer, what.transactionId, 'TransactionID' in key ? 'transaction-id' : 'stan');
}

function readQuery(
  answer: ServiceAnswer<'GetLastTransactionDataRequest'>,
  transactionId: string,
  by: 'transaction-id' | 'stan',
): Query {
  if (answer.kind === 'failed') return { kind: 'unreachable', why: answer.failure.message };
  if (answer.kind === 'unexpected') return { kind: 'unreachable', why: `answered with ${answer.name}` };
  const code = answer.returnCode;
  if (code === RETURN_CODE.NO_SUCH_TRANSACTION) return { kind: 'none' };
  if (code !== undefined && BUSY_CODES.includes(code)) return { kind: 'busy' };
  if (answer.kind === 'error' || !TELLING.includes(code)) return { kind: 'unsupported', returnCode: code };
  const view = viewOf(answer.body, safeExcerpt, transactionId);
  return tellsOfOne(view) ? { kind: 'found', view, by } : { kind: 'unsupported', returnCode: code };
}

/** A reply without a word on any transaction has not answered the question. */
function tellsOfOne({ transactionId, stan, amount, completion }: TransactionView): boolean {
  return [transactionId, stan, amount, completion].some((mark) => mark !== undefined);
}

/** `view`: the record that was found under the STAN. */
interface Taker extends StanOwner {
  readonly view?: TransactionView | undefined;
}

interface Asked {
  readonly client: TerminalClient;
  readonly what: SnapshotRequest;
  readonly asked: Query;
  readonly batch: TerminalSnapshot['batch'];
  readonly nextStan: number | undefined;
}

/**
 * Asks whose the STANs are that were taken since the baseline: from the batch, else one question each. Those that the
 * record of our sale names need no question.
 */
async function takersOfNewerStans(
  { client, what, asked, batch, nextStan }: Asked,
  options: AskOptions,
): Promise<readonly Taker[]> {
  const { baseline } = what;
  if (asked.kind !== 'none' && asked.kind !== 'found') return [];
  if (baseline.nextStan === undefined || nextStan === undefined) return [];
  const own = asked.kind === 'found' ? [asked.view.stan, asked.view.stanRev] : [];
  const takers: Taker[] = [];
  for (const stan of stansBetween(baseline.nextStan, nextStan) ?? []) {
    if (own.includes(stan)) continue;
    const row = batch.kind === 'read' ? batch.entries.find((entry) => entry.stan === stan) : undefined;
    const view = row?.transactionId === undefined ? await recordUnder(client, what, stan, options) : undefined;
    const failed =
      row?.kind === 'failed-reversal' || row?.kind === 'declined' || (view !== undefined && isFailed(view));
    takers.push({ stan, transactionId: row?.transactionId ?? view?.transactionId, view, failed });
  }
  return takers;
}

/**
 * Only a record that names the very STAN that was asked for says whose it is, and not one from before the baseline. A
 * failure that names nothing at all says what became of it.
 */
async function recordUnder(
  client: TerminalClient,
  what: SnapshotRequest,
  stan: number,
  options: AskOptions,
): Promise<TransactionView | undefined> {
  const answer = await query(client, what, { TransactionSTAN: stan }, options);
  if (answer.kind !== 'found' || isOlder(answer.view, what.baseline)) return undefined;
  const { transactionId, stan: own, stanRev } = answer.view;
  const isUnmarked = transactionId === undefined && own === undefined;
  return own === stan || stanRev === stan || (isUnmarked && isFailed(answer.view)) ? answer.view : undefined;
}
