import type { Answer } from '../connection/answer.js';
import type { TerminalClient } from '../connection/terminal-client.js';
import { identityOf } from '../connection/identity.js';
import { readBatch } from '../posxml/batch.js';
import { RETURN_CODE } from '../posxml/return-codes.js';
import type { BatchRow } from '../posxml/batch.js';
import type { Body } from '../posxml/messages.js';
import { stansBetween } from '../payment/absence.js';
import type { Baseline, BatchEntry, Look, Query, StanOwner, TransactionView } from '../payment/types.js';
import { LAST_STAN, viewOf } from '../payment/view.js';
import { excerpt } from '../text/excerpt.js';

const BUSY: readonly number[] = [RETURN_CODE.SEQUENCE_ERROR, RETURN_CODE.NOT_NOW];
/** With these a query may tell of a transaction that failed; any other code is about the question itself. */
const TELLING: readonly (number | undefined)[] = [
  undefined,
  RETURN_CODE.SUCCEEDED,
  RETURN_CODE.TRANSACTION_FAILED,
  RETURN_CODE.TIMEOUT,
  RETURN_CODE.CANCELLED_BY_HAND,
];

export interface LookAt {
  readonly transactionId: string;
  /** The sale's own STAN, once it is proven: a second way to ask for it. */
  readonly stan: number | undefined;
  readonly baseline: Baseline;
}

