import type { Socket } from 'node:net';
import { listen } from '../support/listen.js';
import type { Listening } from '../support/listen.js';
import type { Seeded } from '../support/seeded.js';
import { hostileReply } from './hostile-bytes.js';

type Manner = (socket: Socket, reply: Buffer, random: Seeded) => void;

/** How a reply comes, and how its connection ends. The rarer ones never end by themselves. */
const MANNERS: readonly (readonly [number, Manner])[] = [
  [40, (socket, reply) => socket.end(reply)],
  [
    10,
    (socket, reply) => {
      socket.write(reply);
      setTimeout(() => socket.resetAndDestroy(), 2);
    },
  ],
  [
    15,
    (socket, reply, { int }) => {
      inPieces(socket, reply, 1 + int(200));
    },
  ],
  [
    8,
    (socket, reply) => {
      socket.write(reply);
    },
  ],
  [
    2,
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n<PosXML version="7.1.0">');
      flood(socket);
    },
  ],
  [
    2,
    (socket) => {
      drip(socket, 'X: y\r\n');
    },
  ],
  [3, (socket) => socket.end()],
  [3, (socket) => socket.resetAndDestroy()],
];

const ALL = MANNERS.reduce((sum, [weight]) => sum + weight, 0);

/** A port that answers whatever comes in another hostile way each time, before it is asked now and then. */
export function hostilePort(random: Seeded): Promise<Listening> {
  return listen('127.0.0.1', (socket) => {
    const answer = (): void => {
      mannerOf(random)(socket, hostileReply(random), random);
    };
    if (random.int(10) === 0) answer();
    else socket.once('data', answer);
    socket.resume();
  });
}

function mannerOf({ int }: Seeded): Manner {
  let left = int(ALL);
  for (const [weight, manner] of MANNERS) {
    left -= weight;
    if (left < 0) return manner;
  }
  return (socket) => socket.end();
}

function inPieces(socket: Socket, reply: Buffer, size: number): void {
  let at = 0;
  const next = (): void => {
    if (at >= reply.length || socket.destroyed) {
      socket.end();
      return;
    }
    socket.write(reply.subarray(at, at + size));
    at += size;
    setImmediate(next);
  };
  next();
}

const FLOOD = Buffer.alloc(64 * 1024, '<a>');

function flood(socket: Socket): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(FLOOD));
  };
  socket.on('drain', more);
  more();
}

function drip(socket: Socket, line: string): void {
  socket.write('HTTP/1.1 200 OK\r\n');
  const timer = setInterval(() => socket.write(line), 5);
  socket.once('close', () => {
    clearInterval(timer);
  });
}
