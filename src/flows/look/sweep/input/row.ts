import { isIPv6 } from 'node:net';
import type { Role } from '../../../../model/endpoint.js';
import { safeExcerpt } from '../../../../text/safe-excerpt.js';
import { hintsOf } from '../../../../targets/vocabulary.js';
import { cellText, holdsAddress, portsOfCell } from './cells.js';
import type { Column } from '../../../../targets/columns.js';
import type { ListLine } from './lines.js';

/** What one row of an input says of one terminal, or why nothing can be read of it. */
export interface ListRow {
  readonly text: string;
  /** 1 for the first line of the input. */
  readonly line: number;
  /** As it stands in the input, where that is not the text. */
  readonly raw?: string;
  readonly wrong?: string;
  /** Of a single port, by the name of its column. */
  readonly role?: Role;
  /** What the row holds beside, and what may be a part of the terminal. */
  readonly leftOut?: readonly string[];
  /** How many lines it goes over, where that is not one. */
  readonly lines?: number;
}

/** Makes rows of lines; `finish` tells what was held back. */
export interface RowReader {
  read(line: ListLine): readonly ListRow[];
  finish(): readonly ListRow[];
  /** Whether a record is begun, to which the next line belongs. */
  readonly isOpen: () => boolean;
}

/** One value of a row, with the name of its column and what that says. */
export interface Cell {
  readonly name: string;
  readonly column: Column;
  readonly value: string;
}

interface GivenPort {
  readonly port: string;
  readonly role: Role | undefined;
}

/** The address with the ports of their own columns, unless it has some. */
export function rowOf(raw: readonly Cell[], text: string, line: number): ListRow {
  const cells = raw.map((cell) => ({ ...cell, value: cellText(cell.value) })).filter(({ value }) => value !== '');
  const host = hostOf(cells);
  if (host === undefined) return { text, line, wrong: 'it has no address' };
  const columns = cells.filter((cell) => cell.column.kind === 'port');
  const odd = columns.find(({ value }) => portsOfCell(value) === undefined);
  // `14445 (posxml), 15551 (log)` is read like a text.
  if (odd && holdsAddress(host) && !/:\d/.test(host) && isText(odd.value))
    return { text: `${host}, ports ${odd.value}`, raw: text, line };
  if (odd) return { text: host, line, wrong: `${quoted(odd.value)} in the column ${quoted(odd.name)} is not a port` };
  const given = columns.flatMap(({ column, value }) =>
    (portsOfCell(value) ?? []).map((port) => ({ port, role: column.kind === 'port' ? column.role : undefined })),
  );
  const own = !isIPv6(host) && /:\d/.test(host.replace(/^\[.*\]/, ''));
  const [log, ...logs] = given.filter(({ role }) => role === 'log');
  if (own && log && logs.length === 0 && given.length === 1 && !/,/.test(host) && !host.endsWith(`:${log.port}`))
    return { text: `${host},${log.port}`, raw: text, line };
  const chosen = own ? { ports: [], role: undefined, rest: given } : chosenPorts(given);
  const rest = [
    ...chosen.rest.map(({ port }) => port).filter((port) => !host.includes(port)),
    ...(own || chosen.ports.length > 1 ? [] : strayPorts(cells)),
  ];
  const place = isIPv6(host) && chosen.ports.length > 0 ? `[${host}]` : host;
  return {
    text: chosen.ports.length === 0 ? host : `${place}:${chosen.ports.join(',')}`,
    raw: text,
    line,
    ...(chosen.role !== undefined && { role: chosen.role }),
    ...(rest.length > 0 && { leftOut: rest }),
  };
}

/** Whether the ports of a cell stand among words on what they are for. */
function isText(value: string): boolean {
  const words = value.split(/[^\p{L}\d.]+/u);
  return words.some((one) => hintsOf(one)?.role !== undefined) && !words.some((one) => /\d\.\d/.test(one));
}

/** The best column that holds an address; a column of any other name only where none of these does. */
function hostOf(cells: readonly Cell[]): string | undefined {
  const named = cells
    .flatMap(({ column, value }) => (column.kind === 'host' ? [{ rank: column.rank, value }] : []))
    .sort((one, other) => one.rank - other.rank);
  const other = cells.find(
    ({ column, value }) => column.kind === 'other' && /^\d+(?:\.\d+){3}(?::|$)/.test(value) && holdsAddress(value),
  );
  return (named.find(({ value }) => holdsAddress(value)) ?? other ?? named[0])?.value;
}

/** posxml first and log second; ports without a role take what is left, in their order. */
function chosenPorts(given: readonly GivenPort[]): {
  readonly ports: readonly string[];
  readonly role: Role | undefined;
  readonly rest: readonly GivenPort[];
} {
  const of = (role: Role | undefined): readonly GivenPort[] => given.filter((one) => one.role === role);
  const [posxml, log, open] = [of('posxml'), of('log'), of(undefined)];
  const all = (ports: readonly GivenPort[], role: Role | undefined, rest: readonly GivenPort[] = []) => ({
    ports: ports.map(({ port }) => port),
    role: ports.length === 1 ? role : undefined,
    rest,
  });
  if (posxml.length > 0) return all([...posxml, ...log], 'posxml', open);
  return open.length > 0 ? all([...open, ...log], undefined) : all(log, 'log');
}

/** Columns of unknown names that hold what may be a port. */
function strayPorts(cells: readonly Cell[]): readonly string[] {
  return cells
    .filter(({ column, value }) => {
      const [port = '', ...more] = column.kind === 'other' ? (portsOfCell(value) ?? []) : [];
      return more.length === 0 && /^[1-9]\d{2,4}$/.test(port) && Number(port) <= 65_535;
    })
    .map(({ name, value }) => `${safeExcerpt(value, 20)} (${safeExcerpt(name, 30)})`);
}

function quoted(text: string): string {
  return `“${safeExcerpt(text, 40)}”`;
}
