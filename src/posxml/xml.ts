import sax from 'sax';
import type { SAXParser, Tag } from 'sax';
import { XmlRefusal } from './refusal.js';

export interface XmlElement {
  readonly name: string;
  /** Names in lower case. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The element's own character data, references resolved, not trimmed. */
  readonly text: string;
}

/** An element whose end tag has not come yet. */
interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

/** PosXML is three levels deep and has some sixty fields in its longest message: more is another protocol, or an attack. */
const MAX_DEPTH = 16;
const MAX_ELEMENTS = 2000;
/** In the whole document. The envelope has one, its version. */
const MAX_ATTRIBUTES = 200;
const MAX_NAME = 64;

/**
 * Characters that the parser is given at a time. Between two pieces it refuses a name, value, comment or declaration
 * over 64 KiB, which it gathers letter by letter at some thirty times the memory.
 */
const PIECE = 8 * 1024;

/** The five entities of XML and no others; the option is younger than the library's types. */
const STRICT = { strictEntities: true } as sax.SAXOptions;

/**
 * Parses one whole XML document and returns its root. A DOCTYPE and every entity but the five of XML are refused,
 * since they are the means of every entity bomb and no terminal needs one. Control characters are read as they are:
 * a reply about money is not thrown away for a printer's escape in its receipt.
 * @throws XmlRefusal
 */
export function parseXml(document: string): XmlElement {
  refuseDeclarations(document);
  const tree = new Tree();
  const parser = sax.parser(true, STRICT);
  listen(parser, tree);
  try {
    for (const piece of piecesOf(document)) parser.write(piece);
    parser.close();
  } catch (cause) {
    throw cause instanceof XmlRefusal ? cause : malformed(cause);
  }
  return tree.root;
}

/** Found before the parser sees it: it takes quadratic time to read a long declaration. */
function refuseDeclarations(document: string): void {
  const declaration = /<!(?!--|\[CDATA\[)\s{0,16}(\w{0,7})/.exec(document);
  if (!declaration) return;
  const named = /^(DOCTYPE|ENTITY)$/i.test(declaration[1] ?? '');
  throw named ? new XmlRefusal('doctype', 'the document has a DOCTYPE') : new XmlRefusal('malformed', 'the document has a declaration that is no XML');
}

/** With the line ends of XML; CR and LF stay in one piece. */
function* piecesOf(document: string): Generator<string> {
  let end = 0;
  for (let from = 0; from < document.length; from = end) {
    end = from + PIECE;
    if (document[end - 1] === '\r' && document[end] === '\n') end += 1;
    yield document.slice(from, end).replace(/\r\n?/g, '\n');
  }
}

function listen(parser: SAXParser, tree: Tree): void {
  // The parser goes on after an error unless it is stopped here.
  parser.onerror = (error) => {
    throw /entity/i.test(error.message) ? new XmlRefusal('entity', 'the document uses an entity that XML does not define') : malformed(error);
  };
  parser.onattribute = () => {
    tree.countAttribute();
  };
  parser.onopentag = (tag) => {
    tree.open(tag as Tag);
  };
  parser.onclosetag = () => {
    tree.close();
  };
  parser.ontext = (text) => {
    tree.addText(text);
  };
  parser.oncdata = (text) => {
    tree.addText(text);
  };
}

/** Builds the elements from the parser's events, and bounds them. */
class Tree {
  readonly #open: OpenElement[] = [];
  #root: XmlElement | undefined;
  #elements = 0;
  #attributes = 0;

  get root(): XmlElement {
    if (!this.#root) throw new XmlRefusal('malformed', 'there is no element');
    return this.#root;
  }

  /** Before its element is opened: some have more of them than fit into memory. */
  countAttribute(): void {
    this.#attributes += 1;
    if (this.#attributes > MAX_ATTRIBUTES) throw new XmlRefusal('too-large', `there are more than ${String(MAX_ATTRIBUTES)} attributes`);
  }

  open(tag: Tag): void {
    this.#elements += 1;
    if (this.#elements > MAX_ELEMENTS) throw new XmlRefusal('too-large', `there are more than ${String(MAX_ELEMENTS)} elements`);
    if (this.#open.length >= MAX_DEPTH) throw new XmlRefusal('too-deep', `elements are nested deeper than ${String(MAX_DEPTH)}`);
    if (tag.name.length > MAX_NAME) throw new XmlRefusal('malformed', 'the name of an element is too long');
    const attributes = new Map(Object.entries(tag.attributes).map(([name, value]) => [name.toLowerCase(), value]));
    const element: OpenElement = { name: tag.name, attributes, children: [], text: '' };
    const parent = this.#open.at(-1);
    if (parent) parent.children.push(element);
    else if (this.#root) throw new XmlRefusal('malformed', 'there is more than one root element');
    else this.#root = element;
    this.#open.push(element);
  }

  close(): void {
    this.#open.pop();
  }

  addText(text: string): void {
    const element = this.#open.at(-1);
    if (element) element.text += text;
    else if (text.trim() !== '') throw new XmlRefusal('malformed', 'there is text outside of the root element');
  }
}

/** The parser's message names the place; of the document it holds one character at the most. */
function malformed(cause: unknown): XmlRefusal {
  const [what = 'it is not well-formed'] = cause instanceof Error ? cause.message.split('\n') : [];
  return new XmlRefusal('malformed', what.slice(0, 80));
}
