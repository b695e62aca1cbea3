import { CloudFailure } from './errors.js';
import type { CloudOperation } from './operation.js';
import { readPage } from './records.js';
import type { Send } from './session.js';

/** More than any customer has terminals; a list that continues is not believed. */
const MAX_OBJECTS = 20_000;
const MAX_PAGES = 2000;

/** Reads a list to its end. Of `next` only the query counts: the list itself is asked, so that the token goes nowhere else. */
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
    if (seen.has(url.search)) throw refuse(first, 'its pages repeat');
    if (seen.size >= MAX_PAGES || objects.length > MAX_OBJECTS) throw refuse(first, 'it does not end');
    seen.add(url.search);
    const page: Page<T> = await send(operation, { method: 'GET', url }, (value) => readObjects(value, read));
    objects.push(...page.objects);
    url = page.next === null ? undefined : nextUrl(page.next, first);
  }
  return objects;
}

interface Page<T> {
  readonly objects: readonly T[];
  readonly next: string | null;
}

function readObjects<T>(value: unknown, read: (value: unknown) => T): Page<T> {
  const { next, results } = readPage(value);
  return { next, objects: results.map(read) };
}

/** A proxy that tells the cloud nothing of itself makes `next` name another scheme, host or port than the cloud is reached at. */
function nextUrl(next: string, first: URL): URL {
  const url = new URL(first);
  const query = next.split('#', 1)[0]?.split('?') ?? [];
  if (query.length !== 2) throw refuse(first, 'its next page belongs to another list');
  url.search = query[1] ?? '';
  return url;
}

function refuse({ pathname }: URL, why: string): CloudFailure {
  return new CloudFailure({ kind: 'unreadable', detail: `the list at ${pathname} cannot be used: ${why}` });
}
