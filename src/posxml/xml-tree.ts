import { XmlRefusal } from './refusal.js';

export interface XmlElement {
  readonly name: string;
  /** Names in lower case. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The element's own character data, references resolved, not trimmed. */
  readonly text: string;
}

/** A place where a document is no XML, and says all the same what it means. */
export interface Forgiven {
  /** The element that it stands in. */
  readonly element: string;
  /** As it is written there: `&`, `&nbsp;`, `<`. */
  readonly written: string;
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
/** More of them tell nothing more. */
const MAX_FORGIVEN = 20;

/** Builds the elements of a document as it is read, and bounds them. */
export class XmlTree {
  /** The first of them, each once. */
  readonly forgiven: Forgiven[] = [];
  readonly #open: OpenElement[] = [];
  #root: XmlElement | undefined;
  #elements = 0;
  #attributes = 0;

  /** Of a document that was read to its end. */
  get root(): XmlElement {
    if (this.isWithin) throw new XmlRefusal('malformed', 'an element is not closed');
    if (!this.#root) throw new XmlRefusal('malformed', 'there is no element');
    return this.#root;
  }

  /** Before its element is opened: some have more of them than fit into memory. */
  countAttribute(): void {
    this.#attributes += 1;
    if (this.#attributes > MAX_ATTRIBUTES)
      throw new XmlRefusal('too-large', `there are more than ${String(MAX_ATTRIBUTES)} attributes`);
  }

  /** Whether there is an element whose end tag has not come yet. */
  get isWithin(): boolean {
    return this.#open.length > 0;
  }

  open(name: string, attributes: ReadonlyMap<string, string>): void {
    this.#elements += 1;
    if (this.#elements > MAX_ELEMENTS)
      throw new XmlRefusal('too-large', `there are more than ${String(MAX_ELEMENTS)} elements`);
    if (this.#open.length >= MAX_DEPTH)
      throw new XmlRefusal('too-deep', `elements are nested deeper than ${String(MAX_DEPTH)}`);
    if (name.length > MAX_NAME) throw new XmlRefusal('malformed', 'the name of an element is too long');
    const element: OpenElement = { name, attributes, children: [], text: '' };
    const parent = this.#open.at(-1);
    if (parent) parent.children.push(element);
    else if (this.#root) throw new XmlRefusal('malformed', 'there is more than one root element');
    else this.#root = element;
    this.#open.push(element);
  }

  /** By its end tag, which names it. */
  close(name: string): void {
    if (this.#open.pop()?.name !== name)
      throw new XmlRefusal('malformed', 'an end tag does not belong to the element that is open');
  }

  /** @param element where it is not the one that is open */
  forgive(written: string, element = this.#open.at(-1)?.name ?? ''): void {
    if (this.forgiven.length >= MAX_FORGIVEN) return;
    if (this.forgiven.some((known) => known.element === element && known.written === written)) return;
    this.forgiven.push({ element, written });
  }

  addText(text: string): void {
    const element = this.#open.at(-1);
    if (!element) throw new XmlRefusal('malformed', 'there is text outside of the root element');
    element.text += text;
  }
}
