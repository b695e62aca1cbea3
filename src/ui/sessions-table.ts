import { paddedText, shortenedText, visibleWidth } from './text-width.js';
import type { Theme } from './theme.js';

/** One call in the list. */
export interface SessionRow {
  readonly id: string;
  readonly state: string;
  /** The state in words. */
  readonly status: string;
  readonly clinic: string;
  readonly desk: string;
  readonly address: string;
  readonly when: string;
  readonly who: string;
  readonly why: string;
}

type Column = Exclude<keyof SessionRow, 'state'>;

/** The last ones give way first. */
const COLUMNS: readonly Column[] = ['status', 'id', 'clinic', 'when', 'why', 'desk', 'address', 'who'];
const SHOWN: readonly Column[] = ['status', 'id', 'clinic', 'desk', 'address', 'when', 'who', 'why'];
const HEADINGS: Readonly<Record<Column, string>> = {
  status: 'STATE',
  id: 'SESSION',
  clinic: 'CLINIC',
  desk: 'DESK',
  address: 'ADDRESS',
  when: 'LAST',
  who: 'WHO',
  why: 'WHY',
};
const GAP = 2;
/** What is cut before a whole column is left out; the command for one session needs its id whole. */
const LEAST: Readonly<Partial<Record<Column, number>>> = { clinic: 12, desk: 8, address: 14, why: 12 };

/** One row a call, in columns that fit the window; a pipe gets all of it. */
export function renderSessions(rows: readonly SessionRow[], theme: Theme, width: number): readonly string[] {
  const widths = fitting(rows, width);
  const line = (cells: (column: Column) => string, color: (column: Column, text: string) => string): string =>
    SHOWN.flatMap((column) => {
      const columns = widths.get(column);
      return columns === undefined ? [] : [color(column, paddedText(shortenedText(cells(column), columns), columns))];
    })
      .join(' '.repeat(GAP))
      .trimEnd();
  return [
    line(
      (column) => HEADINGS[column],
      (_, text) => theme.dim(text),
    ),
    ...rows.map((row) =>
      line(
        (column) => row[column],
        (column, text) =>
          column === 'status' ? colored(row.state, theme)(text) : column === 'id' ? theme.strong(text) : text,
      ),
    ),
  ];
}

function colored(state: string, { good, bad, warn, dim }: Theme): (text: string) => string {
  if (state === 'done') return good;
  if (state === 'closed') return dim;
  return state === 'money-open' ? bad : warn;
}

/** Columns that are empty everywhere are left out. Those that give way are cut first, then left out. */
function fitting(rows: readonly SessionRow[], width: number): ReadonlyMap<Column, number> {
  const widths = new Map<Column, number>();
  for (const column of COLUMNS) {
    const longest = Math.max(...rows.map((row) => visibleWidth(row[column])));
    if (longest > 0) widths.set(column, Math.max(longest, HEADINGS[column].length));
  }
  const tooMany = (): number => [...widths.values()].reduce((sum, one) => sum + one + GAP, -GAP) - width;
  for (const column of [...COLUMNS].reverse()) {
    const least = LEAST[column];
    const now = widths.get(column);
    if (least !== undefined && now !== undefined && tooMany() > 0)
      widths.set(column, Math.max(Math.min(least, now), now - tooMany()));
  }
  for (const column of [...COLUMNS].reverse()) if (tooMany() > 0 && column !== 'id') widths.delete(column);
  return widths;
}
