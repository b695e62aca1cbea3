/** The head of an HTTP reply, as far as it could be read. */
export interface HttpHead {
  readonly status: number | undefined;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
}

interface HeadReader {
  /** Looks at all bytes so far, at each of them one time. */
  readonly read: (bytes: Uint8Array) => HeadState;
  /** What could be read of a head that never ended. */
  readonly soFar: () => HttpHead | undefined;
}

type HeadState =
  | { readonly state: 'more' }
  /** `head` is undefined where the reply has none and its document comes directly. */
  | { readonly state: 'body'; readonly at: number; readonly head: HttpHead | undefined };

const LF = 0x0a;
const LESS_THAN = 0x3c;
const MAX_LINES = 200;
const MAX_LINE = 8 * 1024;
const NAME = 'http/';

/**
 * Finds where the body begins. Known forms of terminals: any letter case, no status or no reason, blank lines
 * before, bare LF, no head at all, and a document that follows the head with no blank line between.
 */
export function headReader(): HeadReader {
  let start = 0;
  let lineAt = -1;
  let scanned = 0;
  let lines: string[] = [];

  const begin = (bytes: Uint8Array): HeadState | undefined => {
    while (start < bytes.length && isPadding(bytes[start] ?? 0)) start += 1;
    const beginning = latin1Text(bytes.subarray(start, start + NAME.length)).toLowerCase();
    if (!NAME.startsWith(beginning)) return { state: 'body', at: start, head: undefined };
    if (beginning.length < NAME.length) return { state: 'more' };
    lineAt = start;
    scanned = start;
    return undefined;
  };

  const nextLine = (bytes: Uint8Array): HeadState | undefined => {
    if (bytes[lineAt] === LESS_THAN) return { state: 'body', at: lineAt, head: readHead(lines) };
    const end = bytes.indexOf(LF, scanned);
    if (end === -1) {
      scanned = bytes.length;
      return { state: 'more' };
    }
    const line = latin1Text(bytes.subarray(lineAt, Math.min(end, lineAt + MAX_LINE))).trim();
    lineAt = end + 1;
    scanned = lineAt;
    if (line !== '') {
      if (lines.length < MAX_LINES) lines.push(line);
      return undefined;
    }
    const head = readHead(lines);
    if (!isInterim(head)) return { state: 'body', at: lineAt, head };
    start = lineAt;
    lineAt = -1;
    lines = [];
    return undefined;
  };

  return {
    read(bytes) {
      for (;;) {
        const state = lineAt === -1 ? begin(bytes) : nextLine(bytes);
        if (state) return state;
      }
    },
    soFar: () => (lines.length > 0 ? readHead(lines) : undefined),
  };
}

/** `100 Continue` and its like announce the real reply. */
function isInterim(head: HttpHead): boolean {
  return head.status !== undefined && head.status >= 100 && head.status < 200;
}

function readHead([first = '', ...rest]: readonly string[]): HttpHead {
  const status = /^http\/\S*\s+(\d{3})(?!\d)/i.exec(first)?.[1];
  const headers = new Map<string, string>();
  for (const line of rest) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const former = headers.get(name);
    headers.set(name, former === undefined || former === value ? value : `${former}, ${value}`);
  }
  return { status: status === undefined ? undefined : Number(status), headers };
}

const PADDING = new Set([0x00, 0x05, 0x06, 0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf]);

/** Blanks, line ends, NUL, the byte order mark of UTF-8, and the signals ENQ and ACK of a serial line. */
export function isPadding(byte: number): boolean {
  return PADDING.has(byte);
}

export function latin1Text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
