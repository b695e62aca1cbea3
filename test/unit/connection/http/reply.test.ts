import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_REPLY_BYTES, replyReader } from '../../../../src/connection/http/reply.js';
import type { HttpReply } from '../../../../src/connection/http/reply.js';
import { anyText } from '../../../support/any-text.js';
import { seeded } from '../../../support/seeded.js';
import { errorDocument, STATUS } from '../hostile-server.js';
import { cpuMs } from '../../../support/time.js';

const DOCUMENT = STATUS.replace(
  '</GetTerminalStatusResponse>',
  '<Reason>õnnestus\r\n\t</Reason></GetTerminalStatusResponse>',
);
const LENGTH = Buffer.byteLength(DOCUMENT);

/** Every form of a reply that terminals are known to send, or may. `ends`: it is whole only at the end of the stream. */
const FORMS: readonly (readonly [name: string, bytes: string, status: number | undefined])[] = [
  ['the usual', `HTTP/1.0 200 OK\r\nContent-Length: ${String(LENGTH)}\r\n\r\n${DOCUMENT}`, 200],
  [
    'lower case',
    `http/1.0 200 ok\r\ncontent-length: ${String(LENGTH)}\r\ncontent-type: text/xml\r\n\r\n${DOCUMENT}`,
    200,
  ],
  ['no status', `http/1.0\r\ncontent-length: ${String(LENGTH)}\r\n\r\n${DOCUMENT}`, undefined],
  ['no reason', `HTTP/1.1 200\r\nCONTENT-LENGTH:${String(LENGTH)}\r\n\r\n${DOCUMENT}`, 200],
  ['blank lines before', `\r\n\r\nHTTP/1.0 200 OK\r\nContent-Length: ${String(LENGTH)}\r\n\r\n${DOCUMENT}`, 200],
  ['bare LF', `HTTP/1.0 200 OK\nContent-Length: ${String(LENGTH)}\n\n${DOCUMENT}`, 200],
  ['no length', `HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n${DOCUMENT}`, 200],
  ['a length too long', `HTTP/1.0 200 OK\r\nContent-Length: ${String(LENGTH + 500)}\r\n\r\n${DOCUMENT}`, 200],
  ['an absurd length', `HTTP/1.0 200 OK\r\nContent-Length: 99999999999\r\n\r\n${DOCUMENT}`, 200],
  ['a length too short', `HTTP/1.0 200 OK\r\nContent-Length: ${String(LENGTH - 40)}\r\n\r\n${DOCUMENT}`, 200],
  ['a length of the declaration alone', `HTTP/1.0 200 OK\r\nContent-Length: 38\r\n\r\n${DOCUMENT}`, 200],
  ['a length in characters', `HTTP/1.0 200 OK\r\nContent-Length: ${String(DOCUMENT.length)}\r\n\r\n${DOCUMENT}`, 200],
  ['an unreadable length', `HTTP/1.0 200 OK\r\nContent-Length: many\r\n\r\n${DOCUMENT}`, 200],
  ['chunks', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunked(DOCUMENT, 50)}0\r\n\r\n`, 200],
  [
    'chunks with bare LF and extensions',
    `HTTP/1.1 200 OK\nTransfer-Encoding: Chunked\n\n${chunked(DOCUMENT, 64).replaceAll('\r\n40', '\r\n40;a=b')}0\n\n`,
    200,
  ],
  ['chunks that never end', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunked(DOCUMENT, 50)}`, 200],
  ['chunks that are none', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${DOCUMENT}`, 200],
  ['no head at all', DOCUMENT, undefined],
  ['no head, and padding', ` \r\n\0${DOCUMENT}\r\n\r\n`, undefined],
  ['a byte order mark', `HTTP/1.0 200 OK\r\n\r\n\ufeff${DOCUMENT}`, 200],
  ['padding', `HTTP/1.0 200 OK\r\nContent-Length: ${String(LENGTH + 6)}\r\n\r\n\r\n ${DOCUMENT}\r\n\0`, 200],
  ['no blank line after the head', `HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n${DOCUMENT}`, 200],
  [
    '100 Continue before',
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: ${String(LENGTH)}\r\n\r\n${DOCUMENT}`,
    200,
  ],
  [
    'a closing tag in capitals',
    `HTTP/1.0 200 OK\r\n\r\n${DOCUMENT.replaceAll('PosXML', 'POSXML').replace('</POSXML>', '</POSXML  >')}`,
    200,
  ],
  ['status 500', `HTTP/1.0 500 Error\r\nContent-Length: ${String(LENGTH)}\r\n\r\n${DOCUMENT}`, 500],
];

function chunked(text: string, size: number): string {
  const bytes = Buffer.from(text);
  let out = '';
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    out += `${part.length.toString(16)}\r\n${part.toString('latin1')}\r\n`;
  }
  // The rest of the reply is ASCII, so that one encoding fits all.
  return Buffer.from(out, 'latin1').toString('utf8');
}

interface Read {
  readonly reply: HttpReply;
  /** How many bytes had come when the reader called the reply whole. */
  readonly wholeAt: number | undefined;
}

function readAll(chunks: readonly Uint8Array[]): Read {
  const reader = replyReader();
  let came = 0;
  for (const chunk of chunks) {
    came += chunk.length;
    if (reader.push(chunk)) return { reply: reader.finish(false), wholeAt: came };
  }
  return { reply: reader.finish(true), wholeAt: undefined };
}

