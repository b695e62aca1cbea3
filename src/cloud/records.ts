import * as v from 'valibot';
import { ENUMS, FIELDS, FILTERS } from './contract.js';
import type { Bank, Model } from '../model/catalog.js';
import type { FieldName, FilterName, TestOutcome, Status } from './contract.js';
import { safeExcerpt } from '../text/safe-excerpt.js';
import { escapeControls } from '../text/escape-controls.js';

/** What is the same in a terminal that the cloud has and in one that it is to have. */
interface TerminalFields {
  readonly name: string;
  readonly host: string;
  readonly posxmlPort: number;
  readonly logPort: number | null;
  /** Empty in a record that was made by hand before the terminal was seen. */
  readonly terminalId: string;
  readonly serialNumber: string | null;
  readonly protocolVersion: string | null;
}

/** A terminal as the cloud has it. Every text is bounded, safe to show, and without card data. */
export interface TerminalRecord extends TerminalFields {
  readonly id: string;
  /** Absent where the cloud's reference to it could not be read. */
  readonly departmentId: string | undefined;
  /** This program's name, or the cloud's own value where this program knows none for it; so for bank and status. */
  readonly model: string;
  readonly bank: string;
  readonly status: string;
  readonly lastTestAt: string | null;
  readonly lastTestOutcome: string | null;
  readonly lastTestReference: string | null;
}

export interface TerminalInput extends TerminalFields {
  readonly departmentId: string;
  readonly model: Model;
  readonly bank: Bank;
}

export interface TerminalPatch extends Partial<TerminalInput> {
  readonly status?: Status;
  /** ISO 8601 with a zone. */
  readonly lastTestAt?: string | null;
  readonly lastTestOutcome?: TestOutcome | null;
  readonly lastTestReference?: string | null;
}

export type TerminalFilter = { readonly [K in FilterName]?: K extends 'posxmlPort' ? number : string };

export interface Department {
  readonly id: string;
  readonly name: string;
}

export interface DepartmentList {
  readonly departments: readonly Department[];
  /** How many more there are, which cannot be read. */
  readonly unreadable: number;
}

/** As long as a host name can be (RFC 1035, 2.3.4). */
const LONGEST_TEXT = 253;
const text = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform((value) => safeExcerpt(String(value).trim(), LONGEST_TEXT)),
);
/** A record that people made by hand lacks what they did not know, and it is no reason not to read it. */
const textOrNothing = v.fallback(v.nullish(text, ''), '');
const optionalText = v.pipe(
  textOrNothing,
  v.transform((value) => (value === '' ? null : value)),
);
const id = v.pipe(
  v.union([v.pipe(v.number(), v.safeInteger()), v.pipe(v.string(), v.maxLength(64))]),
  v.transform(String),
  v.regex(/^[\w-]+$/),
);
const port = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.trim(), v.regex(/^\d{1,5}$/), v.transform(Number))]),
  v.integer(),
  v.minValue(1),
  v.maxValue(65535),
);

/** What tells a terminal from others must be there; the rest may be missing, or of another kind. */
const SHAPES = {
  id,
  name: textOrNothing,
  departmentId: v.optional(v.unknown()),
  model: textOrNothing,
  bank: textOrNothing,
  host: v.pipe(text, v.minLength(1)),
  posxmlPort: port,
  logPort: v.fallback(v.nullish(port, null), null),
  terminalId: v.nullish(text, ''),
  serialNumber: optionalText,
  protocolVersion: optionalText,
  status: textOrNothing,
  lastTestAt: optionalText,
  lastTestOutcome: optionalText,
  lastTestReference: optionalText,
};
const WIRE_SHAPE = v.object(
  Object.fromEntries(Object.entries(SHAPES).map(([name, shape]) => [FIELDS[name as FieldName], shape])),
);
const DEPARTMENT = v.object({ id, name: text });
const PAGE = v.object({
  next: v.nullish(v.string(), null),
  results: v.pipe(v.array(v.unknown()), v.maxLength(1000)),
});

/** A page of a list; a server that does not paginate sends the list itself. */
export function readPage(value: unknown): v.InferOutput<typeof PAGE> {
  return readShape(PAGE, Array.isArray(value) ? { results: value as unknown[] } : value, 'a page of a list');
}

/** What is wrong with a shape: the path of the first issue, with no value in it. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

export function readTerminal(value: unknown): TerminalRecord {
  const wire: Readonly<Record<string, unknown>> = readShape(WIRE_SHAPE, value, 'a payment terminal');
  const entries = Object.keys(SHAPES).map((name) => [
    name,
    readField(name as FieldName, wire[FIELDS[name as FieldName]]),
  ]);
  const fields: unknown = Object.fromEntries(entries);
  return fields as TerminalRecord;
}

/** What a record that cannot be read still says of itself: enough to name it, and to tell whether it stands in our way. */
export interface UnreadableRecord {
  readonly why: string;
  /** Safe to show; empty where there is none. */
  readonly id: string;
  readonly host: string;
  readonly terminalId: string;
}

