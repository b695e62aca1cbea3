/**
 * What lives in a test's namespace: `node peer.js KIND PORT...` on every address there. Tells `ready`, then the
 * address and port of each connection that it accepts, a line each.
 */
import { connect, createServer } from 'node:net';
import { decodeMessage } from '../../src/posxml/decode.js';
import { encodeMessage } from '../../src/posxml/encode.js';

const [kind, ...ports] = process.argv.slice(2);

/** @param {string} request */
function reply(request) {
  const decoded = decodeMessage(request.slice(request.indexOf('<?xml')));
  const name = decoded.ok ? decoded.message.name : '';
  const body =
    name === 'GetParametersRequest'
      ? { ReturnCode: 0, TerminalID: '12345678' }
      : {
          ReturnCode: 0,
          CardStatus: 0,
          NextSTAN: 1,
          NotFinishedTransactionsCount: 0,
          TransactionsCount: 0,
          ReversalActive: 0,
        };
  const document = encodeMessage({ name: name.replace('Request', 'Response'), version: '7.1.0', body });
  return `HTTP/1.0 200 OK\r\nContent-Length: ${String(Buffer.byteLength(document))}\r\n\r\n${document}`;
}

/** @param {number} code of RFC 1928 */
const answer = (code) => Uint8Array.of(5, code, 0, 1, 0, 0, 0, 0, 0, 0);

/**
 * @param {import('node:net').Socket} socket
 * @param {(host: string, port: number) => void} then
 */
function askedOf(socket, then) {
  socket.once('data', () => {
    socket.write(Uint8Array.of(5, 0));
    socket.once('data', (request) => {
      then([...request.subarray(4, 8)].join('.'), request.readUInt16BE(8));
    });
  });
}

/**
 * @param {import('node:net').Socket} socket
 * @param {string} host
 * @param {number} port
 */
function lead(socket, host, port) {
  const upstream = connect(port, host, () => {
    socket.write(answer(0));
    upstream.pipe(socket).pipe(upstream);
  });
  upstream.on('error', () => {
    socket.end(answer(5));
  });
  socket.on('close', () => {
    upstream.destroy();
  });
}

/** @type {Record<string, (socket: import('node:net').Socket) => void>} */
const KINDS = {
  silent: () => undefined,
  /** A SOCKS5 proxy that says yes to everything, and leads nowhere. */
  yes: (socket) =>
    socket.once('data', () => {
      socket.write(Uint8Array.of(5, 0));
      socket.once('data', () => socket.write(Uint8Array.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0)));
    }),
  /** A SOCKS5 proxy that leads wherever it can. */
  socks: (socket) => {
    askedOf(socket, (host, port) => {
      lead(socket, host, port);
    });
  },
  /** One that is let in nowhere: whatever it tries refuses. */
  refused: (socket) => {
    askedOf(socket, () => {
      socket.end(answer(5));
    });
  },
  terminal: (socket) =>
    socket.on('data', (request) => {
      if (request.includes('</PosXML>')) socket.end(reply(request.toString()));
    }),
};

let waiting = ports.length;
for (const port of ports) {
  createServer((socket) => {
    socket.on('error', () => undefined);
    process.stdout.write(`${socket.localAddress} ${socket.localPort}\n`);
    KINDS[kind ?? '']?.(socket);
  }).listen(Number(port), '0.0.0.0', () => {
    waiting -= 1;
    if (waiting === 0) process.stdout.write('ready\n');
  });
}
