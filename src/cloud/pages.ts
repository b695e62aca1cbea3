import { CloudFailure } from './errors.js';
import type { CloudOperation } from './operation.js';
import { PAGE, readShape } from './records.js';
import type { Send } from './session.js';

/** More than any customer has terminals; a list that goes on is not believed. */
const MAX_PAGES = 50;

/** Reads a list to its end. `next` is followed within the list itself only: the token goes nowhere else. */
export async function readPages<T>(
  operation: CloudOperation,
  send: Send,
  first: URL,
  read: (value: unknown) => T,
): Promise<readonly T[]> {
  const objects: T[] = [];
  const seen = new Set<string>();
  let url: URL | undefined = first;
  while (url) {
    if (seen.has(url.href)) throw refuse('its pages go round in a circle');
    if (seen.size >= MAX_PAGES) throw refuse(`it has more than ${MAX_PAGES} pages`);
    seen.add(url.href);
    const page: Page<T> = await send(operation, { method: 'GET', url }, (value) => readPage(value, read));
    objects.push(...page.objects);
    url = page.next === null ? undefined : nextUrl(page.next, first);
  }
  return objects;
}

interface Page<T> {
  readonly objects: readonly T[];
  readonly next: string | null;
}

function readPage<T>(value: unknown, read: (value: unknown) => T): Page<T> {
  const { next, results } = readShape(PAGE, value, 'a page of a list');
  return { next, objects: results.map(read) };
}

function nextUrl(next: string, first: URL): URL {
  const url = URL.canParse(next) ? new URL(next) : undefined;
  if (
    !url ||
    url.origin !== first.origin ||
    url.pathname !== first.pathname ||
    url.username !== '' ||
    url.password !== ''
  ) {
    throw refuse('its next page is said to be elsewhere, where no credentials are sent');
  }
  return url;
}

function refuse(why: string): CloudFailure {
  return new CloudFailure({ kind: 'unavailable', detail: `the cloud's list cannot be used: ${why}` });
}
