import { connect } from 'node:net';
import type { VirtualTerminal } from '../../src/sandbox/terminal/index.js';
import { portThat } from './world.js';

/** A test card number that passes its checksum. */
export const PAN = '4111111111111111';
const SPACED = '4111 1111 1111 1111';
export const TRACK_2 = `;${PAN}=25121010000012345678?`;
const TRACK_1 = `%B${PAN}^TAMM/MARI^25121010000012345678?`;
export const CARD_ID = '0F1E2D3C4B5A69788796A5B4C3D2E1F0';

/** Everything by which a terminal could let card data out. What the terminal had said there is replaced. */
const LEAKS: readonly (readonly [RegExp, string])[] = [
  [/<Pan>[^<]*<\/Pan>/g, `<Pan>${PAN}</Pan><Track1>${TRACK_1}</Track1><Track2>${TRACK_2}</Track2>`],
  [/<CardID>[^<]*<\/CardID>/g, `<CardID>${CARD_ID}</CardID>`],
  [/<CardName>[^<]*<\/CardName>/g, `<CardName>${TRACK_1}</CardName><CardID>${CARD_ID}</CardID>`],
  [/<(Reason)>([^<]*)<\/Reason>|<Reason *\/>/g, `<Reason>$2 ${SPACED} ${TRACK_2}</Reason>`],
  [/<AdditionalInfo>[^<]*<\/AdditionalInfo>/g, `<AdditionalInfo>${TRACK_1}</AdditionalInfo>`],
  [/<TerminalOwnerName>[^<]*<\/TerminalOwnerName>/g, `<TerminalOwnerName>Kliinik ${SPACED}</TerminalOwnerName>`],
  [/<PrinterStatus>[^<]*<\/PrinterStatus>/g, `<PrinterStatus>${PAN}</PrinterStatus>`],
  [/\*{4,}\d{4}/g, PAN],
  [/<\/TransactionResponse>/g, `<MerchReceipt>KAART ${SPACED}\n${TRACK_2}</MerchReceipt><CustReceipt>${PAN}</CustReceipt></TransactionResponse>`],
];

/** Stands before a virtual terminal and lets card data out in everything that this says. Gives its posxml and its log port. */
export async function leakyTerminal(terminal: VirtualTerminal): Promise<{ readonly posxml: number; readonly log: number }> {
  const posxml = await portThat((socket) => {
    const behind = connect(terminal.posxmlPort, terminal.host).on('error', () => socket.destroy());
    const reply: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => behind.write(chunk));
    socket.on('close', () => behind.destroy());
    behind.on('data', (chunk: Buffer) => reply.push(chunk));
    behind.on('end', () => socket.end(leaking(Buffer.concat(reply).toString('utf8'))));
  });
  const log = await portThat((socket) => socket.write(`MSR ${TRACK_1} ${TRACK_2}\r\nPAN ${PAN}\r\n`));
  return { posxml, log };
}

function leaking(reply: string): string {
  const end = reply.indexOf('\r\n\r\n');
  const body = LEAKS.reduce((text, [pattern, by]) => text.replaceAll(pattern, by), reply.slice(end + 4));
  return `${reply.slice(0, end).replace(/content-length: *\d+/i, `Content-Length: ${String(Buffer.byteLength(body))}`)}\r\n\r\n${body}`;
}
