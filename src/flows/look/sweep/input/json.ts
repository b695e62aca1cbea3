import { columnOf } from './columns.js';
import { rowOf } from './row.js';
import type { Cell, ListRow } from './row.js';

/** Whether a list whose first line this is holds JSON, and is no address in brackets. */
export function isJsonBegin(text: string): boolean {
  return /^(?:\{|\[\s*(?:$|[[{"\]]))/.test(text);
}

/** The rows that one JSON value holds: an object, objects inside of it, or an address by itself. */
export function rowsOfJson(text: string, line: number): readonly ListRow[] {
  const value = valueIn(text);
  if (typeof value === 'string') return [{ text: value, line }];
  if (!isObject(value)) return [{ text, line, wrong: 'the line is no JSON object' }];
  if ('summary' in value && !('target' in value)) return [];
  return rowsOfObject(value, text, line);
}

function rowsOfObject(value: object, text: string, line: number): readonly ListRow[] {
  const cells = cellsOf(value, 'exitCode' in value ? 0 : DEPTH);
  if (hasHost(cellsOf(value, 0)) || !hasHost(cells)) {
    const inner = hasHost(cells) ? [] : objectsIn(value);
    return inner.length === 0
      ? [rowOf(cells, text, line)]
      : inner.flatMap((one) => rowsOfObject(one, JSON.stringify(one), line));
  }
  const terminals = Object.values(value)
    .filter(isObject)
    .filter((one) => hasHost(cellsOf(one, DEPTH)));
  return terminals.length > 1
    ? terminals.flatMap((one) => rowsOfObject(one, JSON.stringify(one), line))
    : [rowOf(cells, text, line)];
}

/** Objects in objects, as far as lists of clinics have them. */
const DEPTH = 4;

/** Each value under its own name and those that it stands in; a list of plain values is one value. */
function cellsOf(value: object, depth: number, path: readonly string[] = []): readonly Cell[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]): readonly Cell[] => {
    const names = [...path, key];
    const plain = Array.isArray(inner) && inner.every(isPlain) ? inner.join(',') : inner;
    if (isPlain(plain)) return [{ name: key, column: columnOf(names.join(' ')), value: String(plain) }];
    return isObject(plain) && depth > 0 ? cellsOf(plain, depth - 1, names) : [];
  });
}

/** The objects of the lists inside. */
function objectsIn(value: object): readonly object[] {
  return Object.values(value).flatMap((inner: unknown) =>
    Array.isArray(inner) ? inner.filter(isObject) : isObject(inner) ? objectsIn(inner) : [],
  );
}

function hasHost(cells: readonly Cell[]): boolean {
  return cells.some(({ column, value }) => column.kind === 'host' && value !== '');
}

function isPlain(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