export function readTerminalIfPossible(value: unknown): TerminalRecord | UnreadableRecord {
  try {
    return readTerminal(value);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw error;
    const object = value as Readonly<Record<string, unknown>>;
    const said = (name: FieldName): string => v.parse(textOrNothing, object[FIELDS[name]]);
    return { why: error.message, id: said('id'), host: said('host'), terminalId: said('terminalId') };
  }
}

export function readDepartment(value: unknown): Department {
  return readShape(DEPARTMENT, value, 'a department');
}

/** One bad object of a list is no reason to know none of it. Only where nothing hangs on the list being whole. */
export function ifReadable<T>(read: (value: unknown) => T): (value: unknown) => T | undefined {
  return (value) => {
    try {
      return read(value);
    } catch (error) {
      if (error instanceof ShapeError) return undefined;
      throw error;
    }
  };
}

export function listedIn(read: readonly (Department | undefined)[]): DepartmentList {
  const departments = read.filter((one) => one !== undefined);
  return { departments, unreadable: read.length - departments.length };
}

/** An answer about another object than the one that was asked for is no answer. */
export function askedFor<T extends { readonly id: string }>(
  id: string,
  read: (value: unknown) => T,
): (value: unknown) => T {
  return (value) => {
    const object = read(value);
    if (object.id !== id) throw new ShapeError(`it is about ${object.id}, but ${escapeControls(id, 40)} was requested`);
    return object;
  };
}

/** By these a record is one clinic's terminal, and can be used or not. Texts that a cloud may tidy up are not among them. */
const TELLING = [
  'departmentId',
  'host',
  'posxmlPort',
  'logPort',
  'terminalId',
  'status',
  'lastTestOutcome',
  'lastTestReference',
] as const satisfies readonly FieldName[];

/** An answer that says something else was written than what was sent proves nothing was. A reference that cannot be read says nothing. */
export function asSent(
  sent: TerminalPatch,
  read: (value: unknown) => TerminalRecord,
): (value: unknown) => TerminalRecord {
  return (value) => {
    const record = read(value);
    const other = TELLING.find(
      (field) => sent[field] !== undefined && record[field] !== undefined && !sameRecord(record[field], sent[field]),
    );
    if (other !== undefined) throw new ShapeError(`its ${FIELDS[other]} is not the one that was sent`);
    return record;
  };
}

function readShape<S extends v.GenericSchema>(schema: S, value: unknown, what: string): v.InferOutput<S> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue) ?? '';
  throw new ShapeError(`it is not ${what}: ${path === '' ? 'it' : escapeControls(path, 60)} differs from the contract`);
}

/** Writes the fields in the cloud's names and values. `departmentUrl` tells how a department is referred to. */
export function writeFields(
  fields: TerminalPatch,
  departmentUrl: (id: string) => string,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined) as [
    FieldName,
    string | number | null,
  ][];
  return Object.fromEntries(
    entries.map(([name, value]) => [
      FIELDS[name],
      name === 'departmentId' ? departmentUrl(String(value)) : writeEnum(name, value),
    ]),
  );
}

export function writeFilter(filter: TerminalFilter): URLSearchParams {
  const entries = Object.entries(filter) as [FilterName, string | number][];
  return new URLSearchParams(
    entries.map(([name, value]): [string, string] => [FILTERS[name], String(writeEnum(name, value))]),
  );
}

/** A server that does not know a filter leaves it out without a word, so what it sends is filtered again. */
export function matchesRecord(record: TerminalRecord, filter: TerminalFilter): boolean {
  return Object.entries(filter).every(([name, value]) => sameRecord(record[name as FilterName], value));
}

/** Hosts and ids differ in letter case and in blanks around them without being different. */
export function sameRecord(a: unknown, b: unknown): boolean {
  return typeof a === 'string' && typeof b === 'string' ? a.trim().toLowerCase() === b.trim().toLowerCase() : a === b;
}

function writeEnum(name: FieldName, value: string | number | null): string | number | null {
  return ENUMS[name]?.[String(value)] ?? value;
}

function readField(name: FieldName, value: unknown): unknown {
  if (name === 'departmentId') return readReference(value);
  const known = Object.entries(ENUMS[name] ?? {}).find(([, wire]) => wire === value);
  return known ? known[0] : value;
}

/** The id in a reference to another object: its URL, its number, or the object itself. */
function readReference(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return /(?:\/|^(?=\d+$))([\w-]{1,64})\/?$/.exec(value)?.[1];
  if (typeof value !== 'object' || value === null) return undefined;
  const { id: own, url } = value as { readonly id?: unknown; readonly url?: unknown };
  return typeof own === 'object' || typeof url === 'object' ? undefined : readReference(own ?? url);
}
