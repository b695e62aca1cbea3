import { holdsAddress } from './cells.js';
import { csvReader, headerIn } from './csv.js';
import type { Header } from './csv.js';
import { isJsonBegin, rowsOfJson } from './json.js';
import { jsonValues } from './json-values.js';
import { linesOf } from './lines.js';
import type { ListLine } from './lines.js';
import type { ListRow, RowReader } from './row.js';

/** Titles and remarks above a header. */
const MOST_TITLES = 10;
const COMMENT = /^(?:#|\/\/)/;
/** A row of a spreadsheet in which nothing is written. */
const EMPTY = /^[\s\u00a0,;|"+:=-]*$/;
/** What databases write below a table. */
const COUNT = /^\(?\d+ rows?(?: in set\b.{0,30})?\)?$/i;
/** How Excel is told of the delimiter. */
const SEPARATOR = /^"?sep=(.)"?$/i;

/** Told what the list is made of while it is read. */
interface Listener {
  /** How many lines are known to follow the one that is read. */
  readonly ahead: (lines: number) => void;
  /** Lines that hold no row. */
  readonly passedOver: (lines: number) => void;
}

/** The rows that hold something: of plain lines, of a CSV with a header, or of JSON; what comes first tells which. */
export async function* listRows(
  texts: AsyncIterable<string>,
  told: Listener = { ahead: () => undefined, passedOver: () => undefined },
): AsyncGenerator<ListRow> {
  const { first, whole } = await peek(texts);
  if (!isJsonBegin(first)) {
    yield* rowsOfLines(linesOf(whole, told.ahead), told.passedOver);
    return;
  }
  for await (const { text, line } of jsonValues(whole)) {
    told.ahead(0);
    const rows = rowsOfJson(text, line);
    if (rows.length === 0) told.passedOver(1);
    yield* rows;
  }
}

/** The first line that is no comment, and all of the text again. */
async function peek(
  texts: AsyncIterable<string>,
): Promise<{ readonly first: string; readonly whole: AsyncIterable<string> }> {
  const source = texts[Symbol.asyncIterator]();
  let seen = '';
  let first = '';
  for (let next = await source.next(); next.done !== true; next = await source.next()) {
    seen += next.value;
    const lines = seen.split(/[\r\n]+/).slice(0, MOST_PEEKED);
    first = lines.map((line) => line.trim()).find((line) => line !== '' && !COMMENT.test(line)) ?? '';
    if (first !== '' || lines.length === MOST_PEEKED) break;
  }
  const whole = async function* (): AsyncGenerator<string> {
    yield seen;
    yield* { [Symbol.asyncIterator]: () => source };
  };
  return { first, whole: whole() };
}

const MOST_PEEKED = 1000;

async function* rowsOfLines(
  lines: AsyncIterable<ListLine>,
  passedOver: (lines: number) => void,
): AsyncGenerator<ListRow> {
  const table = createTable();
  const count = { in: 0, out: 0 };
  const counted = (rows: readonly ListRow[]): readonly ListRow[] => {
    for (const row of rows) count.out += row.lines ?? 1;
    return rows;
  };
  for await (const line of lines) {
    const { rows, passed } = table.read(line);
    count.in += 1;
    count.out += passed;
    if (passed > 0) passedOver(passed);
    yield* counted(rows);
  }
  yield* counted(table.finish());
  // A terminal that nobody looks at would look like one that is well.
  if (count.in !== count.out)
    throw new Error(`a list has ${String(count.in)} lines, and ${String(count.out)} of them were read`);
}

/** What a line of a list came to: rows, or nothing that it holds, in which case it was passed over. */
interface ReadLine {
  readonly rows: readonly ListRow[];
  readonly passed: number;
}

const PASSED: ReadLine = { rows: [], passed: 1 };

function createTable(): { readonly read: (line: ListLine) => ReadLine; readonly finish: () => readonly ListRow[] } {
  let reader: RowReader | undefined;
  let delimiter: string | undefined;
  let titles: readonly ListLine[] = [];
  const begin = (header: Header): ReadLine => {
    const passed = 1 + titles.length;
    reader = csvReader(header);
    titles = [];
    return { rows: [], passed };
  };
  const asLines = (): readonly ListRow[] => {
    reader = LINES;
    const rows = asLinesOf(titles);
    titles = [];
    return rows;
  };
  /** One that is written as a comment, `# ip,posxml,log`, or by the column `#`. */
  const firstHeader = (text: string): Header | undefined => {
    if (!COMMENT.test(text) || /^#[,;\t|]/.test(text)) return headerIn(text, delimiter);
    const header = headerIn(text.replace(COMMENT, '').trim(), delimiter);
    return (header?.columns.filter(({ kind }) => kind !== 'other').length ?? 0) > 1 ? header : undefined;
  };
  const first = (line: ListLine, text: string): ReadLine => {
    const named = SEPARATOR.exec(text)?.[1];
    if (named !== undefined) {
      delimiter = named;
      return PASSED;
    }
    const header = firstHeader(text);
    if (header) return begin(header);
    titles = [...titles, line];
    const isTitle = titles.length < MOST_TITLES && !text.split(/[\s,;|]+/).some(holdsAddress);
    return { rows: isTitle ? [] : asLines(), passed: 0 };
  };
  const isNothing = (text: string): boolean =>
    EMPTY.test(text) || COUNT.test(text) || (COMMENT.test(text) && !isRow(text));
  /** What begins as a comment does may be the number of a row, `#1201;Clinic;84.50.12.34`, or the header, `#;Clinic;IP`. */
  const isRow = (text: string): boolean => {
    if (reader === undefined && firstHeader(text)) return true;
    const isNumbered = /^#\d{1,12}[,;\t|]/.test(text);
    return isNumbered && ((reader !== undefined && reader !== LINES) || text.split(/[\s,;|"]+/).some(holdsAddress));
  };
  const read = (line: ListLine): ReadLine => {
    const text = line.text.trim();
    if (reader?.isOpen() !== true && isNothing(text)) return PASSED;
    if (line.cut === true) return { rows: [...(reader?.finish() ?? asLines()), tooLong(line)], passed: 0 };
    if (reader === undefined) return first(line, text);
    const again = reader === LINES || reader.isOpen() || /\d\.\d/.test(text) ? undefined : headerIn(text, delimiter);
    if (again && again.columns.filter(({ kind }) => kind !== 'other').length > 1) return begin(again);
    return { rows: reader.read(line), passed: 0 };
  };
  return { read, finish: () => [...asLinesOf(titles), ...(reader?.finish() ?? [])] };
}

function tooLong({ text, line }: ListLine): ListRow {
  return { text: text.trim(), line, wrong: 'the line is too long' };
}

function asLinesOf(lines: readonly ListLine[]): readonly ListRow[] {
  return lines.flatMap((line) => LINES.read(line));
}

const LINES: RowReader = {
  read: ({ text, line }) => [{ text: text.trim(), line }],
  finish: () => [],
  isOpen: () => false,
};
