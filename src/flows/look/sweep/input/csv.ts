import { CsvError, parse } from 'csv-parse/sync';
import { holdsAddress } from './cells.js';
import { columnOf } from '../../../../targets/columns.js';
import type { Column } from '../../../../targets/columns.js';
import type { ListLine } from './lines.js';
import { rowOf } from './row.js';
import type { ListRow, RowReader } from './row.js';

/** The names of the columns, and what stands between the cells. */
export interface Header {
  readonly names: readonly string[];
  readonly columns: readonly Column[];
  readonly delimiter: string;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** A quote that is never closed must not fill the memory. Characters. */
const LONGEST_RECORD = 1_048_576;

/** The header that a line is; undefined where no cell of it names an address, or one is an address. @param delimiter where the file names it */
export function headerIn(text: string, delimiter = delimiterOf(text)): Header | undefined {
  const names = cellsOf(text, delimiter) ?? [];
  const columns = names.map(columnOf);
  if (!columns.some(({ kind }) => kind === 'host') || names.some(holdsAddress)) return undefined;
  return { names, columns, delimiter };
}

/** Of those that lists are written with, the one that the header has most of. */
function delimiterOf(header: string): string {
  const count = (delimiter: string): number => header.split(delimiter).length;
  return DELIMITERS.reduce((most, one) => (count(one) > count(most) ? one : most));
}

/** The cells of one record, in which a quote counts at the start of a cell only; `open` where it is not closed, undefined where its quotes do not match. */
function cellsOf(record: string, delimiter: string): readonly string[] | undefined;
function cellsOf(record: string, delimiter: string, tellOpen: true): readonly string[] | 'open' | undefined;
function cellsOf(record: string, delimiter: string, tellOpen?: true): readonly string[] | 'open' | undefined {
  try {
    const [cells = []] = parse(record, {
      delimiter,
      relax_column_count: true,
      relax_quotes: !record.includes('\n'),
      trim: true,
    }) as unknown as readonly string[][];
    return cells;
  } catch (cause) {
    return tellOpen && cause instanceof CsvError && cause.code === 'CSV_QUOTE_NOT_CLOSED' ? 'open' : undefined;
  }
}

/** Reads what follows the header. A record that goes over several lines is told by its first. */
export function csvReader({ names, columns, delimiter }: Header): RowReader {
  let held: ListLine[] = [];
  let length = 0;
  const host = columns.findIndex(({ kind }) => kind === 'host');
  const rowOfCells = (cells: readonly string[], text: string, line: number): ListRow =>
    rowOf(
      cells.map((value, index) => ({ name: names[index] ?? '', column: columns[index] ?? { kind: 'other' }, value })),
      text,
      line,
    );
  /** Whether a line that is part of a quoted cell would be a row by itself. */
  const isRow = (text: string): boolean => holdsAddress((text.split(delimiter)[host] ?? '').replaceAll('"', '').trim());
  const hold = (line: ListLine): readonly ListRow[] => {
    held.push(line);
    length += line.text.length;
    return length > LONGEST_RECORD ? giveUp() : [];
  };
  const read = (line: ListLine): readonly ListRow[] => (held.length === 0 ? begin(line) : goOn(line));
  const begin = (line: ListLine): readonly ListRow[] => {
    const cells = cellsOf(line.text, delimiter, true);
    if (cells === undefined) return [{ ...line, wrong: 'its quotes do not match' }];
    // Where the list is one column, what stands between its cells belongs to them.
    if (cells !== 'open') return [rowOfCells(names.length > 1 ? cells : [cells.join(' ')], line.text, line.line)];
    return isRow(line.text) ? [{ ...line, wrong: NOT_CLOSED }] : hold(line);
  };
  const goOn = (line: ListLine): readonly ListRow[] => {
    if (!line.text.includes('"')) return isRow(line.text) ? [...giveUp(), ...read(line)] : hold(line);
    const text = [...held, line].map((one) => one.text).join('\n');
    const cells = cellsOf(text, delimiter, true);
    if (cells === 'open') return hold(line);
    if (cells === undefined) return [...giveUp(), ...read(line)];
    const [first, lines] = [held[0]?.line ?? 0, held.length + 1];
    held = [];
    length = 0;
    return [{ ...rowOfCells(cells, text, first), lines }];
  };
  /** A quote was not closed: that line is wrong, and each of the others stands for itself. */
  const giveUp = (): readonly ListRow[] => {
    const [first, ...others] = held;
    held = [];
    length = 0;
    return first ? [{ ...first, wrong: NOT_CLOSED }, ...others.flatMap(read)] : [];
  };
  const finish = (): readonly ListRow[] => {
    const rows: ListRow[] = [];
    while (held.length > 0) rows.push(...giveUp());
    return rows;
  };
  return { read, finish, isOpen: () => held.length > 0 };
}

const NOT_CLOSED = 'a quote is not closed';
