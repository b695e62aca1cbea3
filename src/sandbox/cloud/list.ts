import type { FieldErrors } from './serializer.js';
import type { SandboxAnswer, StoredTerminal } from './types.js';

const MOST_ON_A_PAGE = 1000;

/** The test for a filter with its value; undefined for one that there is not. */
type Filters<T> = (name: string, value: string) => ((object: T) => boolean) | undefined;

const EXACT: Readonly<Record<string, (record: StoredTerminal, value: string) => boolean>> = {
  host: (record, value) => record.host.toLowerCase() === value.toLowerCase(),
  posxml_port: (record, value) => String(record.posxml_port) === value,
  terminal_id: (record, value) => record.terminal_id === value,
  status: (record, value) => record.status === value,
  department: (record, value) => record.department.endsWith(`/department/${value}/`),
};
const OPERATORS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
};

/** One page of the objects that the query asks for, oldest first. Unknown filters are refused, so that they show. */
export function listPage<T>(
  objects: readonly T[],
  query: URLSearchParams,
  url: string,
  defaultSize: number,
  filterTest: Filters<T>,
): SandboxAnswer {
  const errors: FieldErrors = {};
  const filters = [...query].filter(([name]) => name !== 'page' && name !== 'page_size');
  const tests = filters.map(([name, value]) => {
    const test = filterTest(name, value);
    if (!test) errors[name.slice(0, 64)] = ['Unknown filter, or a value that it does not take.'];
    return (object: T) => test?.(object) ?? false;
  });
  if (Object.keys(errors).length > 0) return { status: 400, json: errors };
  const found = objects.filter((object) => tests.every((test) => test(object)));
  const size = pageSize(query, defaultSize);
  const page = positive(query.get('page')) ?? 1;
  const pages = Math.max(1, Math.ceil(found.length / size));
  if (page > pages) return { status: 404, json: { detail: 'Invalid page.' } };
  const link = (number: number) => (number < 1 || number > pages ? null : pageUrl(url, query, number));
  const results = found.slice((page - 1) * size, page * size);
  return { status: 200, json: { count: found.length, next: link(page + 1), previous: link(page - 1), results } };
}

/** A page larger than the default counts as several requests. */
export function costOf(query: URLSearchParams, defaultSize: number): number {
  return Math.ceil(pageSize(query, defaultSize) / defaultSize);
}

function pageSize(query: URLSearchParams, defaultSize: number): number {
  return Math.min(positive(query.get('page_size')) ?? defaultSize, MOST_ON_A_PAGE);
}

export const NO_FILTER: Filters<unknown> = () => undefined;

export const TERMINAL_FILTERS: Filters<StoredTerminal> = (name, value) => {
  const exact = Object.hasOwn(EXACT, name) ? EXACT[name] : undefined;
  if (exact) return (record) => exact(record, value);
  const [, field, operator] = /^(created|modified)__(gte?|lte?)$/.exec(name) ?? [];
  const compare = OPERATORS[operator ?? ''];
  if (!compare || Number.isNaN(Date.parse(value))) return undefined;
  return (record) => compare(Date.parse(record[field as 'created' | 'modified']), Date.parse(value));
};

function positive(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

function pageUrl(url: string, query: URLSearchParams, page: number): string {
  const next = new URLSearchParams(query);
  next.set('page', String(page));
  return `${url}?${next.toString()}`;
}
