import { resolveReferences } from './characters.js';
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
  readonly attributes: Map<string, string>;
  readonly children: XmlElement[];
  text: string;
}

/** PosXML is three levels deep and has some sixty fields in its longest message: more is another protocol, or an attack. */
const MAX_DEPTH = 16;
const MAX_ELEMENTS = 2000;

// Names stop at 64 characters, so that none of a hostile length travels on. Every pattern is sticky and linear.
const START = /<([\p{L}_][\p{L}\p{M}\p{N}_:.-]{0,63})/uy;
const ATTRIBUTE = /[ \t\n]+([\p{L}_][\p{L}\p{M}\p{N}_:.-]{0,63})[ \t\n]*=[ \t\n]*(?:"([^"<]*)"|'([^'<]*)')/uy;
const START_END = /[ \t\n]*(\/?)>/uy;
const END = /<\/([\p{L}_][\p{L}\p{M}\p{N}_:.-]{0,63})[ \t\n]*>/uy;

/**
 * Parses one whole XML document and returns its root, in one pass and in linear time.
 *
 * It is the part of XML 1.0 that PosXML uses: elements, attributes, text, CDATA, comments and processing
 * instructions. A DOCTYPE and every entity but the five of XML are refused, since they are the means of every
 * entity bomb and no terminal needs one. Control characters are read as they are: a reply about money is not
 * thrown away for a printer's escape in its receipt.
 * @throws XmlRefusal
 */
export function parseXml(document: string): XmlElement {
  return new Reader(document.replace(/\r\n?/g, '\n')).read();
}

class Reader {
  readonly #source: string;
  readonly #open: OpenElement[] = [];
  #root: XmlElement | undefined;
  #at = 0;
  #elements = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): XmlElement {
    while (this.#at < this.#source.length) {
      const tag = this.#source.indexOf('<', this.#at);
      const textEnd = tag === -1 ? this.#source.length : tag;
      if (textEnd > this.#at) this.#addText(resolveReferences(this.#source.slice(this.#at, textEnd)));
      this.#at = textEnd;
      if (tag !== -1) this.#readMarkup();
    }
    const unclosed = this.#open.at(-1);
    if (unclosed) throw this.#malformed(`<${unclosed.name}> is not closed`);
    if (!this.#root) throw this.#malformed('there is no element');
    return this.#root;
  }

  #readMarkup(): void {
    const follows = this.#source.slice(this.#at, this.#at + 9);
    if (follows.startsWith('<!--')) this.#skipTo('-->', 4);
    else if (follows.startsWith('<?')) this.#skipTo('?>', 2);
    else if (follows === '<![CDATA[') this.#addText(this.#skipTo(']]>', 9));
    else if (follows.startsWith('</')) this.#readEnd();
    else if (/^<!(?:DOCTYPE|ENTITY)/i.test(follows)) throw new XmlRefusal('doctype', 'the document has a DOCTYPE');
    else this.#readStart();
  }

  /** Skips a construct that opens with `opening` characters here and ends with `end`; returns what is between. */
  #skipTo(end: string, opening: number): string {
    const from = this.#at + opening;
    const to = this.#source.indexOf(end, from);
    if (to === -1) throw this.#malformed(`${end} is missing`);
    this.#at = to + end.length;
    return this.#source.slice(from, to);
  }

  #readStart(): void {
    const name = this.#match(START)?.[1];
    if (name === undefined) throw this.#malformed('this is no tag');
    const element: OpenElement = { name, attributes: new Map(), children: [], text: '' };
    for (let found = this.#match(ATTRIBUTE); found; found = this.#match(ATTRIBUTE)) {
      const key = String(found[1]).toLowerCase();
      if (element.attributes.has(key)) throw this.#malformed('an attribute is given twice');
      element.attributes.set(key, resolveReferences(found[2] ?? found[3] ?? ''));
    }
    const end = this.#match(START_END);
    if (!end) throw this.#malformed(`the tag <${name}> is not well-formed`);
    this.#addElement(element, end[1] === '/');
  }

  #addElement(element: OpenElement, isEmpty: boolean): void {
    const parent = this.#open.at(-1);
    if (parent) parent.children.push(element);
    else if (this.#root) throw this.#malformed('there is a second root element');
    else this.#root = element;
    this.#elements += 1;
    if (this.#elements > MAX_ELEMENTS) throw new XmlRefusal('too-large', `more than ${String(MAX_ELEMENTS)} elements`);
    if (isEmpty) return;
    this.#open.push(element);
    if (this.#open.length > MAX_DEPTH) throw new XmlRefusal('too-deep', `nested deeper than ${String(MAX_DEPTH)}`);
  }

  #readEnd(): void {
    const name = this.#match(END)?.[1];
    if (name === undefined) throw this.#malformed('this is no end tag');
    const element = this.#open.pop();
    if (element?.name !== name) throw this.#malformed(`</${name}> closes nothing that is open`);
  }

  #addText(text: string): void {
    const element = this.#open.at(-1);
    if (element) element.text += text;
    else if (text.trim() !== '') throw this.#malformed('there is text outside of the root element');
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source) ?? undefined;
    if (found) this.#at += found[0].length;
    return found;
  }

  #malformed(what: string): XmlRefusal {
    return new XmlRefusal('malformed', `${what} (character ${String(this.#at)})`);
  }
}
