import type { Socket } from 'node:net';

/** What a service does with each connection; errors of the socket are taken care of. */
export type Enter = (socket: Socket) => void;

/** Answers the first bytes that come, whatever they are, with these and closes. */
export function answeringService(reply: string | Uint8Array): Enter {
  return (socket) => {
    socket.once('data', () => socket.end(reply));
    socket.resume();
  };
}

/** Speaks first, and closes on whatever comes. */
export function greetingService(greeting: string | Uint8Array, farewell = ''): Enter {
  return (socket) => {
    socket.write(greeting);
    socket.once('data', () => socket.end(farewell));
  };
}
