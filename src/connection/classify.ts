import type { ServiceFacts } from '../diagnosis/facts.js';
import { decode } from '../posxml/decode.js';
import { excerpt } from '../text/excerpt.js';
import { textOf } from '../text/visible.js';
import { headReader, latin } from './http-head.js';
import type { HttpHead } from './http-head.js';
import { isCut } from './http-reply.js';

/** What was seen of a service that gave no PosXML answer. */
export interface Seen {
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
const SHORT = 80;

/** Tells what answered, by its first bytes. Pure; every text is safe to show. */
export function classify(seen: Seen): ServiceFacts {
  if (seen.received === 0) {
    const ms = Math.round(seen.ms);
    return seen.ended === 'open' ? { kind: 'silent', waitedMs: ms } : { kind: 'closes', afterMs: ms, reset: seen.ended === 'reset' };
  }
  const bytes = seen.bytes.subarray(0, LOOKED_AT);
  return greeting(bytes) ?? rawPrinter(bytes) ?? garbled(bytes) ?? http(bytes) ?? { kind: 'other', excerpt: excerpt(bytes) };
}

/** Services that are known by what they say first, unasked: SSH, TLS, and a printer's job language. */
export function greeting(bytes: Uint8Array): ServiceFacts | undefined {
  const text = latin(bytes.subarray(0, 512));
  if (/^(?:[^\r\n]{0,200}\r?\n){0,4}SSH-\d/.test(text)) return { kind: 'ssh', banner: excerpt(/SSH-[^\r\n]*/.exec(text)?.[0] ?? '', SHORT) };
  const [type = 0, major] = bytes;
  if (type >= 0x14 && type <= 0x17 && major === 0x03) return { kind: 'tls', detail: tlsDetail(bytes) };
  // "Universal exit" and the prefix of every PJL command (HP Printer Job Language Technical Reference).
  if (text.includes('@PJL') || text.startsWith('\u001b%-12345X')) return { kind: 'printer', detail: 'it speaks PJL, as network printers do' };
  return undefined;
}

const ALERTS: Readonly<Record<number, string>> = {
  10: 'unexpected_message',
  22: 'record_overflow',
  40: 'handshake_failure',
  50: 'decode_error',
  70: 'protocol_version',
  80: 'internal_error',
};

/** TLS record: type, version (2), length (2), then for an alert its level and its description (RFC 8446, section 6). */
function tlsDetail(bytes: Uint8Array): string {
  const description = bytes[6];
  if (bytes[0] !== 0x15 || description === undefined) return 'a TLS record';
  return `a TLS alert, ${ALERTS[description] ?? String(description)}`;
}

/** ESC/POS printers answer with a few status bytes in which bits 1 and 4 are set and bits 0 and 7 are not. */
function rawPrinter(bytes: Uint8Array): ServiceFacts | undefined {
  const isStatus = bytes.length <= 4 && bytes.every((byte) => (byte & 0x93) === 0x12);
  return isStatus ? { kind: 'printer', detail: 'status bytes of a receipt printer (ESC/POS)' } : undefined;
}

/** Something that calls itself PosXML and cannot be read. */
function garbled(bytes: Uint8Array): ServiceFacts | undefined {
  const state = headReader().read(bytes);
  if (state.state === 'body' && isCut(bytes.subarray(state.at))) {
    return { kind: 'garbled', detail: 'a PosXML document that is cut off', excerpt: excerpt(bytes) };
  }
  const text = latin(bytes);
  const at = text.search(/<posxml/i);
  if (at === -1) return undefined;
  const from = text.lastIndexOf('<?xml', at);
  const refused = decode(bytes.subarray(from === -1 ? at : from));
  const detail = refused.ok ? 'the document is whole, but something stands beside it' : refused.refusal.detail;
  return { kind: 'garbled', detail: excerpt(detail, SHORT), excerpt: excerpt(bytes) };
}

function http(bytes: Uint8Array): ServiceFacts | undefined {
  const reader = headReader();
  const state = reader.read(bytes);
  const head = state.state === 'body' ? state.head : (reader.soFar() ?? statusLineOnly(bytes));
  const text = textOf(bytes);
  const title = /<title[^>]{0,200}>([^<]{0,400})/i.exec(text)?.[1]?.replace(/\s+/g, ' ').trim();
  if (!head) return /^\s*<(?:!doctype html|html)/i.test(text) ? { kind: 'http', status: undefined, title: short(title), server: undefined } : undefined;
  if (WANTS_TLS.test(text)) return { kind: 'tls', detail: `it asks for TLS: ${excerpt(WANTS_TLS.exec(text)?.[0] ?? '', SHORT)}` };
  const server = head.headers.get('server');
  const type = head.headers.get('content-type') ?? '';
  if (/application\/ipp/i.test(type) || PRINTER_SERVER.test(server ?? '')) {
    return { kind: 'printer', detail: excerpt(`a printer’s web server: ${server ?? type}`, SHORT) };
  }
  return { kind: 'http', status: head.status, title: short(title), server: short(server) };
}

/** What nginx, Apache and Go say to plain HTTP on their TLS port. */
const WANTS_TLS = /plain HTTP request was sent to (?:an? )?(?:HTTPS|TLS|SSL) port|speaking plain HTTP to an? SSL-enabled|HTTP request to an HTTPS server/i;
const PRINTER_SERVER = /\b(?:CUPS|IPP|JetDirect|HP HTTP|EPSON|Brother|Lexmark|KYOCERA|printer)\b/i;

function statusLineOnly(bytes: Uint8Array): HttpHead | undefined {
  const line = /^\s*http\/\d\S*\s+(\d{3})/i.exec(latin(bytes.subarray(0, 64)));
  return line ? { status: Number(line[1]), headers: new Map() } : undefined;
}

function short(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : excerpt(text, SHORT);
}
