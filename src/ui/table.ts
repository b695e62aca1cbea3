import { paddedText, visibleWidth } from './text-width.js';
import type { Theme } from './theme.js';

interface TableLook<Column extends string> {
  /** In the order in which they are shown. */
  readonly headings: Readonly<Record<Column, string>>;
  /** Columns that are left out where the window is too narrow, the first one first. */
  readonly firstToGo: readonly Column[];
  readonly theme: Theme;
  readonly width: number;
}

const GAP = 2;

/** A row each, in columns that fit the window. */
export function renderTable<Column extends string>(
  rows: readonly Readonly<Record<Column, string>>[],
  { headings, firstToGo, theme, width }: TableLook<Column>,
): readonly string[] {
  let columns = Object.keys(headings) as Column[];
  const widthOf = (column: Column): number =>
    Math.max(...[headings[column], ...rows.map((row) => row[column])].map(visibleWidth));
  const whole = (): number => columns.reduce((sum, column) => sum + widthOf(column) + GAP, -GAP);
  for (const column of firstToGo) if (whole() > width) columns = columns.filter((one) => one !== column);
  const line = (row: Readonly<Record<Column, string>>): string =>
    columns
      .map((column) => paddedText(row[column], widthOf(column)))
      .join(' '.repeat(GAP))
      .trimEnd();
  return [theme.dim(line(headings)), ...rows.map(line)];
}
