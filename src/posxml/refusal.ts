/** Why a text is refused as XML. The message holds no more of the text than one element's name. */
export class XmlRefusal extends Error {
  readonly code: 'doctype' | 'malformed' | 'too-deep' | 'too-large';
  constructor(code: XmlRefusal['code'], message: string) {
    super(message);
    this.code = code;
  }
}
