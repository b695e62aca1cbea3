import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** What a service does with each connection; errors of the socket are taken care of. */
export type Enter = (socket: Socket) => void;

/** A service that listens. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

const MAX_CONNECTIONS = 64;

/** Listens on a free port of `host`. */
export async function listen(host: string, enter: Enter): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // An error is always followed by 'close', and that is all that matters here.
    socket.on('error', () => undefined);
    enter(socket);
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(0, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers the first bytes that come, whatever they are, with these and closes. */
export function answers(reply: string | Uint8Array): Enter {
  return (socket) => {
    socket.once('data', () => socket.end(reply));
    socket.resume();
  };
}

/** Speaks first, and closes on whatever comes. */
export function greets(greeting: string | Uint8Array, farewell = ''): Enter {
  return (socket) => {
    socket.write(greeting);
    socket.once('data', () => socket.end(farewell));
  };
}
