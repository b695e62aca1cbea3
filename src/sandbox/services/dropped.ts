import { once } from 'node:events';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import { closedPort } from './nobody.js';
import type { Listening } from './service.js';

/** Linux takes one connection more into a queue than it was told to (`sk_acceptq_is_full`). */
const BACKLOG = 1;
const FILLS = BACKLOG + 1;

/** Listens, and then never gets to accept. It is text, since it has to run from the sources and from what is built of them. */
const LISTENER = `
  const { createServer } = require('node:net');
  const { parentPort, workerData: { host, backlog } } = require('node:worker_threads');
  const server = createServer();
  server.listen({ port: 0, host, backlog }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

/**
 * A port that drops whatever comes, as behind a filter or where nobody has the address: it listens, its queue is full
 * of our own connections, and nobody takes them out. Only Linux is known to drop then; elsewhere the port refuses.
 */
export async function droppedPort(host: string): Promise<Listening> {
  if (process.platform !== 'linux') return closedPort(host);
  const worker = new Worker(LISTENER, { eval: true, workerData: { host, backlog: BACKLOG } });
  const [port] = (await once(worker, 'message')) as [number];
  worker.unref();
  const fills = await Promise.all(Array.from({ length: FILLS }, () => connected(host, port)));
  return {
    port,
    close: async () => {
      for (const socket of fills) socket.destroy();
      await worker.terminate();
    },
  };
}

async function connected(host: string, port: number): Promise<ReturnType<typeof connect>> {
  const socket = connect({ host, port });
  await once(socket, 'connect');
  return socket.on('error', () => undefined);
}
