import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Listening } from './service.js';

/** A port where nobody listens. A connection of its own, from when somebody did, keeps the number from others. */
export async function closedPort(host: string): Promise<Listening> {
  const server = createServer();
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const [[theirs], ours] = await Promise.all([accepted, connectTo(host, port)]);
  server.close();
  for (const socket of [theirs, ours]) socket.on('error', () => undefined);
  return {
    port,
    close: () => {
      ours.destroy();
      theirs.destroy();
      return Promise.resolve();
    },
  };
}

async function connectTo(host: string, port: number): Promise<Socket> {
  const socket = connect({ host, port });
  await once(socket, 'connect');
  return socket;
}
