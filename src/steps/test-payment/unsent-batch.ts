import type { AskOptions, TerminalClient } from '../../connection/terminal-client.js';
import { asOurId } from '../../payment/transaction-id.js';
import type { BatchEntry, TerminalSnapshot } from '../../payment/types.js';
import { readBatch } from '../../posxml/batch.js';
import type { BatchRow } from '../../posxml/batch.js';
import { BUSY_CODES, RETURN_CODE } from '../../posxml/return-codes.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';

const HHMM = /^(?:[01]\d|2[0-3])[0-5]\d$/;

/** The rows of the batch that has not been sent yet, and what is known of its sending. */
export async function readUnsentBatch(
  client: TerminalClient,
  transactionId: string,
  options: AskOptions,
): Promise<Pick<TerminalSnapshot, 'batch' | 'sending'>> {
  const answer = await client.ask('TransactionCurrStatusRequest', {}, options);
  if (answer.kind === 'failed' || answer.kind === 'unexpected') return { batch: { kind: 'unreachable' } };
  if (answer.returnCode !== undefined && BUSY_CODES.includes(answer.returnCode))
    return { batch: { kind: 'unreachable' } };
  if (answer.kind === 'error' || answer.returnCode !== RETURN_CODE.SUCCEEDED) return { batch: { kind: 'unsupported' } };
  const { FileData, FileNumber, FileTransactionCount, FileTotalAmount, PendingCount } = answer.body;
  const { FileSendStatus, SendTime = '' } = answer.body;
  const { rows: all, unreadable } = readBatch(FileData ?? '');
  // A minus that the bank has not accepted proves neither that it was returned nor that it was not.
  const rows = all.filter(({ kind, hostAnswer }) => kind !== 'reversal' || isAccepted(hostAnswer));
  const batch = {
    kind: 'read',
    fileNumber: FileNumber,
    entries: rows.map((row) => entryOf(row, transactionId)),
    ...(FileData === undefined && { withoutRows: true }),
    count: FileTransactionCount,
    total: FileTotalAmount,
    pendingCount: PendingCount,
    // A batch that announces more rows than it shows, or shows nothing, proves nothing by what it leaves out.
    complete:
      unreadable === 0 &&
      rows.length === all.length &&
      rows.length >= (FileTransactionCount ?? (FileData === undefined ? 1 : 0)),
  } as const;
  const at = HHMM.test(SendTime) ? SendTime : undefined;
  return { batch, sending: { failed: FileSendStatus === 0, at } };
}

function isAccepted(hostAnswer: string | undefined): boolean {
  return hostAnswer === undefined || /^0+$/.test(hostAnswer);
}

function entryOf(
  { transactionId, stan, amount, kind, hostAnswer, authorizationNo }: BatchRow,
  ours: string,
): BatchEntry {
  const declined = !isAccepted(hostAnswer) && authorizationNo === undefined;
  return {
    transactionId: transactionId === undefined ? undefined : asOurId(safeExcerpt(transactionId), ours),
    stan,
    amount,
    kind: kind === 'sale' && declined ? 'declined' : kind,
  };
}
