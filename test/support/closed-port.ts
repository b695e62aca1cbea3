import { createServer } from 'node:net';

/** Below the ports that systems give away by themselves (Linux from 32768, others from 49152): nobody gets it meanwhile. */
const [FROM, TO] = [20_000, 32_000];

const given = new Set<number>();

/** A port of 127.0.0.1 where nobody listens. */
export async function closedPort(): Promise<number> {
  for (;;) {
    const port = FROM + Math.floor(Math.random() * (TO - FROM));
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
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
