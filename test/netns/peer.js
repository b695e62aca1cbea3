/**
 * What lives in a test's namespace: `node peer.js KIND PORT...` on every address there. Tells `ready`, then the
 * address and port of each connection that it accepts, a line each.
 */
import { connect, createServer } from 'node:net';

const [kind, ...ports] = process.argv.slice(2);
/** What a terminal answers, by the name of the request. @type {Record<string, string>} */
const replies = JSON.parse(process.env['PEER_REPLIES'] ?? '{}');

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
      if (request.includes('</PosXML>')) socket.end(replies[/<(\w+Request)\b/.exec(request.toString())?.[1] ?? '']);
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