function expectStatus({ reply }: Read, status: number | undefined): void {
  expect(reply.decoded.ok ? reply.decoded.message.name : reply.decoded.refusal).toBe('GetTerminalStatusResponse');
  expect(reply.decoded.ok && reply.decoded.message.body).toMatchObject({ ReturnCode: 0, NextSTAN: 17 });
  expect(reply.httpStatus).toBe(status);
}

describe.each(FORMS)('%s', (_, text, status) => {
  const bytes = Buffer.from(text);

  test('is whole without the end of the stream, in one piece', () => {
    const read = readAll([bytes]);
    expectStatus(read, status);
    expect(read.wholeAt).toBe(bytes.length);
  });

  test('is whole byte by byte', () => {
    const read = readAll([...bytes].map((byte) => Uint8Array.of(byte)));
    expectStatus(read, status);
    expect(read.wholeAt).toBeDefined();
  });

  test('is whole at every split into two, and no prefix of it is taken for it', () => {
    const documentEnd = bytes.toString('latin1').toLowerCase().lastIndexOf('</posxml');
    for (let split = 1; split < bytes.length; split += 1) {
      const reader = replyReader();
      const early = reader.push(bytes.subarray(0, split));
      if (split <= documentEnd) expect(early, `whole after ${String(split)} bytes`).toBe(false);
      if (!early) reader.push(bytes.subarray(split));
      expectStatus({ reply: reader.finish(false), wholeAt: undefined }, status);
    }
  });

  test('is not whole when it is cut anywhere before its closing tag', () => {
    const documentEnd = bytes.toString('latin1').toLowerCase().lastIndexOf('</posxml');
    for (let cut = 0; cut <= documentEnd; cut += 1) {
      const { reply } = readAll([bytes.subarray(0, cut)]);
      expect(reply.decoded.ok).toBe(false);
    }
  });
});

test('an announced length is believed for what is no PosXML', () => {
  const page = '<html><title>Router</title></html>';
  const reader = replyReader();
  expect(
    reader.push(Buffer.from(`HTTP/1.1 401 Unauthorized\r\nContent-Length: ${String(page.length)}\r\n\r\n${page}`)),
  ).toBe(true);
  expect(reader.finish(false)).toMatchObject({ httpStatus: 401, whole: true, decoded: { ok: false } });
});

test('a document that is broken, but closed, is not waited for', () => {
  const broken = '<PosXML version="7.1.0"><A></B></PosXML>';
  const reader = replyReader();
  expect(reader.push(Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${String(broken.length)}\r\n\r\n${broken}`))).toBe(
    true,
  );
  expect(reader.finish(false)).toMatchObject({ whole: true, decoded: { ok: false } });
});

test('a cut document is told from a whole reply that is no PosXML', () => {
  const cut = (text: string): boolean => readAll([Buffer.from(text)]).reply.whole;
  expect(cut(`HTTP/1.0 200 OK\r\n\r\n${DOCUMENT.slice(0, 90)}`)).toBe(false);
  expect(cut(`HTTP/1.0 200 OK\r\n\r\n<?xml version="1.0"?>`)).toBe(false);
  expect(cut('HTTP/1.0 200 OK\r\nServer: x')).toBe(false);
  expect(cut('HTTP/1.0 200 OK\r\nContent-Length: 10\r\n\r\nshort')).toBe(false);
  expect(cut('HTTP/1.0 200 OK\r\n\r\n<html></html>')).toBe(true);
  expect(cut('SSH-2.0-dropbear\r\n')).toBe(true);
});

test('a document with other bytes around it is usable; two documents are not', () => {
  expectStatus(readAll([Buffer.from(`hello ${DOCUMENT} bye`)]), undefined);
  expect(readAll([Buffer.from(`HTTP/1.0 200 OK\r\n\r\n${DOCUMENT}${errorDocument(32779)}`)]).reply.decoded.ok).toBe(
    false,
  );
});

test('a server that drips closing tags costs no more than its bytes', () => {
  const reader = replyReader();
  const startedAt = cpuMs();
  const drip = Buffer.from('</PosXML>');
  reader.push(Buffer.from('HTTP/1.0 200 OK\r\n\r\n<PosXML>'));
  for (let sent = 0; sent < MAX_REPLY_BYTES; sent += drip.length) reader.push(drip);
  for (let sent = 0; sent < 100_000; sent += 1) reader.push(Buffer.from('\n'));
  reader.finish(true);
  expect(cpuMs() - startedAt).toBeLessThan(10_000);
});

test('whatever comes, in whatever pieces, reading it does not throw, and the pieces do not matter', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'HTTP/1.0 200 OK\r\n',
      'Content-Length: 20\r\n',
      'Transfer-Encoding: chunked\r\n',
      '\r\n',
      '\n',
      '14\r\n',
      '0\r\n\r\n',
      '<PosXML>',
      '</PosXML>',
      DOCUMENT,
      '<?xml',
    ),
    anyText(20),
  );
  const text = fc.array(piece, { maxLength: 8 }).map((pieces) => Buffer.from(pieces.join('')));
  fc.assert(
    fc.property(text, fc.array(fc.nat(), { maxLength: 6 }), (bytes, cuts) => {
      const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
      const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index] ?? 0, end));
      const whole = readAll([bytes]);
      const pieces = readAll(chunks);
      if (whole.wholeAt === undefined && pieces.wholeAt === undefined) expect(pieces.reply).toEqual(whole.reply);
    }),
    { seed: seeded('http-reply').seed, numRuns: 1000 },
  );
});
