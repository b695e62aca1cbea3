import { bytesIn } from './letters.js';
import type { TransportSettings } from './transport-settings.js';

/** A PosXML document as the bytes of an HTTP reply, in the form that the settings choose. */
export function replyBytes(document: string, settings: TransportSettings): Buffer {
  const padded = settings.fieldPadding ? padFields(document) : document;
  const written = declare(settings.escaping === 'none' ? unescape(padded) : padded, settings);
  const body = bytesIn(settings.encoding, settings.documentPadding ? `\r\n \t${written}\r\n  \r\n` : written);
  const lines = [
    ...(settings.leadingBlankLine ? [''] : []),
    settings.statusLine,
    `Content-Type: text/xml${charset(settings)}`,
    ...lengthLines(body.length, settings),
    ...(settings.xmlSessionMode ? ['Connection: close'] : []),
    '',
    '',
  ];
  return Buffer.concat([Buffer.from(lines.join(settings.lineEnd), 'latin1'), body]);
}

/** A question of the terminal's own, which may look otherwise than a reply does. */
export function questionBytes(
  document: string,
  settings: TransportSettings,
  form: 'reply' | 'request' | 'bare',
): Buffer {
  if (form === 'reply') return replyBytes(document, settings);
  const body = Buffer.from(document, 'utf8');
  if (form === 'bare') return body;
  return Buffer.concat([Buffer.from(`http/1.0\r\ncontent-length: ${String(body.length)}\r\n\r\n`, 'latin1'), body]);
}

function lengthLines(length: number, { contentLength }: TransportSettings): readonly string[] {
  if (contentLength === 'absent') return [];
  return [`Content-Length: ${String(contentLength === 'too-long' ? length + 17 : length)}`];
}

function charset({ encoding, encodingTold }: TransportSettings): string {
  if (encodingTold === 'nowhere') return '';
  return `; charset=${encodingTold === 'head' ? encoding : 'UTF-8'}`;
}

/** As it is made, a document declares UTF-8. */
function declare(document: string, { encoding, encodingTold }: TransportSettings): string {
  if (encodingTold === 'falsely') return document;
  return document.replace(/ encoding="UTF-8"/, encodingTold === 'declared' ? ` encoding="${encoding}"` : '');
}

const ESCAPED: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

function unescape(document: string): string {
  return document.replace(/&(?:amp|lt|gt);/g, (written) => ESCAPED[written] ?? written);
}

/** Receipts and the batch are laid out by their blanks, so they get none. */
const LAID_OUT = /^(FileData|ReceiptData|MerchReceipt|CustReceipt)$/;

function padFields(document: string): string {
  return document.replace(/>([^<>]*)<\/(\w+)>/g, (whole, value: string, name: string) =>
    LAID_OUT.test(name) || value === '' ? whole : `>${value}   </${name}>`,
  );
}
