import { CloudFailure } from './errors.js';
import type { Operation } from './operation.js';
import { PAGE, readShape, readTerminal } from './records.js';
import type { TerminalRecord } from './records.js';
import type { Send } from './session.js';

/** More than any customer has terminals; a list that goes on is not believed. */
export const MAX_PAGES = 50;

/** Reads a list to its end. `next` is followed within the list itself only: the token goes nowhere else. */
export async function readPages(operation: Operation, send: Send, first: URL): Promise<readonly TerminalRecord[]> {
  const records: TerminalRecord[] = [];
  const seen = new Set<string>();
  let url: URL | undefined = first;
  while (url) {
    if (seen.has(url.href)) throw refuse('its pages go round in a circle');
    if (seen.size >= MAX_PAGES) throw refuse(`it has more than ${MAX_PAGES} pages`);
    seen.add(url.href);
    const page: { readonly records: readonly TerminalRecord[]; readonly next: string | null } = await send(operation, { method: 'GET', url }, readPage);
    records.push(...page.records);
    url = page.next === null ? undefined : nextUrl(page.next, first);
  }
  return records;
}

function readPage(value: unknown) {
  const { next, results } = readShape(PAGE, value, 'a page of a list');
  return { next, records: results.map(readTerminal) };
}

function nextUrl(next: string, first: URL): URL {
  const url = URL.canParse(next) ? new URL(next) : undefined;
  if (!url || url.origin !== first.origin || url.pathname !== first.pathname || url.username !== '' || url.password !== '') {
    throw refuse('its next page is said to be elsewhere, where no credentials are sent');
  }
  return url;
}

function refuse(why: string): CloudFailure {
  return new CloudFailure({ kind: 'unavailable', detail: `the cloud's list cannot be used: ${why}` });
}
