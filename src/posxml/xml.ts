import { XMLParser, XMLValidator } from 'fast-xml-parser';

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The element's own character data, entities resolved, not trimmed. */
  readonly text: string;
}

/** Why a text is refused as XML. */
export class XmlRefusal extends Error {
  readonly code: 'doctype' | 'entity' | 'malformed' | 'too-deep';
  constructor(code: XmlRefusal['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** PosXML is three levels deep; more than this is an attack or another protocol. */
const MAX_DEPTH = 16;
const TEXT = '#text';
const CDATA = '#cdata';
const ATTRIBUTES = ':@';

type Node = Record<string, unknown>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  cdataPropName: CDATA,
  maxNestedTags: MAX_DEPTH,
});

/**
 * Parses one whole XML document and returns its root.
 * A DOCTYPE, an entity declaration or any entity but the five of XML is refused: a terminal needs none,
 * and they are the means of every entity bomb.
 * @throws XmlRefusal
 */
export function parseXml(source: string): XmlElement {
  if (/<!\s*(DOCTYPE|ENTITY)/i.test(source)) throw new XmlRefusal('doctype', 'the document has a DOCTYPE');
  refuseDepth(source);
  const verdict = validate(source);
  if (verdict !== undefined) throw new XmlRefusal('malformed', verdict);
  let nodes: Node[];
  try {
    nodes = parser.parse(source) as Node[];
  } catch (cause) {
    throw new XmlRefusal('malformed', cause instanceof Error ? cause.message : String(cause));
  }
  const roots = nodes.filter((node) => nameOf(node) !== undefined);
  const root = roots[0];
  if (!root || roots.length !== 1) throw new XmlRefusal('malformed', 'the document has no single root element');
  return toElement(root, 0);
}

/** The validator catches what the parser forgives: a document that is cut off, above all. */
function validate(source: string): string | undefined {
  try {
    const verdict = XMLValidator.validate(source, { allowBooleanAttributes: false });
    return verdict === true ? undefined : `${verdict.err.msg} (line ${String(verdict.err.line)})`;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

/** Cheap and early, so that no recursive code ever sees a tower of elements. */
function refuseDepth(source: string): void {
  let depth = 0;
  for (const [tag] of source.matchAll(/<[/A-Za-z_][^<>]*>?/g)) {
    if (tag.startsWith('</')) depth -= 1;
    else if (!tag.endsWith('/>')) depth += 1;
    if (depth > MAX_DEPTH) throw new XmlRefusal('too-deep', `elements are nested deeper than ${String(MAX_DEPTH)}`);
  }
}

function nameOf(node: Node): string | undefined {
  return Object.keys(node).find((key) => key !== ATTRIBUTES && key !== TEXT && key !== CDATA);
}

function toElement(node: Node, depth: number): XmlElement {
  if (depth > MAX_DEPTH) throw new XmlRefusal('too-deep', 'elements are nested too deep');
  const name = nameOf(node) ?? '';
  const content = (node[name] ?? []) as Node[];
  const children: XmlElement[] = [];
  let text = '';
  for (const part of content) {
    if (typeof part[TEXT] === 'string') text += resolveEntities(part[TEXT]);
    else if (Array.isArray(part[CDATA])) text += (part[CDATA] as Node[]).map((piece) => String(piece[TEXT])).join('');
    else children.push(toElement(part, depth + 1));
  }
  const attributes = Object.entries((node[ATTRIBUTES] ?? {}) as Record<string, unknown>);
  return {
    name,
    children,
    text,
    attributes: new Map(attributes.map(([key, value]) => [key, resolveEntities(String(value))])),
  };
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function resolveEntities(raw: string): string {
  return raw.replace(/&([^;&\s]{0,32});?/g, (whole, body: string) => {
    const named = whole.endsWith(';') ? NAMED[body] : undefined;
    if (named !== undefined) return named;
    const numeric = whole.endsWith(';') ? /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(body) : null;
    if (numeric) return fromCodePoint(numeric[1] === undefined ? Number(numeric[2]) : Number.parseInt(numeric[1], 16));
    throw new XmlRefusal('entity', 'the document uses an entity that XML does not define');
  });
}

function fromCodePoint(code: number): string {
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return valid ? String.fromCodePoint(code) : '\ufffd';
}

// eslint-disable-next-line no-control-regex -- these are the characters that XML 1.0 forbids
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * Escapes character data. A CR is written as a reference, since XML reads a bare one as LF.
 * @throws RangeError for a character that XML cannot carry.
 */
export function escapeXml(raw: string): string {
  if (FORBIDDEN.test(raw)) throw new RangeError('the text holds a character that XML cannot carry');
  return raw.replace(/[&<>\r]/g, (char) => ESCAPES[char] ?? char);
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
