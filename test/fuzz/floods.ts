import type { Socket } from 'node:net';
import { MAX_ANSWER_BYTES, MAX_REPLY_BYTES } from '../../src/connection/http/reply.js';
import type { Enter } from '../../src/sandbox/services/service.js';

/** Just under what a reply may be, so that its size alone saves nobody: the longest, and one about a terminal's state. */
export const LONG = MAX_REPLY_BYTES - 8192;
export const SHORT = MAX_ANSWER_BYTES - 8192;

/** Documents that are small to send and large to read; by what they hold. Each has about as many bytes as are asked for. */
export const FLOOD_DOCUMENTS: Readonly<Record<string, (most: number) => string>> = {
  'a bomb of entities': () =>
    `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">${numbered(12, (index) => `<!ENTITY b${String(index)} "&a;&a;&a;&a;">`)}]><PosXML><Error><Reason>&b9;</Reason></Error></PosXML>`,
  'a DOCTYPE without end': (most) => `<?xml version="1.0"?><!DOCTYPE x [${fill('<!ENTITY a "ha">', most)}`,
  '<?xml again and again': (most) => within(fill('<?xml ', most)),
  '<?xml again and again, and no document': (most) => fill('<?xml ', most),
  'processing instructions': (most) => within(fill('<?a b?>', most)),
  'a processing instruction without end': (most) => within(`<?a ${fill('x', most)}`),
  comments: (most) => within(fill('<!---->', most)),
  'a comment without end': (most) => within(`<!--${fill('x', most)}`),
  CDATA: (most) => within(field(fill('<![CDATA[]]>', most))),
  'CDATA of one letter': (most) => within(field(fill('<![CDATA[x]]>', most))),
  'text without tags': (most) => fill('x', most),
  'text in a field': (most) => within(field(fill('x', most))),
  'text in a block': (most) =>
    `<PosXML version="7.1.0"><TransactionCurrStatusResponse><ReturnCode>0</ReturnCode><FileData>${fill('x\t', most)}</FileData></TransactionCurrStatusResponse></PosXML>`,
  'lines in a block': (most) =>
    `<PosXML version="7.1.0"><TransactionCurrStatusResponse><ReturnCode>0</ReturnCode><FileData>${fill('x\r\n', most)}</FileData></TransactionCurrStatusResponse></PosXML>`,
  'nested tags': (most) => within(fill('<a>', most)),
  'closing tags': (most) => within(fill('</a>', most)),
  'fields by the hundred thousand': (most) => within(long(most, (index) => `<F${String(index)}>1</F${String(index)}>`)),
  'one field again and again': (most) => within(fill('<Reason>1</Reason>', most)),
  roots: (most) => fill('<PosXML/>', most),
  attributes: (most) =>
    `<PosXML version="7.1.0"><GetTerminalStatusResponse${long(most, (index) => ` a${String(index)}="1"`)}/></PosXML>`,
  'attributes of the envelope': (most) =>
    `<PosXML version="7.1.0"${long(most, (index) => ` a${String(index)}="1"`)}></PosXML>`,
  'one attribute again and again': (most) =>
    `<PosXML version="7.1.0"><GetTerminalStatusResponse${fill(' a="1"', most)}/></PosXML>`,
  'a long attribute': (most) => `<PosXML version="${fill('7', most)}"></PosXML>`,
  'a long name': (most) => `<PosXML version="7.1.0"><${fill('a', most)}/></PosXML>`,
  'blanks in a tag': (most) => `<PosXML version="7.1.0"><Error${fill(' ', most)}/></PosXML>`,
  '&amp;': (most) => within(field(fill('&amp;', most))),
  'character references': (most) => within(field(fill('&#65;', most))),
  'references without end': (most) => within(field(fill('&', most))),
  '<': (most) => within(fill('<', most)),
  NULs: (most) => fill('\0', most),
  'NULs in a field': (most) => within(field(fill('\0', most))),
  'line ends': (most) => within(field(fill('\r', most))),
  'PosXML without brackets': (most) => fill('posxml ', most),
  'letters outside of Latin': (most) => within(field(fill('☃', most))),
};

