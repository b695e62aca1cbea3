/** One request's document, and in which of the two forms its head came. */
export interface HttpRequest {
  readonly document: Buffer;
  readonly form: 'vendor' | 'post';
}

/** TAB, LF, CR and blank: what may stand before a request. */
const WHITE = [0x09, 0x0a, 0x0d, 0x20];

/** What the head says of the body. */
interface Head {
  readonly form: HttpRequest['form'];
  readonly length: number | undefined;
  readonly chunked: boolean;
  readonly expectsContinue: boolean;
}

const MAX_HEAD_BYTES = 8 * 1024;
const MAX_BODY_BYTES = 64 * 1024;
/** `</PosXML>` with some white space in it. */
const LONGEST_CLOSE = 64;

/** The bytes are no request, or too many: the connection is of no more use. */
export class BadRequest extends Error {}

/**
 * Reads requests out of a byte stream, however it is cut up. The vendor's form has no request line: it begins with
 * `http/1.0` or immediately with a header. Any method, path and content type will do, as terminals ignore them.
 */
export class RequestReader {
  #bytes: Buffer = Buffer.alloc(0);
  #head: Head | undefined;
  #pieces: Buffer[] = [];
  #length = 0;
  #searched = 0;
  readonly #sendContinue: () => void;

  constructor(sendContinue: () => void) {
    this.#sendContinue = sendContinue;
  }

  /** @throws BadRequest when more than one request's worth of bytes waits unread */
  feed(chunk: Buffer): void {
    if (this.#bytes.length + chunk.length > 2 * (MAX_HEAD_BYTES + MAX_BODY_BYTES))
      throw new BadRequest('too many bytes');
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
  }

  /**
   * The next whole request; undefined until its last byte is there. `ended` says that no more bytes will come.
   * @throws BadRequest
   */
  next(ended: boolean): HttpRequest | undefined {
    this.#head ??= this.#takeHead();
    if (!this.#head) return undefined;
    const document = this.#takeBody(this.#head, ended);
    if (!document) return undefined;
    const { form } = this.#head;
    this.#head = undefined;
    return { document, form };
  }

  #takeHead(): Head | undefined {
    const start = firstVisible(this.#bytes);
    const end = endOfHead(this.#bytes, start);
    if (end === undefined) {
      if (this.#bytes.length - start > MAX_HEAD_BYTES) throw new BadRequest('the head is too long');
      if (!mayBeginHead(this.#bytes.subarray(start))) throw new BadRequest('this is no HTTP request');
      return undefined;
    }
    const head = readHead(this.#bytes.subarray(start, end).toString('latin1'));
    this.#bytes = this.#bytes.subarray(end);
    if (head.expectsContinue) this.#sendContinue();
    return head;
  }

  #takeBody(head: Head, ended: boolean): Buffer | undefined {
    if (head.chunked) return this.#takeChunks();
    if (head.length === undefined) return this.#takeDocument(ended);
    if (this.#bytes.length < head.length) return undefined;
    return this.#take(head.length);
  }

  /** With no length the document's own end tells it, or the end of the stream. */
  #takeDocument(ended: boolean): Buffer | undefined {
    const close = /<\/posxml\s*>/i.exec(this.#bytes.toString('latin1', this.#searched));
    if (close) return this.#take(this.#searched + close.index + close[0].length);
    this.#searched = Math.max(0, this.#bytes.length - LONGEST_CLOSE);
    if (this.#bytes.length > MAX_BODY_BYTES) throw new BadRequest('the body is too long');
    return ended ? this.#take(this.#bytes.length) : undefined;
  }

  #takeChunks(): Buffer | undefined {
    for (;;) {
      const lineEnd = this.#bytes.indexOf('\n');
      if (lineEnd < 0) return undefined;
      const size = chunkSize(this.#bytes.subarray(0, lineEnd).toString('latin1'));
      this.#length += size;
      if (this.#length > MAX_BODY_BYTES) throw new BadRequest('the body is too long');
      if (size === 0) return this.#takeTrailer(lineEnd + 1);
      const next = this.#bytes.indexOf('\n', lineEnd + 1 + size);
      if (next < 0) {
        this.#length -= size;
        return undefined;
      }
      this.#pieces.push(this.#bytes.subarray(lineEnd + 1, lineEnd + 1 + size));
      this.#bytes = this.#bytes.subarray(next + 1);
    }
  }

  /** Trailers, if any, are dropped; a blank line ends them. */
  #takeTrailer(from: number): Buffer | undefined {
    let at = from;
    for (;;) {
      const lineEnd = this.#bytes.indexOf('\n', at);
      if (lineEnd < 0) return undefined;
      const line = this.#bytes.subarray(at, lineEnd).toString('latin1').trim();
      at = lineEnd + 1;
      if (line !== '') continue;
      this.#bytes = this.#bytes.subarray(at);
      const document = Buffer.concat(this.#pieces);
      this.#pieces = [];
      this.#length = 0;
      return document;
    }
  }

  #take(length: number): Buffer {
    const taken = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(length);
    this.#searched = 0;
    return taken;
  }
}

function firstVisible(bytes: Buffer): number {
  const index = bytes.findIndex((byte) => !WHITE.includes(byte));
  return index < 0 ? bytes.length : index;
}

/** The index after the blank line; line ends are CRLF or LF. */
function endOfHead(bytes: Buffer, start: number): number | undefined {
  const blank = /\r?\n\r?\n/.exec(bytes.subarray(start, start + MAX_HEAD_BYTES).toString('latin1'));
  return blank ? start + blank.index + blank[0].length : undefined;
}

/** Tells at the first bytes that TLS, a bare document or binary noise will never become a head. */
function mayBeginHead(bytes: Buffer): boolean {
  return bytes.length === 0 || /^[A-Za-z]/.test(bytes.subarray(0, 1).toString('latin1'));
}

function readHead(source: string): Head {
  const lines = source.trimEnd().split(/\r?\n/);
  const first = lines[0] ?? '';
  const requestLine = /^[A-Za-z]+(\s+\S+)?\s+HTTP\/1\.[01]\s*$/i.test(first);
  const bare = /^http\/1\.[01]\s*$/i.test(first) || /^[\w-]+\s*:/.test(first);
  if (!requestLine && !bare) throw new BadRequest('this is no HTTP request');
  const headers = lines.slice(/^[\w-]+\s*:/.test(first) ? 0 : 1).map(readHeader);
  const values = (name: string): string[] =>
    headers.filter(([key]) => key === name).map(([, value]) => value.toLowerCase());
  return {
    form: requestLine ? 'post' : 'vendor',
    length: readLength(values('content-length')) ?? (/^(GET|HEAD)\s/i.test(first) ? 0 : undefined),
    chunked: values('transfer-encoding').some((value) => value.split(',').at(-1)?.trim() === 'chunked'),
    expectsContinue: values('expect').includes('100-continue') && /http\/1\.1\s*$/i.test(first),
  };
}

function readHeader(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  if (colon < 1) throw new BadRequest('a line of the head is no header');
  return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}

function readLength(values: readonly string[]): number | undefined {
  const [value] = values;
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value) || new Set(values).size > 1) throw new BadRequest('the Content-Length is no number');
  if (Number(value) > MAX_BODY_BYTES) throw new BadRequest('the body is too long');
  return Number(value);
}

function chunkSize(line: string): number {
  const match = /^\s*([0-9a-f]{1,8})\s*(;.*)?$/i.exec(line.trimEnd());
  if (!match) throw new BadRequest('a chunk has no size');
  return Number.parseInt(match[1] ?? '', 16);
}