const UNREACHED: Look = {
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
export async function lookAtTerminal(client: TerminalClient, what: LookAt, signal?: AbortSignal): Promise<Look> {
  const options = signal ? { signal } : {};
  const status = await client.ask('GetTerminalStatusRequest', {}, options);
  if (status.kind === 'failed' || status.kind === 'unexpected') return UNREACHED;
  if (BUSY.includes(status.returnCode ?? 0)) return { ...UNREACHED, reach: 'busy' };
  const parameters = await client.ask('GetParametersRequest', {}, options);
  const query = await queryTransaction(client, what, signal);
  const batch = await readUnsentBatch(client, signal);
  const own = parameters.kind === 'answer' ? parameters.body : {};
  const seen = told(status.kind === 'answer' ? status.body : {});
  return {
    ...seen,
    reach: 'answered',
    terminalId: identityOf(own).terminalId,
    currency: own.CurrencyNameStr,
    query,
    batch: batch.kind === 'read' ? { ...batch, entries: batch.entries.filter((entry) => mayBeOurs(entry, what, query)) } : batch,
    newerStans: query.kind === 'none' ? await ownersOfNewerStans(client, what.baseline, seen.nextStan, batch, signal) : [],
  };
}

type Told = Pick<Look, 'nextStan' | 'reversalActive' | 'cardInReader' | 'time' | 'transactionsCount'>;

function told(status: Body<'GetTerminalStatusResponse'>): Told {
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

/** The shop's own sales are left out of what is kept, but for a row without an id that bears a STAN of ours. */
function mayBeOurs(entry: BatchEntry, what: LookAt, query: Query): boolean {
  if (entry.transactionId !== undefined) return entry.transactionId === what.transactionId;
  const view = query.kind === 'found' ? query.view : undefined;
  return entry.stan !== undefined && [what.stan, view?.stan, view?.stanRev].includes(entry.stan);
}

/** By our id; by the sale's STAN where the terminal cannot be asked by id. Never prints at the clinic. */
async function queryTransaction(client: TerminalClient, what: LookAt, signal?: AbortSignal): Promise<Query> {
  const byId = await query(client, { TransactionID: what.transactionId }, signal);
  const askable = byId.kind !== 'unsupported' && byId.kind !== 'none';
  if (askable || what.stan === undefined) return byId;
  const byStan = await query(client, { TransactionSTAN: what.stan }, signal);
  // A STAN comes round again: another's record under it is no answer.
  const own = byStan.kind === 'found' && (byStan.view.transactionId ?? what.transactionId) === what.transactionId;
  return own ? byStan : byId;
}

async function query(client: TerminalClient, key: { TransactionID: string } | { TransactionSTAN: number }, signal?: AbortSignal): Promise<Query> {
  return readQuery(await client.ask('GetLastTransactionDataRequest', { ...key, PrintReceipt: 2 }, signal ? { signal } : {}));
}

export function readQuery(answer: Answer<'GetLastTransactionDataRequest'>): Query {
  if (answer.kind === 'failed') return { kind: 'unreachable', why: answer.failure.message };
  if (answer.kind === 'unexpected') return { kind: 'unreachable', why: `answered with ${answer.name}` };
  const code = answer.returnCode;
  if (code === RETURN_CODE.NO_SUCH_TRANSACTION) return { kind: 'none' };
  if (code !== undefined && BUSY.includes(code)) return { kind: 'busy' };
  if (answer.kind === 'error' || !TELLING.includes(code)) return { kind: 'unsupported', returnCode: code };
  const view = viewOf(answer.body, excerpt);
  return tellsOfOne(view) ? { kind: 'found', view } : { kind: 'unsupported', returnCode: code };
}

/** A reply without a word on any transaction has not answered the question. */
function tellsOfOne({ transactionId, stan, amount, completion }: TransactionView): boolean {
  return [transactionId, stan, amount, completion].some((mark) => mark !== undefined);
}

async function readUnsentBatch(client: TerminalClient, signal?: AbortSignal): Promise<Look['batch']> {
  const answer = await client.ask('TransactionCurrStatusRequest', {}, signal ? { signal } : {});
  if (answer.kind === 'failed' || answer.kind === 'unexpected') return { kind: 'unreachable' };
  if (answer.returnCode !== undefined && BUSY.includes(answer.returnCode)) return { kind: 'unreachable' };
  if (answer.kind === 'error' || answer.returnCode !== RETURN_CODE.SUCCEEDED) return { kind: 'unsupported' };
  const { FileData, FileNumber, FileTransactionCount } = answer.body;
  const { rows, unreadable } = readBatch(FileData ?? '');
  return {
    kind: 'read',
    fileNumber: FileNumber,
    entries: rows.map(entryOf),
    // A batch that announces more rows than it shows, or shows nothing, proves nothing by what it leaves out.
    complete: unreadable === 0 && rows.length >= (FileTransactionCount ?? (FileData === undefined ? 1 : 0)),
  };
}

function entryOf({ transactionId, stan, amount, kind, hostAnswer, authorizationNo }: BatchRow): BatchEntry {
  const declined = hostAnswer !== undefined && !/^0+$/.test(hostAnswer) && authorizationNo === undefined;
  return { transactionId: transactionId === undefined ? undefined : excerpt(transactionId), stan, amount, kind: kind === 'sale' && declined ? 'declined' : kind };
}

/** Asks whose the STANs are that were taken since the baseline: from the batch, else one question each. */
async function ownersOfNewerStans(
  client: TerminalClient,
  baseline: Baseline,
  nextStan: number | undefined,
  batch: Look['batch'],
  signal?: AbortSignal,
): Promise<readonly StanOwner[]> {
  if (baseline.nextStan === undefined || nextStan === undefined) return [];
  const owners: StanOwner[] = [];
  for (const stan of stansBetween(baseline.nextStan, nextStan) ?? []) {
    const row = batch.kind === 'read' ? batch.entries.find((entry) => entry.stan === stan) : undefined;
    owners.push({ stan, transactionId: row?.transactionId ?? (await ownerOf(client, stan, signal)) });
  }
  return owners;
}

async function ownerOf(client: TerminalClient, stan: number, signal?: AbortSignal): Promise<string | undefined> {
  const answer = await query(client, { TransactionSTAN: stan }, signal);
  return answer.kind === 'found' ? ownId(answer.view, stan) : undefined;
}

/** Only a record that names the very STAN that was asked for says whose it is. */
function ownId(view: TransactionView, stan: number): string | undefined {
  return view.stan === stan || view.stanRev === stan ? view.transactionId : undefined;
}
