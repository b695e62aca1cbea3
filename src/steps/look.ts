import type { Answer } from '../connection/answer.js';
import type { TerminalClient } from '../connection/terminal-client.js';
import { identityOf } from '../connection/identity.js';
import { readBatch } from '../posxml/batch.js';
import { RETURN_CODE } from '../posxml/return-codes.js';
import { stansBetween } from '../payment/judge.js';
import type { Baseline, BatchEntry, Look, Query, StanOwner, TransactionView } from '../payment/types.js';
import { viewOf } from '../payment/view.js';
import { redact } from '../text/redact.js';

const BUSY: readonly number[] = [RETURN_CODE.SEQUENCE_ERROR, RETURN_CODE.NOT_NOW];
/** Codes that say "not this question", rather than "no such transaction". */
const UNASKABLE: readonly number[] = [
  RETURN_CODE.MESSAGE_ERROR,
  RETURN_CODE.WRONG_VERSION,
  RETURN_CODE.WRONG_PARAMETER,
  RETURN_CODE.XML_SYNTAX,
  RETURN_CODE.NOT_SUPPORTED,
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
  const seen = status.kind === 'answer' ? status.body : {};
  return {
    reach: 'answered',
    terminalId: identityOf(own).terminalId,
    nextStan: seen.NextSTAN,
    reversalActive: seen.ReversalActive === undefined ? undefined : seen.ReversalActive !== 0,
    currency: own.CurrencyNameStr,
    query,
    batch,
    newerStans: query.kind === 'none' ? await ownersOfNewerStans(client, what.baseline, seen.NextSTAN, batch, signal) : [],
  };
}

/** By our id; by the sale's STAN where the terminal cannot be asked by id. Never prints at the clinic. */
async function queryTransaction(client: TerminalClient, what: LookAt, signal?: AbortSignal): Promise<Query> {
  const byId = await query(client, { TransactionID: what.transactionId }, signal);
  const askable = byId.kind !== 'unsupported' && byId.kind !== 'none';
  if (askable || what.stan === undefined) return byId;
  const byStan = await query(client, { TransactionSTAN: what.stan }, signal);
  return byStan.kind === 'found' ? byStan : byId;
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
  if (answer.kind === 'error' || (code !== undefined && UNASKABLE.includes(code))) return { kind: 'unsupported', returnCode: code };
  return { kind: 'found', view: viewOf(answer.body, redact) };
}

async function readUnsentBatch(client: TerminalClient, signal?: AbortSignal): Promise<Look['batch']> {
  const answer = await client.ask('TransactionCurrStatusRequest', {}, signal ? { signal } : {});
  if (answer.kind === 'failed' || answer.kind === 'unexpected') return { kind: 'unreachable' };
  if (answer.returnCode !== undefined && BUSY.includes(answer.returnCode)) return { kind: 'unreachable' };
  if (answer.kind === 'error' || answer.returnCode !== RETURN_CODE.SUCCEEDED) return { kind: 'unsupported' };
  const { rows, unreadable } = readBatch(answer.body.FileData ?? '');
  const entries: BatchEntry[] = rows.map(({ transactionId, stan, amount, kind }) => ({ transactionId, stan, amount, kind }));
  const announced = answer.body.FileTransactionCount;
  return {
    kind: 'read',
    fileNumber: answer.body.FileNumber,
    entries,
    // A batch that announces more rows than it shows proves nothing by what it leaves out.
    complete: unreadable === 0 && (announced === undefined || rows.length >= announced),
  };
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
