import { growingBytes } from './byte-buffer.js';
import { replyReader } from './reply.js';
import type { HttpReply } from './reply.js';
import type { Evidence } from '../types.js';

/** The first bytes of a reply tell what answered; the rest of a flood tells nothing more. */
const MAX_EVIDENCE_BYTES = 64 * 1024;

/** What comes in on one connection: counted, kept in part, and read as a reply once something was asked. */
interface ReplyCollector {
  /** `asked`: the request has gone out, so this may be its reply. */
  readonly take: (chunk: Uint8Array, asked: boolean) => 'more' | 'whole' | 'too-large';
  readonly received: () => number;
  readonly evidence: () => Evidence;
  /** See {@link replyReader}. */
  readonly finish: (ended: boolean) => HttpReply;
}

/** `maxBytes`: of which one more is too many. */
export function createReplyCollector(maxBytes: number): ReplyCollector {
  const reader = replyReader();
  const kept = growingBytes();
  let received = 0;
  return {
    take(chunk, asked) {
      received += chunk.length;
      if (kept.length < MAX_EVIDENCE_BYTES) kept.append(chunk.subarray(0, MAX_EVIDENCE_BYTES - kept.length));
      if (received > maxBytes) return 'too-large';
      return asked && reader.push(chunk) ? 'whole' : 'more';
    },
    received: () => received,
    evidence: () => ({ bytes: kept.view().slice(), received }),
    finish: reader.finish,
  };
}
