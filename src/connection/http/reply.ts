import { decodeMessage } from '../../posxml/decode.js';
import type { Decoded } from '../../posxml/decode.js';
import { createDechunker } from './chunked.js';
import { growingBytes } from './byte-buffer.js';
import { headReader, isPadding, latin1Text } from './head.js';
import type { HttpHead } from './head.js';

/** The most that a reply can be: a batch of four thousand rows of 130 characters. */
export const MAX_REPLY_BYTES = 512 * 1024;

/** The most that an answer about the terminal's state or setup can be: some sixty short fields, and a head. */
export const MAX_ANSWER_BYTES = 64 * 1024;

/** A server that drips one closing tag after another must not make us decode as often. */
const MAX_ATTEMPTS = 8;
const GREATER_THAN = 0x3e;
const CLOSING_TAG = /<\/posxml\s*>$/i;
/** It ends within so many bytes. */
export const CLOSING_TAG_REACH = 40;

export interface HttpReply {
  readonly httpStatus: number | undefined;
  readonly decoded: Decoded;
  /** Whether nothing is missing: by the announced length, by the end of the stream, or by a whole document. */
  readonly whole: boolean;
}

interface ReplyReader {
  /** Takes what came in. True: the reply is whole, and no more need be waited for. */
  readonly push: (chunk: Uint8Array) => boolean;
  /** Judges what came. `ended`: the server has closed the stream. */
  readonly finish: (ended: boolean) => HttpReply;
}

/**
 * Reads one reply of a terminal in any of its known forms; see {@link headReader} for heads. A body may be longer or
 * shorter than announced: a whole document that decodes is whole, and the rest of one that is plainly cut may still come.
 * Never throws. The caller bounds size and time.
 */
export function replyReader(): ReplyReader {
  const raw = growingBytes();
  const body = growingBytes();
  const heads = headReader();
  let bodyBegun = false;
  let head: HttpHead | undefined;
  let chunks: ReturnType<typeof createDechunker> | undefined;
  let announced: number | undefined;
  let decoded: Decoded | undefined;
  let attempts = 0;
  let last: { readonly length: number; readonly result: Decoded } | undefined;
  /** The announced length is there, and the document in it is cut: only its closing tag ends the wait now. */
  let overdue = false;

  const framing = (): 'reached' | 'missing' | 'unknown' => {
    if (chunks && chunks.state() !== 'broken') return chunks.state() === 'done' ? 'reached' : 'missing';
    if (announced === undefined) return 'unknown';
    return body.length >= announced ? 'reached' : 'missing';
  };

  const take = (content: Uint8Array): void => {
    if (bodyBegun) {
      if (chunks) chunks.push(content, body.append);
      else body.append(content);
      return;
    }
    raw.append(content);
    const state = heads.read(raw.view());
    if (state.state === 'more') return;
    bodyBegun = true;
    head = state.head;
    announced = announcedLength(head);
    const first = raw.view().subarray(state.at);
    if (isChunked(head)) chunks = createDechunker();
    if (first.length > 0) take(first);
  };

  /** All that is read begins where the body does: what is as long as the last is the same, and not read again. */
  const read = (content: Uint8Array): Decoded => {
    if (last?.length !== content.length)
      last = { length: content.length, result: decodeMessage(content, charsetOf(head)) };
    return last.result;
  };

  const attempt = (content: Uint8Array): boolean => {
    if (attempts >= MAX_ATTEMPTS) return false;
    attempts += 1;
    const whole = read(content);
    const result = whole.ok ? whole : (decodeInner(content, charsetOf(head)) ?? whole);
    if (result.ok) decoded = result;
    return result.ok;
  };

  return {
    push(chunk) {
      if (decoded) return true;
      const before = body.length;
      take(chunk);
      if (!bodyBegun) return false;
      const content = body.view();
      if (endsWithDocument(content, before) && (attempt(content) || overdue)) return true;
      if (overdue || framing() !== 'reached') return false;
      overdue = !attempt(content.subarray(0, announced ?? content.length)) && isCut(content);
      return !overdue;
    },
    finish(ended) {
      const content = bodyBegun ? body.view() : raw.view();
      decoded ??= decodeBest(content, announced, bodyBegun ? read : (bytes) => decodeMessage(bytes), charsetOf(head));
      const known = framing();
      const endsHere = bodyBegun && (known === 'reached' || (known === 'unknown' && ended));
      const status = (head ?? heads.soFar())?.status;
      return { httpStatus: status, decoded, whole: decoded.ok || (endsHere && !isCut(content)) };
    },
  };
}

function announcedLength(head: HttpHead | undefined): number | undefined {
  const value = head?.headers.get('content-length');
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

function charsetOf(head: HttpHead | undefined): string | undefined {
  return /\bcharset\s*=\s*["']?([\w.:-]{1,40})/i.exec(head?.headers.get('content-type') ?? '')?.[1];
}

function isChunked(head: HttpHead | undefined): boolean {
  return /\bchunked\b/i.test(head?.headers.get('transfer-encoding') ?? '');
}

/** Whether the bytes from `before` on complete a closing tag with nothing but padding after it. */
function endsWithDocument(content: Uint8Array, before: number): boolean {
  const at = content.subarray(before).lastIndexOf(GREATER_THAN);
  if (at === -1) return false;
  const end = before + at + 1;
  if (!content.subarray(end).every(isPadding)) return false;
  return CLOSING_TAG.test(latin1Text(content.subarray(Math.max(0, end - CLOSING_TAG_REACH), end)));
}

/** Whether this begins like a PosXML document, or may yet, and has not closed it. */
export function isCut(content: Uint8Array): boolean {
  const text = latin1Text(content);
  const beginning = text.slice(0, 1024).replace(/^[\u00ef\u00bb\u00bf\s\0\u0005\u0006]*/, '');
  if (beginning === '') return false;
  const root = beginning
    .replace(/^<\?xml[^<]*/i, '')
    .slice(0, 7)
    .toLowerCase();
  return '<posxml'.startsWith(root) && !/<\/posxml\s*>/i.test(text);
}

/** The announced part, else all, else what lies from the first tag of a document to its last. */
function decodeBest(
  content: Uint8Array,
  announced: number | undefined,
  read: (content: Uint8Array) => Decoded,
  charset: string | undefined,
): Decoded {
  const whole = read(content);
  if (whole.ok) return whole;
  if (announced !== undefined && announced < content.length) {
    const part = read(content.subarray(0, announced));
    if (part.ok) return part;
  }
  return decodeInner(content, charset) ?? whole;
}

/** What lies from the first tag of a document to its last, where that is less than all and can be read. */
function decodeInner(content: Uint8Array, charset: string | undefined): Decoded | undefined {
  const text = latin1Text(content);
  const from = text.search(/<(?:\?xml|posxml)/i);
  const to = text.toLowerCase().lastIndexOf('</posxml');
  const end = text.indexOf('>', to);
  if (from === -1 || to < from || end === -1) return undefined;
  if (from === 0 && end + 1 === content.length) return undefined;
  const inner = decodeMessage(content.subarray(from, end + 1), charset);
  return inner.ok ? inner : undefined;
}
