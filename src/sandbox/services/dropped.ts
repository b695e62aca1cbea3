import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

/** Whether this system drops connections to a port whose queue is full; others are not known to. */
export const CAN_DROP = process.platform === 'linux';

/** Linux takes one connection more into a queue than it was told to (`sk_acceptq_is_full`). */
const BACKLOG = 1;
const FILLS = BACKLOG + 1;
/** By then a connection on one machine stands, or never will. */
const FILLED_MS = 100;

/** Listens when it is told to, and then never gets to accept. It is text, since it has to run from the sources and from what is built of them. */
const LISTENER = `
  const { createServer } = require('node:net');
  const { parentPort, workerData: { host, port, backlog } } = require('node:worker_threads');
  parentPort.once('message', () => {
    const server = createServer();
    server.listen({ port, host, backlog }, () => {
      parentPort.postMessage('listening');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });
  });
  parentPort.postMessage('ready');
`;

/** A port that drops. */
export interface Dropping {
  /** The port is free again. */
  close(): Promise<void>;
}

/**
 * Makes a port drop what comes, as behind a filter or at an unused address: it listens, its queue is full of the
 * program's own connections, and none of them is accepted.
 * @param free makes what listens at the port leave it; called at the last moment, since a port without a listener refuses
 */
export async function dropAt(host: string, port: number, free: () => Promise<void>): Promise<Dropping> {
  const worker = new Worker(LISTENER, { eval: true, workerData: { host, port, backlog: BACKLOG } });
  await once(worker, 'message');
  await free();
  worker.postMessage('listen');
  await once(worker, 'message');
  worker.unref();
  const fills = Array.from({ length: FILLS }, () => connect({ host, port }).on('error', () => undefined));
  await Promise.all(fills.map(connected));
  return {
    close: async () => {
      for (const socket of fills) socket.destroy();
      await worker.terminate();
    },
  };
}

/** One that came in between may hold a place in the queue already: then one of ours stays outside, and it is full all the same. */
async function connected(socket: Socket): Promise<void> {
  await Promise.race([once(socket, 'connect'), setTimeout(FILLED_MS)]);
}
