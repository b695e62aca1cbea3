import type { ServiceAnswer } from '../../connection/answer.js';
import type { AskOptions, TerminalClient } from '../../connection/terminal-client.js';
import { identityOf } from '../../connection/identity.js';
import { readBatch } from '../../posxml/batch.js';
import { BUSY_CODES, RETURN_CODE } from '../../posxml/return-codes.js';
import type { BatchRow } from '../../posxml/batch.js';
import type { MessageBody } from '../../posxml/messages.js';
import type { Cents } from '../../posxml/fields.js';
import { stansBetween } from '../../payment/absence.js';
import type { Baseline, BatchEntry, TerminalSnapshot, Query, StanOwner, TransactionView } from '../../payment/types.js';
import { LAST_STAN, viewOf } from '../../payment/redacted-reply.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';

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
  const { batch, sending } = await readUnsentBatch(client, options);
  const own = parameters.kind === 'answer' ? parameters.body : {};
  const seen = told(status.kind === 'answer' ? status.body : {});
  const newer =
    asked.kind === 'none' ? await takersOfNewerStans(client, what.baseline, seen.nextStan, batch, options) : [];
  // A terminal that knows its sales by STAN alone says "no such transaction" to our id, and has it.
  const ours = newer.find(({ view }) => view?.transactionId === what.transactionId)?.view;
  const query: Query = ours ? { kind: 'found', view: ours } : asked;
  return {
    ...seen,
    reach: 'answered',
    terminalId: identityOf(own).terminalId,
    currency: own.CurrencyNameStr,
    query,
    batch:
      batch.kind === 'read'
        ? { ...batch, entries: batch.entries.filter((entry) => mayBeOurs(entry, what, query, seen.nextStan)) }
        : batch,
    newerStans: newer.map(({ stan, transactionId }) => ({ stan, transactionId })),
    ...(sending && { sending }),
  };
}

type Told = Pick<TerminalSnapshot, 'nextStan' | 'reversalActive' | 'cardInReader' | 'time' | 'transactionsCount'>;

function told(status: MessageBody<'GetTerminalStatusResponse'>): Told {
  const { NextSTAN, ReversalActive, CardStatus, Time, TransactionsCount } = status;
  return {
    // No STAN is longer, and none that is could be asked for.
    nextStan: NextSTAN !== undefined && NextSTAN <= LAST_STAN ? NextSTAN : undefined,
    reversalActive: ReversalActive === undefined ? undefined : ReversalActive !== 0,
    cardInReader: CardStatus === undefined ? undefined : CardStatus === 1,
    time: Time,
    transactionsCount: TransactionsCount,
  };
}

/**
 * The shop's own sales are left out of what is kept, but for a row without an id and with our amount that bears a STAN
 * of ours, or one that was taken since the baseline.
 */
function mayBeOurs(entry: BatchEntry, what: SnapshotRequest, query: Query, nextStan: number | undefined): boolean {
  if (entry.transactionId !== undefined) return entry.transactionId === what.transactionId;
  if (entry.amount !== what.amount) return false;
  const view = query.kind === 'found' ? query.view : undefined;
  return (
    entry.stan === undefined ||
    [what.stan, view?.stan, view?.stanRev].includes(entry.stan) ||
    isNewer(entry.stan, what.baseline, nextStan)
  );
}

function isNewer(stan: number, { nextStan: from }: Baseline, to: number | undefined): boolean {
  const newer = from === undefined || to === undefined ? undefined : stansBetween(from, to);
  return newer?.includes(stan) ?? true;
}

/** By our id; by the sale's STAN where the terminal cannot be asked by id. Never prints at the clinic. */
async function queryTransaction(client: TerminalClient, what: SnapshotRequest, options: AskOptions): Promise<Query> {
  const byId = await query(client, { TransactionID: what.transactionId }, options);
  const askable = byId.kind !== 'unsupported' && byId.kind !== 'none';
  if (askable || what.stan === undefined) return byId;
  const byStan = await query(client, { TransactionSTAN: what.stan }, options);
  // A STAN comes round again: another's record under it is no answer.
  const own = byStan.kind === 'found' && (byStan.view.transactionId ?? what.transactionId) === what.transactionId;
  return own ? byStan : byId;
}

async function query(
  client: TerminalClient,
  key: { TransactionID: string } | { TransactionSTAN: number },
  options: AskOptions,
): Promise<Query> {
  return readQuery(await client.ask('GetLastTransactionDataRequest', { ...key, PrintReceipt: 2 }, options));
}

