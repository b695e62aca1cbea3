const LF = 0x0a;
/** A chunk's size line is a few hexadecimal digits, perhaps with an extension. */
const MAX_LINE = 256;

export interface Dechunker {
  /** Takes bytes of a chunked body, and hands over the content in them. */
  push(bytes: Uint8Array, take: (content: Uint8Array) => void): void;
  /** The last chunk has come; trailers are not waited for. */
  readonly done: boolean;
}

/**
 * Undoes chunked encoding (RFC 9112, section 7.1), with CRLF or bare LF. Where the encoding is broken the rest is
 * handed over as it came: it is evidence still.
 */
export function dechunker(): Dechunker {
  let state: 'size' | 'content' | 'content-end' | 'done' | 'broken' = 'size';
  let line = '';
  let left = 0;

  const endOfLine = (): void => {
    const text = line.trim();
    line = '';
    // The line end that follows the content of a chunk.
    if (state === 'content-end') state = text === '' ? 'size' : 'broken';
    else readSize(text);
  };
  const readSize = (text: string): void => {
    const size = /^([0-9a-f]{1,7})\s*(?:;.*)?$/i.exec(text)?.[1];
    left = size === undefined ? 0 : Number.parseInt(size, 16);
    state = size === undefined ? 'broken' : left === 0 ? 'done' : 'content';
  };

  return {
    push(bytes, take) {
      let at = 0;
      while (at < bytes.length && state !== 'done') {
        if (state === 'broken') {
          take(bytes.subarray(at));
          return;
        }
        if (state === 'content') {
          const part = bytes.subarray(at, at + left);
          take(part);
          at += part.length;
          left -= part.length;
          if (left === 0) state = 'content-end';
          continue;
        }
        const byte = bytes[at] ?? 0;
        at += 1;
        if (byte === LF) endOfLine();
        else if (line.length < MAX_LINE) line += String.fromCharCode(byte);
        else state = 'broken';
      }
    },
    get done() {
      return state === 'done';
    },
  };
}
