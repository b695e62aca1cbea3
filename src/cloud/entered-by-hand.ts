import { safeExcerpt } from '../text/safe-excerpt.js';
import { sameRecord } from './records.js';

interface Wanted {
  readonly host: string;
  readonly posxmlPort: number;
  readonly terminalId: string;
}

/** Whether what people entered in the cloud's own pages is there. Everything is safe to show. */
export type HandEntry =
  | { readonly kind: 'found'; readonly id: string }
  /** It is of our terminal or address, and something else in it is not ours. */
  | { readonly kind: 'differs'; readonly id: string; readonly why: string }
  | { readonly kind: 'missing' };

type Field = readonly [name: string, text: string];

const DEEPEST = 4;
const MOST_FIELDS = 500;
/** What a record says of itself and not of the terminal: a number in it is not a terminal's. */
const ITS_OWN = /^(id|pk|url|uuid|created.*|modified.*|updated.*|department|owner)$/i;
const IPV4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g;

/** The fields are not documented, so any that hold our address and port, or our terminal id, are taken for what they are. */
export function findEntry(records: readonly unknown[], wanted: Wanted): HandEntry {
  const judged = records.map((record) => judge(record, wanted));
  return (
    judged.find(({ kind }) => kind === 'found') ?? judged.find(({ kind }) => kind === 'differs') ?? { kind: 'missing' }
  );
}

function judge(record: unknown, { host, posxmlPort, terminalId }: Wanted): HandEntry {
  const fields = fieldsOf(record, '', 0).slice(0, MOST_FIELDS);
  const id = safeExcerpt(fields.find(([name]) => /^(id|pk)$/i.test(name))?.[1] ?? 'without an ID', 40);
  const told = fields.filter(([name]) => !ITS_OWN.test(name));
  const texts = told.map(([, text]) => text);
  const hasId = texts.some((text) => sameRecord(text, terminalId));
  const addressed = texts.filter((text) => holdsHost(text, host));
  const hasPort =
    texts.some((text) => text.trim() === String(posxmlPort)) ||
    addressed.some((text) => new RegExp(`[:/]${String(posxmlPort)}(?!\\d)`).test(text));
  const differs = (why: string): HandEntry => ({ kind: 'differs', id, why });
  if (addressed.length > 0 && hasPort) {
    const other = told.find(
      ([name, text]) =>
        /^(tid|terminal_?(id|number))$/i.test(name) && text.trim() !== '' && !sameRecord(text, terminalId),
    );
    return other ? differs(`it has terminal ID ${safeExcerpt(other[1], 40)}`) : { kind: 'found', id };
  }
  if (!hasId) return { kind: 'missing' };
  const elsewhere = texts.flatMap((text) => text.match(IPV4) ?? []);
  if (addressed.length === 0)
    return elsewhere[0] === undefined ? { kind: 'found', id } : differs(`it has address ${elsewhere[0]}`);
  const port = told.find(([name, text]) => /port/i.test(name) && !/log/i.test(name) && /^\d+$/.test(text.trim()));
  return port ? differs(`it has port ${safeExcerpt(port[1], 10)}`) : { kind: 'found', id };
}

function holdsHost(text: string, host: string): boolean {
  const at = text.toLowerCase().indexOf(host.toLowerCase());
  return at >= 0 && !/[\w.-]/.test(text[at - 1] ?? '') && !/[\w.-]/.test(text[at + host.length] ?? '');
}

function fieldsOf(value: unknown, name: string, depth: number): readonly Field[] {
  if (typeof value === 'string' || typeof value === 'number') return [[name, String(value)]];
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  return Object.entries(value)
    .slice(0, MOST_FIELDS)
    .flatMap(([key, inner]) => fieldsOf(inner, key, depth + 1));
}
