import { describe, expect, test } from 'vitest';
import { createReplyCollector } from '../../../../src/connection/http/reply-collector.js';
import type { MessageName } from '../../../../src/posxml/messages.js';

const document = (name: string, fields = ''): string =>
  `<?xml version="1.0" encoding="UTF-8" ?><PosXML version="7.2.0"><${name}>${fields}</${name}></PosXML>`;
const QUESTION = document('VoiceTransactionRequest', '<Amount>1</Amount><Pan>0</Pan>');
const CANCELLED = document('CancelAllOperationsResponse', '<ReturnCode>0</ReturnCode>');
const REPLY = document('TransactionResponse', '<ReturnCode>32782</ReturnCode><Reason>Õ &lt;/PosXML></Reason>');

const headed = (xml: string): string => `HTTP/1.0 200 OK\r\nContent-Length: ${Buffer.byteLength(xml)}\r\n\r\n${xml}`;
const FORMS: Readonly<Record<string, (xml: string) => string>> = {
  'as replies': headed,
  'as replies without a length': (xml) => `HTTP/1.0 200 OK\r\n\r\n${xml}`,
  'as replies with too long a length': (xml) => `HTTP/1.0 200 OK\r\nContent-Length: 9999\r\n\r\n${xml}`,
  'as the vendor’s requests': (xml) => `http/1.0\r\ncontent-length: ${Buffer.byteLength(xml)}\r\n\r\n${xml}`,
  'as ordinary requests': (xml) => `POST / HTTP/1.1\r\nHost: till\r\n\r\n${xml}`,
  bare: (xml) => xml,
  'bare, with blanks around': (xml) => ` \r\n${xml}\r\n\0`,
  'behind a stray byte': (xml) => `\u0005${xml}`,
  chunked: (xml) =>
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${Buffer.byteLength(xml).toString(16)}\r\n${xml}\r\n0\r\n\r\n`,
};

/** The names of the messages in a stream that is cut into chunks of so many bytes. */
function namesIn(stream: string, size: number): readonly (MessageName | undefined)[] {
  const bytes = Buffer.from(stream, 'utf8');
  const collector = createReplyCollector(64 * 1024, true);
  const names: (MessageName | undefined)[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    let state = collector.take(bytes.subarray(at, at + size), true);
    while (state === 'whole') {
      const { decoded } = collector.finish(false);
      names.push(decoded.ok ? decoded.message.name : undefined);
      state = collector.readOn();
    }
  }
  return names;
}

describe.each(Object.entries(FORMS))('messages that come %s', (_form, form) => {
  test.each([1, 2, 3, 7, 64, 1000, 100_000])('are told apart in chunks of %i bytes', (size) => {
    for (const last of [form, headed])
      expect(namesIn(form(QUESTION) + form(CANCELLED) + last(REPLY), size)).toEqual([
        'VoiceTransactionRequest',
        'CancelAllOperationsResponse',
        'TransactionResponse',
      ]);
  });
});

test('what is no document between two is read over', () => {
  expect(namesIn(`${headed(QUESTION)}\u0006\u0005 noise > </x> ${headed(REPLY)}`, 5)).toEqual([
    'VoiceTransactionRequest',
    'TransactionResponse',
  ]);
});

test('a flood of ends without a document is no message, and takes no time', () => {
  const collector = createReplyCollector(512 * 1024, true);
  expect(collector.take(Buffer.from('<PosXML>' + '</PosXML>'.repeat(50_000)), true)).toBe('more');
  expect(collector.finish(true).decoded.ok).toBe(false);
});
