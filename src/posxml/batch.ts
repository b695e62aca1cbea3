import type { Cents, LocalDateTime } from './fields.js';
import { isLocalDateTime } from './datetime.js';

/**
 * One row of the unsent batch (`FileData` of TransactionCurrStatusResponse): tab-separated
 * File, Set, ID, PAN, Name, Exp, Datetime YYMMDDHHMMSS, STAN, F38, F39, Amount (posxml documents).
 * The PAN, the name and the expiry are dropped here and go no further.
 */
export interface BatchRow {
  readonly transactionId: string | undefined;
  readonly stan: number | undefined;
  readonly dateTime: LocalDateTime | undefined;
  readonly authorizationNo: string | undefined;
  readonly hostAnswer: string | undefined;
  /** Always positive; `kind` says which way the money went. */
  readonly amount: Cents;
  /** `-12` is a reversal, `(12)` one that failed. */
  readonly kind: 'sale' | 'reversal' | 'failed-reversal';
}

/** A row has some 130 characters; a longer one is no row. */
const MAX_ROW = 512;

/** Reads the rows; a row that cannot be read is left out and counted. Never throws on any input. */
export function readBatch(fileData: string): { readonly rows: readonly BatchRow[]; readonly unreadable: number } {
  const rows: BatchRow[] = [];
  let unreadable = 0;
  // One at a time: a flood of line ends is no array of lines.
  for (const [line] of fileData.matchAll(/[^\r\n]+/g)) {
    if (line.trim() === '') continue;
    const row = readRow(line);
    if (row) rows.push(row);
    else unreadable += 1;
  }
  return { rows, unreadable };
}

/**
 * Writes one row; the counterpart of {@link readBatch}, used by the virtual terminal.
 * @throws RangeError when a value holds a tab or a line end, which would make it another row.
 */
export function writeBatchRow(row: BatchRow, card: { pan: string; name: string }, file: number, set: number): string {
  const stamp = row.dateTime?.slice(2).replaceAll(/[-T:]/g, '');
  const amount = { sale: `${row.amount}`, reversal: `-${row.amount}`, 'failed-reversal': `(${row.amount})` }[row.kind];
  const cells = [
    file,
    set,
    row.transactionId,
    card.pan,
    card.name,
    '**/**',
    stamp,
    row.stan,
    row.authorizationNo,
    row.hostAnswer,
    amount,
  ];
  const texts = cells.map((cell) => String(cell ?? ''));
  if (texts.some((text) => /[\t\r\n]/.test(text)))
    throw new RangeError('a value of the batch holds a tab or a line end');
  return texts.join('\t');
}

function readRow(line: string): BatchRow | undefined {
  if (line.length > MAX_ROW) return undefined;
  const [, , id, , , , stamp = '', stan = '', authorizationNo, hostAnswer, signed = ''] = line
    .split('\t')
    .map((cell) => cell.trim());
  const amount = readSigned(signed);
  if (!amount) return undefined;
  return {
    transactionId: blankAsAbsent(id),
    stan: /^\d{1,6}$/.test(stan) ? Number(stan) : undefined,
    dateTime: readStamp(stamp),
    authorizationNo: blankAsAbsent(authorizationNo),
    hostAnswer: blankAsAbsent(hostAnswer),
    ...amount,
  };
}

function readSigned(cell: string): Pick<BatchRow, 'amount' | 'kind'> | undefined {
  const match = /^(?:(\d{1,12})|-\s*(\d{1,12})|\(\s*-?\s*(\d{1,12})\s*\))$/.exec(cell);
  if (!match) return undefined;
  const [, sale, reversal, failed] = match;
  if (sale !== undefined) return { amount: Number(sale), kind: 'sale' };
  if (reversal !== undefined) return { amount: Number(reversal), kind: 'reversal' };
  return { amount: Number(failed), kind: 'failed-reversal' };
}

function readStamp(cell: string): LocalDateTime | undefined {
  const local = cell.replace(/^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/, '20$1-$2-$3T$4:$5:$6');
  return local !== cell && isLocalDateTime(local) ? local : undefined;
}

function blankAsAbsent(cell: string | undefined): string | undefined {
  return cell === '' ? undefined : cell;
}
