import { growingBytes } from './byte-buffer.js';
import { latin1Text } from './head.js';
import { CLOSING_TAG_REACH, replyReader } from './reply.js';
import type { HttpReply } from './reply.js';
import type { Evidence } from '../types.js';

/** The first bytes of a reply tell what answered; the rest of a flood tells nothing more. */
const MAX_EVIDENCE_BYTES = 64 * 1024;

/** What comes in on one connection: counted, kept in part, and read as a reply once something was asked. */
interface ReplyCollector {
  /** `asked`: the request has gone out, so this may be its reply. */
  readonly take: (chunk: Uint8Array, asked: boolean) => 'more' | 'whole' | 'too-large';
  /** What was whole is no reply: reads on behind it. */
  readonly readOn: () => 'more' | 'whole';
  readonly received: () => number;
  readonly evidence: () => Evidence;
  /** See {@link replyReader}. */
  readonly finish: (ended: boolean) => HttpReply;
}

/**
 * @param maxBytes of which one more is too many
 * @param several whether more than one message may come
 */
export function createReplyCollector(maxBytes: number, several = false): ReplyCollector {
  const kept = growingBytes();
  const pieces = several ? documentCutter() : (chunk: Uint8Array) => [chunk];
  let reader = replyReader();
  let received = 0;
  let unread: readonly Uint8Array[] = [];

  const read = (): 'more' | 'whole' => {
    const found = unread.findIndex((piece) => reader.push(piece));
    unread = found === -1 ? [] : unread.slice(found + 1);
    return found === -1 ? 'more' : 'whole';
  };

  return {
    take(chunk, asked) {
      received += chunk.length;
      if (kept.length < MAX_EVIDENCE_BYTES) kept.append(chunk.subarray(0, MAX_EVIDENCE_BYTES - kept.length));
      if (received > maxBytes) return 'too-large';
      if (!asked) return 'more';
      unread = pieces(chunk);
      return read();
    },
    readOn() {
      reader = replyReader();
      return read();
    },
    received: () => received,
    evidence: () => ({ bytes: kept.view().slice(), received }),
    finish: (ended) => reader.finish(ended),
  };
}

/** Cuts what comes behind each end of a document, wherever the chunks' borders are. */
function documentCutter(): (chunk: Uint8Array) => readonly Uint8Array[] {
  let before = '';
  return (chunk) => {
    const text = before + latin1Text(chunk);
    const ends = [...text.matchAll(/<\/posxml\s*>/gi)]
      .map(({ index, 0: tag }) => index + tag.length - before.length)
      .filter((end) => end > 0);
    before = text.slice(-CLOSING_TAG_REACH);
    return [0, ...ends].map((from, index) => chunk.subarray(from, ends[index])).filter(({ length }) => length > 0);
  };
}
