import type { TransportSettings } from './transport-settings.js';

/** A PosXML document as the bytes of an HTTP reply, in the form that the settings choose. */
export function replyBytes(document: string, settings: TransportSettings): Buffer {
  const padded = settings.fieldPadding ? padFields(document) : document;
  const body = Buffer.from(settings.documentPadding ? `\r\n \t${padded}\r\n  \r\n` : padded, 'utf8');
  const lines = [
    ...(settings.leadingBlankLine ? [''] : []),
    settings.statusLine,
    'Content-Type: text/xml; charset=UTF-8',
    ...lengthLines(body.length, settings),
    ...(settings.xmlSessionMode ? ['Connection: close'] : []),
    '',
    '',
  ];
  return Buffer.concat([Buffer.from(lines.join(settings.lineEnd), 'latin1'), body]);
}

function lengthLines(length: number, { contentLength }: TransportSettings): readonly string[] {
  if (contentLength === 'absent') return [];
  return [`Content-Length: ${String(contentLength === 'too-long' ? length + 17 : length)}`];
}

/** Receipts and the batch are laid out by their blanks, so they get none. */
const LAID_OUT = /^(FileData|ReceiptData|MerchReceipt|CustReceipt)$/;

function padFields(document: string): string {
  return document.replace(/>([^<>]*)<\/(\w+)>/g, (whole, value: string, name: string) =>
    LAID_OUT.test(name) || value === '' ? whole : `>${value}   </${name}>`,
  );
}
