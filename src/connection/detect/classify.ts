import type { ServiceFacts } from '../../model/facts.js';
import { decodeMessage } from '../../posxml/decode.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import { textOf } from '../../text/escape-controls.js';
import { withoutEntities } from '../../text/html-entities.js';
import { bannerKind } from './banners.js';
import { headReader, latin1Text } from '../http/head.js';
import type { HttpHead } from '../http/head.js';
import { isCut } from '../http/reply.js';

/** What was seen of a service that gave no PosXML answer. */
export interface SeenAnswer {
  readonly bytes: Uint8Array;
  /** How many bytes came in all. */
  readonly received: number;
  /** How it ended: still open at our deadline, closed by FIN, or reset. */
  readonly ended: 'open' | 'closed' | 'reset';
  /** From our request, or from the connection where nothing was sent, to the end. Milliseconds. */
  readonly ms: number;
}

/** Enough for every sign that is looked for. */
const LOOKED_AT = 16 * 1024;
const OK = 200;
/** A title or a name that fits into a line of a screen. */
const SHORT = 60;

/** Tells what answered, by its first bytes. Pure; every text is safe to show. */
export function classifyAnswer(seen: SeenAnswer): ServiceFacts {
  if (seen.received === 0 || isInterimAlone(seen.bytes)) {
    const ms = Math.round(seen.ms);
    return seen.ended === 'open'
      ? { kind: 'silent', waitedMs: ms }
      : { kind: 'closes', afterMs: ms, reset: seen.ended === 'reset' };
  }
  const bytes = seen.bytes.subarray(0, LOOKED_AT);
  return (
    bannerKind(bytes) ??
    rawPrinter(bytes) ??
    garbled(bytes, seen) ??
    http(bytes, seen.ended) ?? { kind: 'other', excerpt: safeExcerpt(bytes) }
  );
}

/** `100 Continue` and its like, which announce an answer; an answer itself is more. */
function isInterimAlone(bytes: Uint8Array): boolean {
  return /^(?:http\/\d\S* +1\d\d\b[^\n]*\n(?:[^\r\n]+\r?\n)*\r?\n)+$/i.test(latin1Text(bytes.subarray(0, LOOKED_AT)));
}

const BY_RESET = ' by a reset in the middle';

/**
 * ESC/POS printers answer with a few status bytes in which bits 1 and 4 are set and bits 0 and 7 are not, or tell by
 * themselves in four: in the first bit 4 is set, and bits 0, 1 and 7 are not; in the others bits 4 and 7 are not
 * (Epson ESC/POS, DLE EOT and GS a). No text of four letters holds a NUL.
 */
function rawPrinter(bytes: Uint8Array): ServiceFacts | undefined {
  const [first = 0, ...rest] = bytes;
  const isAnswer = bytes.length <= 4 && bytes.every((byte) => (byte & 0x93) === 0x12);
  const isAutomatic =
    bytes.length === 4 && (first & 0x93) === 0x10 && rest.includes(0) && rest.every((byte) => (byte & 0x90) === 0);
  return isAnswer || isAutomatic
    ? { kind: 'printer', detail: 'status bytes of a receipt printer (ESC/POS)' }
    : undefined;
}

/** Something that calls itself PosXML and cannot be read. */
function garbled(bytes: Uint8Array, seen: SeenAnswer): ServiceFacts | undefined {
  const state = headReader().read(bytes);
  if (state.state === 'body' && isCut(bytes.subarray(state.at))) {
    const tooMuch = seen.bytes.length < seen.received;
    const detail = `a PosXML document that is ${tooMuch ? 'too long' : `cut off${seen.ended === 'reset' ? BY_RESET : ''}`}`;
    return { kind: 'garbled', detail, excerpt: safeExcerpt(bytes) };
  }
  const text = latin1Text(bytes);
  const at = text.search(/<?\bposxml\b/i);
  if (at === -1) return undefined;
  const from = text.lastIndexOf('<?xml', at);
  const refused = decodeMessage(bytes.subarray(from === -1 ? at : from));
  const detail = refused.ok ? 'the document is complete, but more data follows it' : refused.refusal.detail;
  return { kind: 'garbled', detail: safeExcerpt(detail, SHORT), excerpt: safeExcerpt(bytes) };
}

function http(bytes: Uint8Array, ended: SeenAnswer['ended']): ServiceFacts | undefined {
  const reader = headReader();
  const state = reader.read(bytes);
  const head = state.state === 'body' ? state.head : (reader.soFar() ?? statusLineOnly(bytes));
  const text = textOf(bytes);
  const [, marked] = /<title[^>]{0,200}>([^<]{0,400})/i.exec(text) ?? [];
  // What a browser shows is what the clinic reads out.
  const title = marked === undefined ? undefined : withoutEntities(marked).replace(/\s+/g, ' ').trim();
  if (!head)
    return /^\s*<(?:!doctype html|html)/i.test(text)
      ? { kind: 'http', status: undefined, title: short(title), server: undefined }
      : undefined;
  if (WANTS_TLS.test(text))
    return { kind: 'tls', detail: `it asks for TLS: ${safeExcerpt(WANTS_TLS.exec(text)?.[0] ?? '', SHORT)}` };
  const server = head.headers.get('server');
  const type = head.headers.get('content-type') ?? '';
  if (/application\/ipp/i.test(type) || PRINTER_SERVER.test(server ?? '')) {
    return { kind: 'printer', detail: safeExcerpt(`a printer’s web server: ${server ?? type}`, SHORT) };
  }
  // Terminals name no server, and a page is no XML.
  if (title === undefined && server === undefined) {
    if (ended === 'reset' && (head.status ?? OK) === OK)
      return { kind: 'garbled', detail: `an incomplete answer${BY_RESET}`, excerpt: safeExcerpt(bytes) };
    if (/\bxml\b/i.test(type))
      return { kind: 'garbled', detail: 'it claims to be XML and is not readable', excerpt: safeExcerpt(bytes) };
  }
  return { kind: 'http', status: head.status, title: short(title), server: short(server) };
}

/** What nginx, Apache and Go say to plain HTTP on their TLS port. */
const WANTS_TLS =
  /plain HTTP request was sent to (?:an? )?(?:HTTPS|TLS|SSL) port|speaking plain HTTP to an? SSL-enabled|HTTP request to an HTTPS server/i;
const PRINTER_SERVER = /\b(?:CUPS|IPP|JetDirect|HP HTTP|EPSON|Brother|Lexmark|KYOCERA|printer)\b/i;

function statusLineOnly(bytes: Uint8Array): HttpHead | undefined {
  const line = /^\s*http\/\d\S*\s+(\d{3})/i.exec(latin1Text(bytes.subarray(0, 64)));
  return line ? { status: Number(line[1]), headers: new Map() } : undefined;
}

function short(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : safeExcerpt(text, SHORT);
}
