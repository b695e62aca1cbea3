import { XmlRefusal } from './refusal.js';

const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/**
 * Resolves the five entities of XML and its character references.
 * @throws XmlRefusal for any other entity, and for an ampersand that begins none.
 */
export function resolveReferences(raw: string): string {
  return raw.replace(/&(?:(\w{1,32});|#x([\da-f]{1,6});|#(\d{1,7});)?/gi, (reference, name?: string, hex?: string, decimal?: string) => {
    if (reference === '&') throw new XmlRefusal('malformed', 'an ampersand is not written as &amp;');
    const character = name === undefined ? fromCodePoint(hex, decimal) : NAMED.get(name);
    if (character === undefined) throw new XmlRefusal('entity', 'the document uses an entity that XML does not define');
    return character;
  });
}

function fromCodePoint(hex: string | undefined, decimal: string | undefined): string | undefined {
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  const exists = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return exists ? String.fromCodePoint(code) : undefined;
}

/** The characters that XML 1.0 forbids. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/**
 * Escapes character data. A CR is written as a reference, since XML reads a bare one as LF.
 * @throws RangeError for a character that XML cannot carry.
 */
export function escapeXml(raw: string): string {
  if (FORBIDDEN.test(raw)) throw new RangeError('the text holds a character that XML cannot carry');
  return raw.replace(/[&<>\r]/g, (char) => ESCAPES[char] ?? char);
}
