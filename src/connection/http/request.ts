import { formatPair } from '../../model/endpoint.js';
import type { Endpoint } from '../../model/endpoint.js';

/** One ordinary HTTP request that carries one PosXML document: head and body together, for a single write. */
export function httpRequest(endpoint: Endpoint, document: string): Uint8Array {
  const body = Buffer.from(document, 'utf8');
  const head = [
    'POST / HTTP/1.1',
    `Host: ${formatPair(endpoint)}`,
    'Content-Type: text/xml; charset=UTF-8',
    `Content-Length: ${String(body.length)}`,
    'Connection: close',
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}
