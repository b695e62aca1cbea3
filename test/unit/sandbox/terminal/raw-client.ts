import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startVirtualTerminal } from '../../../../src/sandbox/terminal/virtual-terminal.js';
import type { TerminalSettings } from '../../../../src/sandbox/terminal/settings.js';
import type { VirtualTerminal } from '../../../../src/sandbox/terminal/virtual-terminal.js';
import { cleanUp } from '../../../support/clean-up.js';
import { STUCK_MS } from '../../../support/time.js';

/** A terminal without delays, closed when the test ends. */
export async function terminalWith(settings: Partial<TerminalSettings> = {}): Promise<VirtualTerminal> {
  const terminal = await startVirtualTerminal({ speed: 0, ...settings });
  cleanUp(async () => terminal.close());
  return terminal;
}

/** Bytes in and out of one connection, and nothing that knows HTTP or PosXML. */
class Raw {
  readonly socket: Socket;
  received = '';
  ended = false;
  closed = false;
  errno: string | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => (this.received += chunk.toString('utf8')));
    socket.on('end', () => (this.ended = true));
    socket.on('close', () => (this.closed = true));
    socket.on('error', (error: NodeJS.ErrnoException) => (this.errno = error.code));
    cleanUp(() => {
      socket.destroy();
    });
  }

  send(bytes: string | Buffer): this {
    this.socket.write(bytes);
    return this;
  }

  async untilClosed(): Promise<string> {
    await waitFor(() => this.ended || this.closed, 'the connection to be closed');
    return this.received;
  }

  async reply(): Promise<string> {
    await waitFor(() => /<\/PosXML>/.test(this.received), 'a reply');
    const reply = this.received;
    this.received = '';
    return reply;
  }
}

export async function open(port: number): Promise<Raw> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const raw = new Raw(socket);
  await once(socket, 'connect');
  return raw;
}

/** Resolves as soon as it is so; the bound only turns a hang into a failure that says what was awaited. */
export async function waitFor(isSo: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + STUCK_MS;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await sleep(3);
  }
}

type Fields = Readonly<Record<string, string | number>>;

export function document(name: string, fields: Fields = {}, version = '7.1.0'): string {
  const body = Object.entries(fields).map(([field, value]) => `<${field}>${value}</${field}>`);
  return `<?xml version="1.0" encoding="UTF-8" ?><PosXML version="${version}"><${name}>${body.join('')}</${name}></PosXML>`;
}

export function vendorForm(xml: string): string {
  return `http/1.0\r\ncontent-length: ${Buffer.byteLength(xml)}\r\ncontent-type: text/xml\r\n\r\n${xml}`;
}

export function postForm(xml: string, type = 'text/html; charset=UTF-8'): string {
  return `POST / HTTP/1.1\r\nHost: terminal\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(xml)}\r\n\r\n${xml}`;
}

/** Sends one request on a connection of its own and returns all the bytes of the answer. */
export async function ask(
  terminal: VirtualTerminal,
  name: string,
  fields: Fields = {},
  version = '7.1.0',
): Promise<string> {
  const raw = await open(terminal.posxmlPort);
  const reply = await raw.send(vendorForm(document(name, fields, version))).reply();
  raw.socket.end();
  return reply;
}

/** Sends a request and does not wait. */
export async function begin(terminal: VirtualTerminal, name: string, fields: Fields = {}): Promise<Raw> {
  return (await open(terminal.posxmlPort)).send(vendorForm(document(name, fields)));
}

export const SALE = { Amount: 1, CurrencyName: 'EUR', TransactionID: 'T1', Timeout: 30, PrintReceipt: 2 } as const;

export async function sell(terminal: VirtualTerminal, fields: Fields = {}, version?: string): Promise<string> {
  return ask(terminal, 'TransactionRequest', { ...SALE, ...fields }, version);
}

export async function reverse(terminal: VirtualTerminal, fields: Fields = { TransactionID: 'T1' }): Promise<string> {
  return ask(terminal, 'ReverseTransactionRequest', { CurrencyName: 'EUR', PrintReceipt: 2, ...fields });
}

export async function query(terminal: VirtualTerminal, fields: Fields = { TransactionID: 'T1' }): Promise<string> {
  return ask(terminal, 'GetLastTransactionDataRequest', { PrintReceipt: 2, ...fields });
}

export async function status(terminal: VirtualTerminal): Promise<string> {
  return ask(terminal, 'GetTerminalStatusRequest');
}

/** A field's text; undefined where the reply has no such element. */
export function field(reply: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(reply)?.[1];
}

export function code(reply: string): number {
  return Number(field(reply, 'ReturnCode'));
}

/** The message's name. */
export function messageIn(reply: string): string | undefined {
  return /<PosXML version="[^"]*"><(\w+)>/.exec(reply)?.[1];
}

export async function inPhase(terminal: VirtualTerminal, phase: VirtualTerminal['phase']): Promise<void> {
  await waitFor(() => terminal.phase === phase, `phase ${phase}, it is ${terminal.phase}`);
}
