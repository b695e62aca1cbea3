import { parse } from 'csv-parse/sync';
import type { ListLine } from './lines.js';
import { rowOf } from './row.js';
import type { ListRow, RowReader } from './row.js';

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** A quoted cell may go over a few lines; a quote that nobody closes must not swallow the rest of the list. */
const LONGEST_RECORD = 20;

/** Of those that lists are written with, the one that the header has most of. */
export function delimiterOf(header: string): string {
  const count = (delimiter: string): number => header.split(delimiter).length;
  return DELIMITERS.reduce((most, one) => (count(one) > count(most) ? one : most));
}

/** The cells of one record; undefined where its quotes do not match. */
export function cellsOf(record: string, delimiter: string): readonly string[] | undefined {
  try {
    const [cells = []] = parse(record, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      trim: true,
    }) as unknown as readonly string[][];
    return cells;
  } catch {
    return undefined;
  }
}

/** Reads what follows the header. A record that goes over several lines is told by its first. */
export function csvReader({
  names,
  delimiter,
}: {
  readonly names: readonly string[];
  readonly delimiter: string;
}): RowReader {
  let held: readonly ListLine[] = [];
  const record = (): ListRow => {
    const [text, line] = [held.map((one) => one.text).join('\n'), held[0]?.line ?? 0];
    const cells = cellsOf(text, delimiter);
    return cells
      ? rowOf(new Map(names.map((name, index) => [name, cells[index] ?? ''])), text, line)
      : { text, line, wrong: 'its quotes do not match' };
  };
  const read = (line: ListLine): readonly ListRow[] => {
    held = [...held, line];
    if (!isClosed(held)) return held.length < LONGEST_RECORD ? [] : finish();
    const row = record();
    held = [];
    return [row];
  };
  /** A quote was not closed: that line is wrong, and each of the others stands for itself. */
  const finish = (): readonly ListRow[] => {
    const [first, ...others] = held;
    held = [];
    if (!first) return [];
    return [
      { text: first.text, line: first.line, wrong: 'a quote is not closed' },
      ...others.flatMap(read),
      ...(held.length > 0 ? finish() : []),
    ];
  };
  return { read, finish };
}

function isClosed(lines: readonly ListLine[]): boolean {
  const quotes = lines.reduce((count, { text }) => count + text.split('"').length - 1, 0);
  return quotes % 2 === 0;
}
