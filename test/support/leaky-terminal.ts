import { connect } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { makeCertificate } from '../../src/sandbox/services/certificate.js';
import type { VirtualTerminal } from '../../src/sandbox/terminal/virtual-terminal.js';
import { cleanUp } from './clean-up.js';
import { portThat } from './sandbox.js';

/** A test card number that passes its checksum. */
export const PAN = '4111111111111111';
const between = (separator: string): string => PAN.replaceAll(/(?<=^(?:\d{4})+)(?!$)/g, separator);
export const TRACK_2 = `;${PAN}=25121010000012345678?`;
const TRACK_1 = `%B${PAN}^TAMM/MARI^25121010000012345678?`;
export const CARD_ID = '0f1e2d3c4b5a69788796a5b4c3d2e1f0'.repeat(2);
/** As it is printed, mailed, typed, read out digit by digit, or written elsewhere. */
export const FORMS: readonly string[] = [
  PAN,
  between(' '),
  between('-'),
  between('.'),
  between('\u00a0'),
  '4111 1111.1111-1111',
  '4111 1111 1111&#x200b;1111',
  '4111 1111&#32;1111\u200b1111',
  Array.from(PAN).join(' '),
  Array.from(PAN, (digit) => String.fromCodePoint(0xff10 + Number(digit))).join(''),
  TRACK_1,
  TRACK_2,
];

/** Texts that a terminal may send; what it says there stays, and card data is put behind it. */
const TEXTS =
  /<(Reason|AdditionalInfo|TerminalOwnerName|TerminalOwnerAddress|Name|Address|SerNo|TerminalVersion|SupportedLanguages|DisplayLanguage|PrinterLanguage|LocalIPAddress|SubnetMask|GatewayIPAddress|HostIPAddressA|MerchantID|PayDesk|ReceiptData|Input)>([^<]*)<\/\1>|<(Reason|AdditionalInfo) *\/>/g;
const CARD: readonly (readonly [RegExp, string])[] = [
  [/<Pan>[^<]*<\/Pan>/g, `<Pan>${PAN}</Pan><Track1>${TRACK_1}</Track1><Track2>${TRACK_2}</Track2>`],
  [/<CardID>[^<]*<\/CardID>/g, `<CardID>${CARD_ID}</CardID>`],
  [/<CardName>[^<]*<\/CardName>/g, `<CardName>${TRACK_1}</CardName><CardID>${CARD_ID}</CardID>`],
  [/<PrinterStatus>[^<]*<\/PrinterStatus>/g, `<PrinterStatus>${PAN}</PrinterStatus>`],
  // The rows of the unsent batch have it in the fourth column.
  [/\*{4,}\d{4}/g, PAN],
  [
    /<\/TransactionResponse>/g,
    `<MerchReceipt>KAART ${between(' ')}\n${TRACK_2}</MerchReceipt><CustReceipt>${between('.')}</CustReceipt></TransactionResponse>`,
  ],
];

/** Stands before a virtual terminal and lets card data out in everything that this says. Gives its posxml and its log port. */
export async function leakyTerminal(
  terminal: VirtualTerminal,
): Promise<{ readonly posxml: number; readonly log: number }> {
  const posxml = await changing(terminal, leaking);
  const log = await portThat((socket) =>
    socket.write(`MSR ${TRACK_1} ${TRACK_2}\r\n${FORMS.map((form) => `PAN ${form}\r\n`).join('')}`),
  );
  return { posxml, log };
}

/** A port that forwards to a terminal, and changes the body of whatever it replies. */
async function changing(terminal: VirtualTerminal, change: (body: string) => string): Promise<number> {
  return portThat((socket) => {
    const behind = connect(terminal.posxmlPort, terminal.host).on('error', () => socket.destroy());
    const reply: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => behind.write(chunk));
    socket.on('close', () => behind.destroy());
    behind.on('data', (chunk: Buffer) => reply.push(chunk));
    behind.on('end', () => socket.end(changed(Buffer.concat(reply).toString('utf8'), change)));
  });
}

function changed(reply: string, change: (body: string) => string): string {
  const end = reply.indexOf('\r\n\r\n');
  const body = change(reply.slice(end + 4));
  return `${reply.slice(0, end).replace(/content-length: *\d+/i, `Content-Length: ${String(Buffer.byteLength(body))}\r\nServer: posxml ${between('.')}`)}\r\n\r\n${body}`;
}

function leaking(body: string): string {
  let place = 0;
  const texts = body.replaceAll(
    TEXTS,
    (_whole, name: string | undefined, said: string | undefined, empty: string | undefined) => {
      const field = name ?? empty ?? '';
      place += 1;
      return `<${field}>${said ?? ''} ${FORMS.slice(place % FORMS.length)
        .concat(FORMS)
        .slice(0, 2)
        .join(' / ')}</${field}>`;
    },
  );
  return CARD.reduce((text, [pattern, by]) => text.replaceAll(pattern, by), texts);
}

const page = (title: string, ...headers: readonly string[]): string => {
  const body = `<html><head><title>${title}</title></head><body>${FORMS.join('<br>')}</body></html>`;
  return `HTTP/1.1 401 ${between('-')}\r\nServer: router ${between('.')}\r\n${headers.map((header) => `${header}\r\n`).join('')}Content-Type: text/html; charset=utf-8\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\nConnection: close\r\n\r\n${body}`;
};

const onData =
  (reply: string) =>
  (socket: Socket): void => {
    socket.once('data', () => socket.end(reply));
  };

/** What else may lie behind a rule, with card data wherever it says something. Gives the port. */
export const LEAKY_SERVICES: Readonly<Record<string, () => Promise<number>>> = {
  'a web page': () =>
    portThat(
      onData(
        page(
          `Router ${between(' ')}`,
          `WWW-Authenticate: Basic realm="${between('.')}"`,
          `Location: http://127.0.0.1/?card=${PAN}`,
        ),
      ),
    ),
  'a web page with tracks': () => portThat(onData(page(TRACK_1, `WWW-Authenticate: Basic realm="${TRACK_2}"`))),
  'an SSH banner': () => portThat((socket) => socket.write(`SSH-2.0-card_${between('.')} ${PAN}\r\n`)),
  'a text': () => portThat((socket) => socket.write(`220 ${FORMS.join(' ')}\r\n`)),
  'garbage that holds it': () => portThat(onData(`\u0000\u0001${FORMS.join('\u0000')}`)),
  'a document of something else': () =>
    portThat(
      onData(
        `HTTP/1.0 200 OK\r\n\r\n<?xml version="1.0"?><PosXML version="${PAN}"><Error><ReturnCode>32774</ReturnCode><Reason>${FORMS.join(' ')}</Reason></Error></PosXML>`,
      ),
    ),
  'a certificate': async () => {
    const server = createTlsServer(
      makeCertificate([`card-${PAN}.example`, between('.'), `${between('-')}.example`]),
      (socket) => {
        socket.on('error', () => undefined);
      },
    );
    server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUp(() => server.close());
    return (server.address() as AddressInfo).port;
  },
};
