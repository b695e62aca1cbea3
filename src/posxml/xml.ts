import { resolveReferences } from './references.js';
import { XmlRefusal } from './refusal.js';
import { XmlTree } from './xml-tree.js';
import type { Forgiven, XmlElement } from './xml-tree.js';

/** Names as XML 1.0 has them (production 5), but for those beyond 16 bits, which no field has. */
const NAME_START =
  ':A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD';
const NAME = `[${NAME_START}][${NAME_START}\\u00B7\\u0300-\\u036F\\u203F-\\u2040.\\d-]*`;
const BLANK = '[ \\t\\n]';

// Each is tried at one place alone, and gives up within the length of what it has read: together they are linear.
const START = new RegExp(`<(${NAME})`, 'y');
const ATTRIBUTE = new RegExp(`${BLANK}+(${NAME})${BLANK}*=${BLANK}*(?:"([^"]*)"|'([^']*)')`, 'y');
const START_ENDS = new RegExp(`${BLANK}*(/?)>`, 'y');
// A blank before its name is read over: it can be nothing else.
const END = new RegExp(`</${BLANK}*(${NAME})${BLANK}*>`, 'y');
const DECLARATION = /<!\s{0,16}(?:DOCTYPE|ENTITY)/iy;
const BEGINS_DECLARED = /<![[A-Za-z]/y;
const NEXT_BRACKET = /[<>]/g;

/** A whole document. */
export interface XmlDocument {
  readonly root: XmlElement;
  /** What is no XML in it and was taken as text; bounded. */
  readonly forgiven: readonly Forgiven[];
}

/**
 * Reads one whole XML document. A DOCTYPE and every declaration are refused, since they are the means of every entity
 * bomb and no terminal needs one; nothing is ever expanded. An `&` that begins no reference and a `<` that begins no
 * markup are text, and control characters are read as they are: a reply about money is not thrown away for the name of
 * a shop, or for a printer's escape in its receipt. Linear in the length of the document.
 * @throws XmlRefusal
 */
export function parseXml(document: string): XmlDocument {
  const text = document.replaceAll(/\r\n?/g, '\n');
  const tree = new XmlTree();
  for (let from = 0; from < text.length;) {
    const open = text.indexOf('<', from);
    const end = open === -1 ? text.length : open;
    if (end > from) readText(text.slice(from, end), tree);
    from = open === -1 ? end : readMarkup(text, open, tree);
  }
  return { root: tree.root, forgiven: tree.forgiven };
}

/** Blanks may stand around the root. */
function readText(text: string, tree: XmlTree): void {
  if (!tree.isWithin && !/[^ \t\n]/.test(text)) return;
  tree.addText(
    resolveReferences(text, (written) => {
      tree.forgive(written);
    }),
  );
}

/** @param open where `<` stands @returns where the text continues */
function readMarkup(text: string, open: number, tree: XmlTree): number {
  switch (text[open + 1]) {
    case '/':
      return readEnd(text, open, tree);
    case '?':
      return past(text, '?>', open + 2, 'a processing instruction');
    case '!':
      return readDeclared(text, open, tree);
    default:
      return readStart(text, open, tree);
  }
}

function readStart(text: string, open: number, tree: XmlTree): number {
  const [, name] = at(START, text, open) ?? [];
  if (name === undefined) return readBareBracket(open, tree);
  let from = START.lastIndex;
  const attributes = new Map<string, string>();
  for (let found = at(ATTRIBUTE, text, from); found; found = at(ATTRIBUTE, text, from)) {
    tree.countAttribute();
    const [, key = '', double, single = ''] = found;
    const known = key.toLowerCase();
    const value = resolveReferences(double ?? single, (written) => {
      tree.forgive(written, name);
    });
    if (!attributes.has(known)) attributes.set(known, value);
    from = ATTRIBUTE.lastIndex;
  }
  const [, slash] = at(START_ENDS, text, from) ?? [];
  if (slash === undefined) {
    if (nextBracket(text, from) === '<') return readBareBracket(open, tree);
    throw malformed('a start tag is not as it should be');
  }
  tree.open(name, attributes);
  if (slash !== '') tree.close(name);
  return START_ENDS.lastIndex;
}

/** A `<` that begins nothing is text. */
function readBareBracket(open: number, tree: XmlTree): number {
  tree.addText('<');
  tree.forgive('<');
  return open + 1;
}

/** A tag holds no other, so that one in which another begins is none. */
function nextBracket(text: string, from: number): string | undefined {
  return at(NEXT_BRACKET, text, from)?.[0];
}

function readEnd(text: string, open: number, tree: XmlTree): number {
  const [, name] = at(END, text, open) ?? [];
  if (name === undefined) throw malformed('an end tag is not as it should be');
  tree.close(name);
  return END.lastIndex;
}

/** A comment, or text that is written with `<![CDATA[`; a declaration is neither. */
function readDeclared(text: string, open: number, tree: XmlTree): number {
  if (text.startsWith('<!--', open)) {
    const dashes = past(text, '--', open + 4, 'a comment');
    if (text[dashes] !== '>') throw malformed('a comment has two dashes in it');
    return dashes + 1;
  }
  if (text.startsWith('<![CDATA[', open)) {
    const from = open + '<![CDATA['.length;
    const end = past(text, ']]>', from, 'CDATA');
    tree.addText(text.slice(from, end - ']]>'.length));
    return end;
  }
  if (at(DECLARATION, text, open)) throw new XmlRefusal('doctype', 'the document has a DOCTYPE');
  if (at(BEGINS_DECLARED, text, open)) throw malformed('the document has a declaration that is no XML');
  return readBareBracket(open, tree);
}

/** @returns the place after the mark */
function past(text: string, mark: string, from: number, what: string): number {
  const found = text.indexOf(mark, from);
  if (found === -1) throw malformed(`${what} is not closed`);
  return found + mark.length;
}

function at(pattern: RegExp, text: string, place: number): RegExpExecArray | null {
  pattern.lastIndex = place;
  return pattern.exec(text);
}

function malformed(detail: string): XmlRefusal {
  return new XmlRefusal('malformed', detail);
}
