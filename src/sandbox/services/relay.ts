import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** Resolves when what has come may continue; while a plug is out, it waits. */
type Gate = () => Promise<void>;

/**
 * Leads a connection to another port of `host`, as a router does: what comes at one end leaves at the other, its end
 * and its reset too. While the gate is shut nothing passes and nobody is told, as on a line that was pulled out.
 * @returns the connection to the inside
 */
export function relaySocket(outside: Socket, host: string, port: number, gate: Gate): Socket {
  const inside = connect({ host, port, noDelay: true, allowHalfOpen: true });
  // An error is always followed by 'close', and that is all that matters here.
  inside.on('error', () => undefined);
  for (const [from, to] of [
    [outside, inside],
    [inside, outside],
  ] as const) {
    const carried = carry(from, to, gate);
    from.once(
      'close',
      () =>
        void carried.then(gate).then(() => {
          to.destroySoon();
        }),
    );
  }
  return inside;
}

/** Never rejects: what goes wrong with one end is passed on to the other. */
async function carry(from: Socket, to: Socket, gate: Gate): Promise<void> {
  try {
    // Left alone, the iterator would close the other direction with this one.
    for await (const chunk of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      await gate();
      if (!to.write(chunk)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
    }
    await gate();
    to.end();
  } catch {
    await gate();
    to.resetAndDestroy();
  }
}
