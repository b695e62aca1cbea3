import { cellsOf, csvReader, delimiterOf } from './csv.js';
import type { ListLine } from './lines.js';
import { isHost, plainName, rowOf } from './row.js';
import type { ListRow, RowReader } from './row.js';

/** The rows that hold something: of plain lines, of a CSV with a header, or of JSON lines; the first line tells which. */
export async function* rowsOf(lines: AsyncIterable<ListLine>): AsyncGenerator<ListRow> {
  let reader: RowReader | undefined;
  for await (const line of lines) {
    const text = line.text.trim();
    if (text === '' || (text.startsWith('#') && reader !== JSON_LINES)) continue;
    const header = reader === undefined ? headerOf(text) : undefined;
    reader ??= header ? csvReader(header) : text.startsWith('{') ? JSON_LINES : LINES;
    if (header) continue;
    yield* line.cut === true ? [{ text, line: line.line, wrong: 'the line is too long' }] : reader.read(line);
  }
  if (reader) yield* reader.finish();
}

function headerOf(first: string): { readonly names: readonly string[]; readonly delimiter: string } | undefined {
  const delimiter = delimiterOf(first);
  const names = cellsOf(first, delimiter)?.map(plainName) ?? [];
  return names.some(isHost) ? { names, delimiter } : undefined;
}

const LINES: RowReader = {
  read: ({ text, line }) => [{ text: text.trim(), line }],
  finish: () => [],
};

/** A line that this program printed with `--jsonl` is one, too; its summary is no terminal. */
const JSON_LINES: RowReader = {
  read({ text, line }) {
    const value = objectIn(text);
    if (!value) return [{ text, line, wrong: 'the line is no JSON object' }];
    if ('summary' in value && !('target' in value)) return [];
    const cells = Object.entries(value).flatMap(([key, cell]) =>
      typeof cell === 'string' || typeof cell === 'number' ? [[plainName(key), String(cell)] as const] : [],
    );
    return [rowOf(new Map(cells), text, line)];
  },
  finish: () => [],
};

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
