import { readDateTime } from './datetime.js';
import { documentText } from './document-text.js';
import type { FieldShape, Fields } from './fields.js';
import { MESSAGES } from './messages.js';
import type { Message, MessageName } from './messages.js';
import { XmlRefusal } from './refusal.js';
import { spellingsOf } from './spellings.js';
import { isVersion } from './versions.js';
import { parseXml } from './xml.js';
import type { XmlDocument } from './xml.js';
import type { Forgiven, XmlElement } from './xml-tree.js';

export type RefusalCode =
  | XmlRefusal['code']
  | 'empty'
  | 'too-large'
  | 'not-posxml'
  | 'no-message'
  | 'several-messages'
  | 'unknown-message'
  | 'ambiguous-field';

/** Why bytes are no PosXML message that can be relied on. */
export interface DecodeRefusal {
  readonly code: RefusalCode;
  readonly detail: string;
  /** The envelope's version and the message's name, as far as they could be read: an `Error` reply needs them. */
  readonly version: string | undefined;
  readonly name: string | undefined;
}

export type Decoded =
  | {
      readonly ok: true;
      readonly message: Message;
      /** Names of fields that were present with a value that their type cannot hold; they are absent from the body. */
      readonly unreadable: readonly string[];
      /** What is no XML in it and was taken as text; bounded. */
      readonly forgiven: readonly Forgiven[];
    }
  | { readonly ok: false; readonly refusal: DecodeRefusal };

/** A batch of four thousand rows; no other message comes near it. The connection core bounds a reply to the same size. */
export const MAX_DOCUMENT_BYTES = 512 * 1024;

/** The longest text of the protocol is 256 characters (C-256). Blocks are bounded by the document alone. */
const MAX_TEXT = 1024;

const NAMES = new Map(Object.keys(MESSAGES).map((name) => [name.toLowerCase(), name as MessageName]));

/**
 * Reads one PosXML document. Lenient in white space, letter case, order and absence; strict in meaning:
 * a field that is missing or unreadable is absent, and a field given twice with two values is a refusal.
 * Never throws on any input.
 * @param charset what the HTTP head says of the encoding of bytes
 */
export function decodeMessage(input: Uint8Array | string, charset?: string): Decoded {
  if (input.length > MAX_DOCUMENT_BYTES) return refuse('too-large', `over ${String(MAX_DOCUMENT_BYTES)} bytes`);
  const source = trimPadding(typeof input === 'string' ? input : documentText(input, charset));
  if (source === '') return refuse('empty', 'it is empty');
  if (!/^<(\?xml|!--|posxml)/i.test(source)) return refuse('not-posxml', 'it does not start like a PosXML document');
  try {
    return readEnvelope(parseXml(source));
  } catch (cause) {
    if (cause instanceof XmlRefusal) return refuse(cause.code, cause.message);
    throw cause;
  }
}

function readEnvelope({ root, forgiven }: XmlDocument): Decoded {
  if (root.name.toLowerCase() !== 'posxml') return refuse('not-posxml', `the root element is ${root.name}`);
  const given = root.attributes.get('version')?.trim();
  const version = given !== undefined && isVersion(given) ? given : undefined;
  const [first, ...others] = root.children;
  if (!first) return refuse('no-message', 'the envelope is empty', version);
  if (others.length > 0)
    return refuse('several-messages', 'the envelope holds more than one message', version, first.name);
  const name = NAMES.get(first.name.toLowerCase());
  if (!name) return refuse('unknown-message', `no such message: ${first.name}`, version, first.name);
  const unreadable: string[] = [];
  const ambiguous: string[] = [];
  const body = readFields(MESSAGES[name], first, unreadable, ambiguous);
  if (ambiguous.length > 0) return refuse('ambiguous-field', `given twice: ${ambiguous.join(', ')}`, version, name);
  return { ok: true, message: { name, version, body } as Message, unreadable, forgiven };
}

function readFields(fields: Fields, parent: XmlElement, unreadable: string[], ambiguous: string[]): object {
  const byName = groupByName(parent.children);
  const body: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const spelling = spellingsOf(name).find((each) => byName.has(each)) ?? '';
    const elements = byName.get(spelling) ?? [];
    const element = elements[0];
    if (!element) continue;
    if (elements.length > 1 && new Set(elements.map(fingerprint)).size > 1) ambiguous.push(name);
    else if (field.type === 'group') body[name] = readFields(field.fields, element, unreadable, ambiguous);
    else readField(name, field, element, body, unreadable);
  }
  return body;
}

function groupByName(elements: readonly XmlElement[]): ReadonlyMap<string, readonly XmlElement[]> {
  const byName = new Map<string, XmlElement[]>();
  for (const element of elements) {
    const key = element.name.toLowerCase();
    const known = byName.get(key);
    if (known) known.push(element);
    else byName.set(key, [element]);
  }
  return byName;
}

function readField(
  name: string,
  field: Exclude<FieldShape, { type: 'group' }>,
  element: XmlElement,
  body: Record<string, unknown>,
  unreadable: string[],
): void {
  const value = element.children.length > 0 ? undefined : readValue(field, element.text);
  if (value !== undefined) body[name] = value;
  else if (element.children.length > 0 || element.text.trim() !== '') unreadable.push(name);
}

/** An empty number or date is absent; an empty text is an empty text, since terminals send `<Reason></Reason>`. */
function readValue(field: Exclude<FieldShape, { type: 'group' }>, raw: string): string | number | undefined {
  switch (field.type) {
    case 'number':
      return readInteger(raw, /^\d{1,15}$/);
    case 'amount':
      return readInteger(raw, /^-?\d{1,15}$/);
    case 'datetime':
      return readDateTime(raw);
    case 'text':
      return raw.length > MAX_TEXT ? undefined : raw.trim();
    case 'block':
      return raw;
  }
}

function readInteger(raw: string, shape: RegExp): number | undefined {
  const digits = raw.trim();
  // `+ 0` turns -0 into 0.
  return shape.test(digits) ? Number(digits) + 0 : undefined;
}

function fingerprint(element: XmlElement): string {
  return element.children.length > 0 ? JSON.stringify(element) : element.text.trim();
}

/** Terminals put white space around the document; some pad with NUL, some begin with a byte order mark. */
function trimPadding(source: string): string {
  let start = 0;
  let end = source.length;
  while (start < end && isPadding(source.charCodeAt(start))) start += 1;
  while (end > start && isPadding(source.charCodeAt(end - 1))) end -= 1;
  return source.slice(start, end);
}

function isPadding(code: number): boolean {
  return code <= 0x20 || code === 0xa0 || code === 0xfeff;
}

function refuse(code: RefusalCode, detail: string, version?: string, name?: string): Decoded {
  return { ok: false, refusal: { code, detail, version, name } };
}
