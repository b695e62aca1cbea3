import type { Seeded } from '../support/seeded.js';

/** Passes the Luhn check: whatever shows it leaks a card number. */
export const CARD = '4111111111111111';

/** What moves a cursor, sets a title, reorders or hides text, ends a string, or is no text at all. */
const NASTY = [
  '\u001b[2J\u001b[1;1H',
  '\u001b]0;owned\u0007',
  '\u009b31m',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\u0000',
  '\u0007',
  '\r\n',
  '\u2028',
  '\u{e0041}',
  '\ud800',
  '&#27;[2J',
  '&#x202e;',
  '&amp;',
  '<![CDATA[\u001b[31m]]>',
  '{places}',
  '${x}',
  '%s%n',
  '../../etc',
  "'; DROP TABLE",
  CARD,
  `;${CARD}=25121010000`,
  'õäöü',
  '🐈',
] as const;

const HEALTHY = [
  '<?xml version="1.0" encoding="UTF-8" ?><PosXML version="7.1.0"><GetTerminalStatusResponse><ReturnCode>0</ReturnCode><CardStatus>0</CardStatus><NextSTAN>17</NextSTAN><NotFinishedTransactionsCount>0</NotFinishedTransactionsCount><TransactionsCount>3</TransactionsCount><ReversalActive>0</ReversalActive><Time>23.11.2026 10:00:00</Time><PrinterStatus>2</PrinterStatus></GetTerminalStatusResponse></PosXML>',
  '<?xml version="1.0" encoding="UTF-8" ?><PosXML version="7.1.0"><GetParametersResponse><ReturnCode>0</ReturnCode><TerminalID>12345678</TerminalID><TerminalOwnerName>Kliinik</TerminalOwnerName><LocalIPAddress>192.168.1.50</LocalIPAddress><CurrencyNameStr>EUR</CurrencyNameStr></GetParametersResponse></PosXML>',
  '<PosXML version="7.1.0"><Error><ReturnCode>32779</ReturnCode><Reason>later</Reason></Error></PosXML>',
] as const;

const FIELDS = [
  'ReturnCode',
  'Reason',
  'TerminalID',
  'TerminalOwnerName',
  'LocalIPAddress',
  'CurrencyNameStr',
  'Time',
  'CardStatus',
  'PrinterStatus',
  'TerminalVersion',
  'SupportedLanguages',
] as const;

const STARTS = [
  'HTTP/1.1 200 OK\r\nServer: ',
  'HTTP/1.1 401 \r\nWWW-Authenticate: x\r\n\r\n',
  'http/1.0 200 ok\r\n\r\n',
  '<title>',
  '<!DOCTYPE html><title>',
  'SSH-2.0-',
  '220 FTP ',
  '220 x ESMTP ',
  'RFB 003.008\n',
  '* OK IMAP ',
  'RTSP/1.0 200 OK\r\nServer: ',
  '\u0015\u0003\u0003\u0000\u0002\u0002',
  '\u0016\u0003\u0001',
  '@PJL ',
  '\u001b%-12345X',
  '\u00ff\u00fd',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n',
  'POST / HTTP/1.1\r\n\r\n',
] as const;

/** One reply that nobody should send, the same for the same seed. */
export function hostileReply(seeded: Seeded): Buffer {
  return seeded.pick(KINDS)(seeded);
}

type Kind = (seeded: Seeded) => Buffer;

const randomBytes: Kind = ({ int }) =>
  Buffer.from(Array.from({ length: int(int(10) === 0 ? 4000 : 300) }, () => int(256)));

const nastyText = ({ int, pick }: Seeded): string =>
  Array.from({ length: int(8) }, () => pick([...NASTY, 'text', ' ', 'x'.repeat(int(400))])).join('');

const anotherService: Kind = (seeded) =>
  Buffer.concat([
    Buffer.from(seeded.pick(STARTS), 'latin1'),
    Buffer.from(nastyText(seeded)),
    seeded.int(3) === 0 ? randomBytes(seeded) : Buffer.alloc(0),
  ]);

/** A healthy reply with nasty values in its fields. */
const nastyFields: Kind = (seeded) => {
  const { int, pick } = seeded;
  let document: string = pick(HEALTHY);
  for (let times = int(4); times >= 0; times -= 1) {
    const value = int(4) === 0 ? nastyText(seeded) : nastyText(seeded).replaceAll(/[<&]/g, '');
    const name = pick(FIELDS);
    document = document.includes(`<${name}>`)
      ? document.replace(new RegExp(`<${name}>[^<]*`), () => `<${name}>${value}`)
      : document.replace('</ReturnCode>', () => `</ReturnCode><${name}>${value}</${name}>`);
  }
  return http(document, seeded);
};

