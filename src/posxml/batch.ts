import type { Cents, LocalDateTime } from './fields.js';
import { isLocalDateTime } from './datetime.js';

/**
 * One row of the unsent batch (`FileData` of TransactionCurrStatusResponse): tab-separated
 * File, Set, ID, PAN, Name, Exp, Datetime YYMMDDHHMMSS, STAN, F38, F39, Amount.
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

/** Reads the rows; a row that cannot be read is left out and counted. */
export function readBatch(fileData: string): { readonly rows: readonly BatchRow[]; readonly unreadable: number } {
  const lines = fileData.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const rows = lines.map(readRow);
  return {
    rows: rows.filter((row) => row !== undefined),
    unreadable: rows.filter((row) => row === undefined).length,
  };
}

function readRow(line: string): BatchRow | undefined {
  const cells = line.split('\t').map((cell) => cell.trim());
  if (cells.length < 11) return undefined;
  const amount = readSigned(cells[10] ?? '');
  if (!amount) return undefined;
  return {
    transactionId: blankAsAbsent(cells[2]),
    stan: /^\d{1,6}$/.test(cells[7] ?? '') ? Number(cells[7]) : undefined,
    dateTime: readStamp(cells[6] ?? ''),
    authorizationNo: blankAsAbsent(cells[8]),
    hostAnswer: blankAsAbsent(cells[9]),
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
  const match = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(cell);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match.map(String);
  const local = `20${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}`;
  return isLocalDateTime(local) ? local : undefined;
}

function blankAsAbsent(cell: string | undefined): string | undefined {
  return cell === undefined || cell === '' ? undefined : cell;
}

/** Writes one row; the counterpart of {@link readBatch}, used by the virtual terminal. */
export function writeBatchRow(row: BatchRow, card: { pan: string; name: string }, file: number, set: number): string {
  const stamp = row.dateTime ? row.dateTime.slice(2).replaceAll(/[-T:]/g, '') : '';
  const signed = { sale: String(row.amount), reversal: `-${String(row.amount)}`, 'failed-reversal': `(${String(row.amount)})` };
  return [
    file,
    set,
    row.transactionId ?? '',
    card.pan,
    card.name,
    '**/**',
    stamp,
    row.stan ?? '',
    row.authorizationNo ?? '',
    row.hostAnswer ?? '',
    signed[row.kind],
  ].join('\t');
}
