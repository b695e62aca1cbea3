import { createServer } from 'node:net';

/** Below the ports that systems give away by themselves (Linux from 32768, others from 49152): nobody gets it meanwhile. */
const FROM = 20_000;
/** So many for each process of tests, so that none takes another's. */
const EACH = 700;
const PROCESSES = 17;

/** From 1; 0 in what starts before them all. */
const own = Number(process.env['VITEST_POOL_ID'] ?? 0) % PROCESSES;
/** By chance, so that two runs at a time do not go the same way. */
let next = Math.floor(Math.random() * EACH);

/** A port of 127.0.0.1 where nobody listens, for a test alone: what listens there may go, and come back. */
export async function closedPort(): Promise<number> {
  for (;;) {
    const port = FROM + own * EACH + (next % EACH);
    next += 1;
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
