import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Message } from '../../../src/posxml/messages.js';
import { decodeMessage } from '../../../src/posxml/decode.js';
import { encodeMessage } from '../../../src/posxml/encode.js';
import { cleanUp } from '../../support/clean-up.js';

/** A TCP server on loopback that does to each connection whatever a test wants. */
export interface HostileServer {
  readonly port: number;
  readonly endpoint: { readonly host: string; readonly port: number };
  /** Whole requests that came, as text. */
  readonly requests: string[];
  /** Connections that were ever accepted. */
  readonly accepted: () => number;
  /** Connections that are open now. */
  readonly open: () => number;
}

export interface Behaviour {
  readonly onConnect?: (socket: Socket, number: number) => void;
  /** Called once for each whole request. */
  readonly onRequest?: (socket: Socket, request: string, number: number) => void;
}

export async function hostileServer(behaviour: Behaviour): Promise<HostileServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer((socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let came = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      came = Buffer.concat([came, chunk]);
      const request = wholeRequest(came);
      if (request === undefined) return;
      came = Buffer.alloc(0);
      requests.push(request);
      behaviour.onRequest?.(socket, request, requests.length);
    });
    behaviour.onConnect?.(socket, accepted);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  cleanUp(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { port, endpoint: { host: '127.0.0.1', port }, requests, accepted: () => accepted, open: () => sockets.size };
}

function wholeRequest(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8');
  const end = text.indexOf('\r\n\r\n');
  const length = Number(/content-length: *(\d+)/i.exec(text)?.[1]);
  return end !== -1 && bytes.length >= Buffer.byteLength(text.slice(0, end + 4)) + length ? text : undefined;
}

export function httpReply(document: string, head = 'HTTP/1.0 200 OK'): string {
  return `${head}\r\nContent-Type: text/xml\r\nContent-Length: ${String(Buffer.byteLength(document))}\r\n\r\n${document}`;
}

export function documentOf(message: Message & { readonly version: string }): string {
  return encodeMessage(message);
}

export const STATUS = documentOf({
  name: 'GetTerminalStatusResponse',
  version: '7.1.0',
  body: {
    ReturnCode: 0,
    CardStatus: 0,
    NextSTAN: 17,
    NotFinishedTransactionsCount: 0,
    TransactionsCount: 3,
    ReversalActive: 0,
    Time: '2026-11-23T10:00:00',
  },
});

export function errorDocument(returnCode: number, reason = '', version = '7.1.0'): string {
  return documentOf({ name: 'Error', version, body: { ReturnCode: returnCode, Reason: reason } });
}

interface TerminalSetup {
  readonly terminalId?: string;
  /** Versions that it accepts. */
  readonly versions?: readonly string[];
  readonly ownerName?: string;
}

/** The bytes with which a healthy terminal answers a request. */
export function terminalReply(request: string, setup: TerminalSetup = {}): string {
  const decoded = decodeMessage(request.slice(request.indexOf('\r\n\r\n') + 4));
  if (!decoded.ok) return httpReply(errorDocument(32773));
  const { name, version = '' } = decoded.message;
  if (setup.versions && !setup.versions.includes(version))
    return httpReply(errorDocument(32770, 'wrong version', version));
  if (name === 'GetTerminalStatusRequest') return httpReply(STATUS.replace('7.1.0', version));
  if (name === 'GetParametersRequest') {
    const body = {
      ReturnCode: 0,
      TerminalID: setup.terminalId ?? '12345678',
      TerminalOwnerName: setup.ownerName ?? 'Kliinik OÜ',
      MerchantRegNo: '10000000',
    };
    return httpReply(documentOf({ name: 'GetParametersResponse', version, body }));
  }
  return httpReply(errorDocument(32769, '', version));
}

/** A terminal that answers every request and closes, like one in XML session mode. */
export function terminalServer(setup: TerminalSetup = {}): Promise<HostileServer> {
  return hostileServer({
    onRequest: (socket, request) => {
      socket.end(terminalReply(request, setup));
    },
  });
}