function readQuery(answer: ServiceAnswer<'GetLastTransactionDataRequest'>): Query {
  if (answer.kind === 'failed') return { kind: 'unreachable', why: answer.failure.message };
  if (answer.kind === 'unexpected') return { kind: 'unreachable', why: `answered with ${answer.name}` };
  const code = answer.returnCode;
  if (code === RETURN_CODE.NO_SUCH_TRANSACTION) return { kind: 'none' };
  if (code !== undefined && BUSY_CODES.includes(code)) return { kind: 'busy' };
  if (answer.kind === 'error' || !TELLING.includes(code)) return { kind: 'unsupported', returnCode: code };
  const view = viewOf(answer.body, safeExcerpt);
  return tellsOfOne(view) ? { kind: 'found', view } : { kind: 'unsupported', returnCode: code };
}

/** A reply without a word on any transaction has not answered the question. */
function tellsOfOne({ transactionId, stan, amount, completion }: TransactionView): boolean {
  return [transactionId, stan, amount, completion].some((mark) => mark !== undefined);
}

const HHMM = /^(?:[01]\d|2[0-3])[0-5]\d$/;

async function readUnsentBatch(
  client: TerminalClient,
  options: AskOptions,
): Promise<Pick<TerminalSnapshot, 'batch' | 'sending'>> {
  const answer = await client.ask('TransactionCurrStatusRequest', {}, options);
  if (answer.kind === 'failed' || answer.kind === 'unexpected') return { batch: { kind: 'unreachable' } };
  if (answer.returnCode !== undefined && BUSY_CODES.includes(answer.returnCode))
    return { batch: { kind: 'unreachable' } };
  if (answer.kind === 'error' || answer.returnCode !== RETURN_CODE.SUCCEEDED) return { batch: { kind: 'unsupported' } };
  const { FileData, FileNumber, FileTransactionCount, FileSendStatus, SendTime = '' } = answer.body;
  const { rows, unreadable } = readBatch(FileData ?? '');
  const batch = {
    kind: 'read',
    fileNumber: FileNumber,
    entries: rows.map(entryOf),
    // A batch that announces more rows than it shows, or shows nothing, proves nothing by what it leaves out.
    complete: unreadable === 0 && rows.length >= (FileTransactionCount ?? (FileData === undefined ? 1 : 0)),
  } as const;
  const at = HHMM.test(SendTime) ? SendTime : undefined;
  return { batch, sending: { failed: FileSendStatus === 0, at } };
}

function entryOf({ transactionId, stan, amount, kind, hostAnswer, authorizationNo }: BatchRow): BatchEntry {
  const declined = hostAnswer !== undefined && !/^0+$/.test(hostAnswer) && authorizationNo === undefined;
  return {
    transactionId: transactionId === undefined ? undefined : safeExcerpt(transactionId),
    stan,
    amount,
    kind: kind === 'sale' && declined ? 'declined' : kind,
  };
}

/** `view`: the record that was found under the STAN. */
interface Taker extends StanOwner {
  readonly view?: TransactionView | undefined;
}

/** Asks whose the STANs are that were taken since the baseline: from the batch, else one question each. */
async function takersOfNewerStans(
  client: TerminalClient,
  baseline: Baseline,
  nextStan: number | undefined,
  batch: TerminalSnapshot['batch'],
  options: AskOptions,
): Promise<readonly Taker[]> {
  if (baseline.nextStan === undefined || nextStan === undefined) return [];
  const takers: Taker[] = [];
  for (const stan of stansBetween(baseline.nextStan, nextStan) ?? []) {
    const row = batch.kind === 'read' ? batch.entries.find((entry) => entry.stan === stan) : undefined;
    const view = row?.transactionId === undefined ? await recordUnder(client, stan, options) : undefined;
    takers.push({ stan, transactionId: row?.transactionId ?? view?.transactionId, view });
  }
  return takers;
}

/** Only a record that names the very STAN that was asked for says whose it is. */
async function recordUnder(
  client: TerminalClient,
  stan: number,
  options: AskOptions,
): Promise<TransactionView | undefined> {
  const answer = await query(client, { TransactionSTAN: stan }, options);
  if (answer.kind !== 'found') return undefined;
  return answer.view.stan === stan || answer.view.stanRev === stan ? answer.view : undefined;
}
