const LF = 0x0a;
const LESS_THAN = 0x3c;
/** A chunk's size line is a few hexadecimal digits, perhaps with an extension. */
const MAX_LINE = 256;

interface Dechunker {
  /** Takes bytes of a chunked body, and hands over the content in them. */
  readonly push: (bytes: Uint8Array, take: (content: Uint8Array) => void) => void;
  /** `done`: the last chunk has come; trailers are not waited for. `broken`: this is no chunked encoding. */
  readonly state: () => 'open' | 'done' | 'broken';
}

/**
 * Undoes chunked encoding (RFC 9112, section 7.1), with CRLF or bare LF. Where the encoding is broken, or the body
 * is not chunked at all, what follows is handed over as it came.
 */
export function createDechunker(): Dechunker {
  let state: 'size' | 'content' | 'content-end' | 'done' | 'broken' = 'size';
  let line: number[] = [];
  let left = 0;

  const endOfLine = (take: (content: Uint8Array) => void): void => {
    const text = Buffer.from(line).toString('latin1').trim();
    if (state === 'content-end' && text === '') state = 'size';
    else if (state === 'size') {
      const size = /^([0-9a-f]{1,7})\s*(?:;.*)?$/i.exec(text)?.[1];
      left = size === undefined ? -1 : Number.parseInt(size, 16);
      state = left < 0 ? 'broken' : left === 0 ? 'done' : 'content';
    } else state = 'broken';
    if (state === 'broken') take(Uint8Array.of(...line, LF));
    line = [];
  };

  const readLineByte = (byte: number, take: (content: Uint8Array) => void): void => {
    if (byte === LF) endOfLine(take);
    else {
      line.push(byte);
      if (line.length < MAX_LINE && byte !== LESS_THAN) return;
      state = 'broken';
      take(Uint8Array.from(line));
    }
  };

  return {
    push(bytes, take) {
      let at = 0;
      while (at < bytes.length && state !== 'done') {
        if (state === 'size' || state === 'content-end') {
          readLineByte(bytes[at] ?? 0, take);
          at += 1;
          continue;
        }
        const part = state === 'broken' ? bytes.subarray(at) : bytes.subarray(at, at + left);
        take(part);
        at += part.length;
        left -= part.length;
        if (state === 'content' && left === 0) state = 'content-end';
      }
    },
    state: () => (state === 'done' || state === 'broken' ? state : 'open'),
  };
}
