import { columnOf } from '../../../../targets/columns.js';
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
  if (!isObject(value)) return [{ text, line, wrong: 'the line is not a JSON object' }];
  if ('summary' in value && !('target' in value)) return [];
  return rowsOfObject(value, text, line);
}

function rowsOfObject(value: object, text: string, line: number): readonly ListRow[] {
  const isResult = 'exitCode' in value;
  const cells = cellsOf(value, isResult ? 0 : DEPTH);
  const listed = isResult || !hasHost(cellsOf(value, 0)) ? [] : terminalsIn(value);
  if (listed.length > 0) return listed.flatMap((one) => rowsOfObject(one, JSON.stringify(one), line));
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
    if (isListOfObjects(plain) && columnOf(names.join(' ')).kind === 'port')
      return plain.flatMap((one) => [namedPort(names, one)]);
    if (isPlain(plain)) return [{ name: key, column: columnOf(names.join(' ')), value: String(plain) }];
    return isObject(plain) && depth > 0 ? cellsOf(plain, depth - 1, names) : [];
  });
}

/** `{"role": "log", "port": 15551}`: the number, under all else that is said of it. */
function namedPort(names: readonly string[], one: object): Cell {
  const values = Object.entries(one) as readonly (readonly [string, unknown])[];
  const number = values.find(([key, value]) => /^(?:port|number|value|external|outside)/i.test(key) && isPlain(value));
  const said = values.flatMap(([key, value]) => (typeof value === 'string' && key !== number?.[0] ? [value] : []));
  const name = [...said, ...names].join(' ');
  const column = columnOf(name);
  return {
    name,
    column: column.kind === 'port' ? column : { kind: 'port', role: undefined },
    value: isPlain(number?.[1]) ? String(number[1]) : JSON.stringify(one),
  };
}

/** The objects of the lists inside, and those that have an address of their own. */
function objectsIn(value: object): readonly object[] {
  return Object.values(value).flatMap((inner: unknown) => {
    if (Array.isArray(inner)) return inner.filter(isObject);
    if (!isObject(inner)) return [];
    return hasHost(cellsOf(inner, DEPTH)) ? [inner] : objectsIn(inner);
  });
}

/** Terminals in a list inside of their clinic: each with an address of its own, or with the ports behind the clinic's. */
function terminalsIn(value: object): readonly object[] {
  const own = Object.fromEntries(Object.entries(value).filter(([, inner]) => isPlain(inner)));
  return Object.entries(value)
    .flatMap(([key, inner]: [string, unknown]) =>
      isListOfObjects(inner) && columnOf(key).kind !== 'port' ? inner : [],
    )
    .map((one) => (hasHost(cellsOf(one, DEPTH)) ? one : { ...own, ...one }))
    .filter((one) => cellsOf(one, DEPTH).some(({ column }) => column.kind === 'port') || hasHost(cellsOf(one, DEPTH)));
}

function hasHost(cells: readonly Cell[]): boolean {
  return cells.some(({ column, value }) => column.kind === 'host' && value !== '');
}

function isListOfObjects(value: unknown): value is readonly object[] {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
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