/** A healthy reply, cut, doubled, or with bytes changed. */
const mutated: Kind = (seeded) => {
  const { int, pick } = seeded;
  let bytes = http(pick(HEALTHY), seeded);
  for (let times = int(6); times >= 0; times -= 1) {
    const at = int(bytes.length + 1);
    const until = at + int(20);
    bytes = pick([
      () => bytes.subarray(0, at),
      () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(until)]),
      () => Buffer.concat([bytes.subarray(0, at), randomBytes(seeded).subarray(0, 8), bytes.subarray(at)]),
      () => Buffer.concat([bytes, bytes.subarray(at)]),
    ])();
  }
  return bytes;
};

/** Documents that are small to send and large to read. */
const bomb: Kind = (seeded) => {
  const { int, pick } = seeded;
  const count = 1 + int(3000);
  return http(
    pick([
      () =>
        `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "${'ha'.repeat(int(50))}">${Array.from({ length: 10 }, (_, index) => `<!ENTITY b${String(index)} "&a;&a;&a;&a;">`).join('')}]><PosXML version="7.1.0"><Error><Reason>&b9;</Reason></Error></PosXML>`,
      () => `<?xml version="1.0"?><!DOCTYPE PosXML SYSTEM "file:///etc/passwd"><PosXML><Error/></PosXML>`,
      () => `<PosXML version="7.1.0">${'<a>'.repeat(count)}`,
      () =>
        `<PosXML version="7.1.0"><GetParametersResponse>${Array.from({ length: count }, (_, index) => `<F${String(index)}>1</F${String(index)}>`).join('')}</GetParametersResponse></PosXML>`,
      () =>
        `<PosXML version="7.1.0"><GetParametersResponse ${Array.from({ length: count }, (_, index) => `a${String(index)}="1"`).join(' ')}/></PosXML>`,
      () =>
        `<PosXML version="7.1.0"><GetParametersResponse><TerminalID>${'9'.repeat(count)}</TerminalID><TerminalID>2</TerminalID></GetParametersResponse></PosXML>`,
      () => `<PosXML version="7.1.0"><__proto__><ReturnCode>0</ReturnCode></__proto__><constructor/></PosXML>`,
      () =>
        `<PosXML version="7.1.0"><GetTerminalStatusResponse><ReturnCode>${'0'.repeat(int(30))}</ReturnCode><Time>99.99.9999 99:99:99</Time><CardStatus>999999999999999999999</CardStatus></GetTerminalStatusResponse></PosXML>`,
      () => `<PosXML version="7.1.0"><Error><Reason>${'&lt;'.repeat(count)}</Reason></Error></PosXML>`,
    ])(),
    seeded,
  );
};

const longHead: Kind = ({ int }) =>
  Buffer.from(
    `HTTP/1.1 200 OK\r\n${Array.from({ length: int(400) }, (_, index) => `X-${String(index)}: ${'y'.repeat(int(60))}`).join('\r\n')}\r\n${int(2) === 0 ? '\r\n<title>t</title>' : ''}`,
  );

/** UTF-8 that is cut, overlong, or of surrogates. */
const brokenText: Kind = (seeded) =>
  Buffer.concat([
    http('', seeded),
    Buffer.from('<PosXML version="7.1.0"><Error><Reason>'),
    seeded.pick([
      Buffer.from([0xc0, 0xaf]),
      Buffer.from([0xed, 0xa0, 0x80]),
      Buffer.from([0xe2, 0x82]),
      Buffer.from([0xf7, 0xbf, 0xbf, 0xbf]),
    ]),
    Buffer.from('</Reason></Error></PosXML>'),
  ]);

const nothing: Kind = () => Buffer.alloc(0);

const KINDS: readonly Kind[] = [
  randomBytes,
  anotherService,
  anotherService,
  nastyFields,
  nastyFields,
  nastyFields,
  mutated,
  mutated,
  mutated,
  bomb,
  longHead,
  brokenText,
  nothing,
];

function http(document: string, { int, pick }: Seeded): Buffer {
  const body = Buffer.from(document);
  const length = pick([
    `Content-Length: ${String(body.length)}\r\n`,
    `Content-Length: ${String(body.length)}\r\n`,
    '',
    `Content-Length: ${String(body.length + int(40) - 20)}\r\n`,
  ]);
  return Buffer.concat([
    Buffer.from(
      `${pick(['HTTP/1.0 200 OK', 'http/1.0 200 ok', 'HTTP/1.1 500 x'])}\r\nContent-Type: text/xml\r\n${length}\r\n`,
    ),
    body,
  ]);
}