/** Answers to whatever is asked: those documents, and what is no document or never ends. */
export const FLOODS: Readonly<Record<string, (most: number) => Enter>> = {
  ...Object.fromEntries(
    Object.entries(FLOOD_DOCUMENTS).map(([name, make]) => [name, replies((most) => Buffer.from(make(most)))]),
  ),
  'broken UTF-8': replies((most) =>
    Buffer.concat([
      Buffer.from('<PosXML version="7.1.0"><Error><Reason>'),
      Buffer.alloc(most, 0xc0),
      Buffer.from('</Reason></Error></PosXML>'),
    ]),
  ),
  'random bytes': replies((most) =>
    Buffer.from(Array.from({ length: most }, (_, index) => ((index * 2654435761) >>> 13) & 0xff)),
  ),
  'UTF-16': replies((most) => Buffer.from(`\ufeff${within(field(fill('x', most / 3)))}`, 'utf16le')),
  'a head of a hundred thousand lines': raw(
    () => `HTTP/1.1 200 OK\r\n${numbered(100_000, (index) => `A${String(index % 10)}: 1\r\n`)}`,
  ),
  'a head of one line': raw((most) => `HTTP/1.1 200 OK\r\nServer: ${fill('x', most)}\r\n\r\n`),
  'an empty head again and again': raw((most) => fill('HTTP/1.1 100 Continue\r\n\r\n', most)),
  'blank lines': raw((most) => fill('\r\n', most)),
  'TLS records': endless(
    Buffer.from([0x16, 3, 3, 0x40, 0, ...Array.from({ length: 16_384 }, (_, index) => index & 0xff)]),
  ),
  'a body without end': endless(Buffer.alloc(65_536, '<a>'), 'HTTP/1.1 200 OK\r\n\r\n<PosXML version="7.1.0">'),
  'a body longer than announced': endless(Buffer.alloc(65_536, 'x'), 'HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n'),
  'a body announced as huge': endless(
    Buffer.alloc(65_536, 'x'),
    'HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n<PosXML>',
  ),
  'chunks without end': endless(
    Buffer.from(`1\r\nx\r\n`.repeat(10_000)),
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
  ),
  'one chunk without end': endless(
    Buffer.alloc(65_536, 'x'),
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n',
  ),
  'a log with escape sequences': endless(
    Buffer.from('\u001b[2J\u001b]0;owned\u0007\u202e 12:00:00 text\r\n'.repeat(1000)),
  ),
  'documents without end': endless(
    Buffer.from('<PosXML version="7.1.0"><Error><ReturnCode>x</ReturnCode></PosXML>\n'.repeat(500)),
    'HTTP/1.1 200 OK\r\n\r\n',
  ),
  'a head that drips': drips('HTTP/1.1 200 OK\r\n', 'X: y\r\n'),
  'closing tags that drip': drips('HTTP/1.1 200 OK\r\n\r\n<PosXML>', '</PosXML>'),
  'elements that drip': drips('HTTP/1.1 200 OK\r\n\r\n<PosXML version="7.1.0"><Error>', '<a>1</a>'.repeat(100)),
};

function replies(make: (most: number) => Buffer): (most: number) => Enter {
  return (most) =>
    asked((socket) => {
      const body = make(most);
      socket.write(`HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\nContent-Length: ${String(body.length)}\r\n\r\n`);
      socket.write(body);
    });
}

function raw(make: (most: number) => string): (most: number) => Enter {
  return (most) =>
    asked((socket) => {
      socket.write(make(most));
    });
}

function endless(piece: Buffer, start = ''): () => Enter {
  return () =>
    asked((socket) => {
      socket.write(start);
      const more = (): void => {
        while (!socket.destroyed && socket.write(piece));
      };
      socket.on('drain', more);
      more();
    });
}

function drips(start: string, piece: string): () => Enter {
  return () =>
    asked((socket) => {
      socket.write(start);
      const timer = setInterval(() => socket.write(piece), 1);
      socket.once('close', () => {
        clearInterval(timer);
      });
    });
}

function asked(answer: (socket: Socket) => void): Enter {
  return (socket) => {
    socket.once('data', () => {
      answer(socket);
    });
  };
}

function within(content: string): string {
  return `<?xml version="1.0" encoding="UTF-8" ?><PosXML version="7.1.0"><GetTerminalStatusResponse><ReturnCode>0</ReturnCode>${content}</GetTerminalStatusResponse></PosXML>`;
}

function field(content: string): string {
  return `<Reason>${content}</Reason>`;
}

function fill(piece: string, most: number): string {
  return piece.repeat(Math.floor(most / Buffer.byteLength(piece)));
}

function numbered(count: number, piece: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => piece(index)).join('');
}

function long(most: number, piece: (index: number) => string): string {
  return numbered(Math.floor(most / (piece(99_999).length + 1)), piece);
}
