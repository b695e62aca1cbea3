import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Enter } from '../../src/sandbox/services/service.js';

/** A service that listens. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

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
