import { columnOf } from './columns.js';

/** Between the cells of a row, as spreadsheets, Markdown and mails put them. */
const BETWEEN_CELLS = /[ \t]*\|[ \t]*|\t| {0,8}; {0,8}| {2,}/;
const RULER = /^[\s|:=+-]*$/;

/** Where in each row of a table its address and its ports are, and what is another machine's. */
interface Heading {
  readonly host: number;
  readonly foreign: ReadonlyMap<number, string>;
  readonly ports: readonly { readonly at: number; readonly role: string }[];
  readonly cells: number;
}

/**
 * A table that was pasted with its heading (`IP | Log | PosXML`), in words: in each row, each port is called what its
 * column is. A table whose columns do not tell stays as it is.
 */
export function pastedTableAsWords(text: string): string {
  let heading: Heading | undefined;
  return text
    .split('\n')
    .map((line) => {
      const cells = cellsOf(line);
      const found = headingOf(line, cells);
      if (found) heading = found;
      if (found) return '';
      if (!heading || RULER.test(line)) return line;
      // What is no row ends the table: a port below it belongs to something else.
      if (cells.length !== heading.cells) heading = undefined;
      return heading ? rowInWords(cells, heading) : line;
    })
    .join('\n');
}

/** A tab at the end of a row is an empty cell; Markdown has a bar on both sides. */
function cellsOf(line: string): readonly string[] {
  return line
    .replace(/^ {0,40}(?:\| {0,40})?/, '')
    .replace(/ {0,40}\|? {0,40}\r?$/, '')
    .split(BETWEEN_CELLS)
    .map((cell) => cell.trim());
}

function headingOf(line: string, cells: readonly string[]): Heading | undefined {
  if (cells.length < 2 || line.length > 500 || /\d{3}/.test(line.replaceAll(/4445|5551/g, ''))) return undefined;
  const columns = cells.map(columnOf);
  const hosts = columns.flatMap((column, at) => (column.kind === 'host' ? [at] : []));
  const ports = columns.flatMap((column, at) =>
    column.kind === 'port' && column.role !== undefined ? [{ at, role: column.role }] : [],
  );
  const foreign = new Map(cells.flatMap((name, at) => (columns[at]?.kind === 'foreign' ? [[at, name] as const] : [])));
  const [host] = hosts;
  const tells = ports.length > 0 && new Set(ports.map(({ role }) => role)).size === ports.length;
  return host !== undefined && hosts.length === 1 && tells ? { host, foreign, ports, cells: cells.length } : undefined;
}

/** Each on a line of its own, so that nothing that is said of another machine is said of the terminal. */
function rowInWords(cells: readonly string[], { host, foreign, ports }: Heading): string {
  const said = ports.flatMap(({ at, role }) =>
    /^\d{1,5}$/.test(cells[at] ?? '') ? [`${role} port ${cells[at] ?? ''}`] : [],
  );
  const rest = cells.flatMap((cell, at) => {
    if (at === host || ports.some((port) => port.at === at)) return [];
    const name = foreign.get(at);
    return name === undefined ? [cell] : [`${name}: ${cell}`];
  });
  return [`IP: ${cells[host] ?? ''} ${said.join(', ')}`, ...rest].join('\n');
}
