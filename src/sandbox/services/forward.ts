import { connect } from 'node:net';
import type { Enter } from './service.js';

/** A router's rule: leads each connection to another port of `host`, and ends the one as the other ends. */
export function forward(host: string, port: number): Enter {
  return (socket) => {
    const inside = connect({ host, port, noDelay: true });
    socket.pipe(inside).pipe(socket);
    for (const [one, other] of [[socket, inside], [inside, socket]] as const) {
      one.on('error', () => other.resetAndDestroy());
      one.once('close', () => {
        other.destroySoon();
      });
    }
  };
}
