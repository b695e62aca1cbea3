import { isIPv6 } from 'node:net';
import type { ListLine } from './lines.js';

/** What one row of an input says of one terminal, or why nothing can be read of it. */
export interface ListRow {
  readonly text: string;
  /** 1 for the first line of the input. */
  readonly line: number;
  readonly wrong?: string;
}

/** Makes rows of lines; `finish` tells what was held back. */
export interface RowReader {
  read(line: ListLine): readonly ListRow[];
  finish(): readonly ListRow[];
}

/** What a column may be called, or a key of a JSON object, as {@link plainName} spells it. */
const HOST_NAMES = ['target', 'host', 'ip', 'ipaddress', 'address', 'aadress'];
const POSXML_NAMES = ['posxmlport', 'port', 'posxml'];
const LOG_NAMES = ['logport', 'log'];

/** Whoever writes a list is not held to one spelling. */
export function plainName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]/g, '');
}

export function isHost(plain: string): boolean {
  return HOST_NAMES.includes(plain);
}

/** The address with the ports of their own columns, unless it has some. @param cells by their plain names */
export function rowOf(cells: ReadonlyMap<string, string>, text: string, line: number): ListRow {
  const cell = (names: readonly string[]): string =>
    names.map((name) => cells.get(name)?.trim() ?? '').find((value) => value !== '') ?? '';
  const host = cell(HOST_NAMES);
  if (host === '') return { text, line, wrong: 'it has no address' };
  const ports = [cell(POSXML_NAMES), cell(LOG_NAMES)].filter((port) => port !== '');
  if (ports.length === 0 || (!isIPv6(host) && /:\d/.test(host.replace(/^\[.*\]/, '')))) return { text: host, line };
  return { text: `${isIPv6(host) ? `[${host}]` : host}:${ports.join(',')}`, line };
}
