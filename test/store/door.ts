import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { cleanUp } from '../support/clean-up.js';
import { listen } from '../support/listen.js';

/**
 * Gives a port that forwards to another one. A message that has a word of the pattern waits until `before` was done, no matter who
 * sent it. Addresses in what passes are of the side that reads it; both ports have as many digits.
 */
export async function door(port: number, pattern: RegExp, before: (word: string) => Promise<void>): Promise<number> {
  const entrance = await listen('127.0.0.1', (client) => {
    const server = connect({ port, host: '127.0.0.1', noDelay: true });
    const pass = (from: Socket, to: Socket, named: number, called: number): void => {
      let turn: Promise<void> = Promise.resolve();
      from.on('data', (chunk) => {
        const text = chunk.toString('latin1').replaceAll(`:${String(named)}/`, `:${String(called)}/`);
        const [, word] = pattern.exec(text) ?? [];
        turn = turn
          .then(() => (word === undefined ? undefined : before(word)))
          .then(() => void to.write(text, 'latin1'));
      });
      from.on('error', () => undefined).once('close', () => void turn.then(() => to.end()));
    };
    pass(client, server, entrance.port, port);
    pass(server, client, port, entrance.port);
  });
  cleanUp(() => entrance.close());
  return entrance.port;
}

/** Of PosXML: what a message is. */
export const POSXML = /<(\w+(?:Request|Response))[\s>]/;
