import type { Socket } from 'node:net';
import { atDeadline } from './net/deadline.js';
import { monotonicMs } from './net/monotonic-clock.js';

/** What a connection said by itself. */
export interface Heard {
  /** The first of it: enough to tell a service that greets. */
  readonly bytes: Uint8Array;
  /** How many bytes came in all. */
  readonly received: number;
  /** Still open when it was listened to no longer, closed by FIN, or reset. */
  readonly ended: 'open' | 'closed' | 'reset';
  /** How long it was listened to. Milliseconds. */
  readonly ms: number;
}

export const GREETING_BYTES = 512;
/** A port that says so much is known, and is listened to no longer. */
const ENOUGH_BYTES = 64 * 1024;

/** A service that says something and closes does both at the same time: what speaks at the last moment is heard so much longer. Milliseconds. */
const CLOSES_WITHIN_MS = 150;

/** Listens to a connection and sends nothing. Leaves it as it is, and paused, where it has not ended. Never throws. */
export function listenTo(socket: Socket, ms: number, signal: AbortSignal | undefined): Promise<Heard> {
  const startedAt = monotonicMs();
  let first = Buffer.alloc(0);
  let received = 0;
  return new Promise((done) => {
    const end = (ended: Heard['ended']): void => {
      callOff();
      signal?.removeEventListener('abort', onTimeUp);
      socket.off('data', onData).off('end', onEnd).off('error', onError).off('close', onEnd);
      socket.pause();
      done({ bytes: first, received, ended, ms: monotonicMs() - startedAt });
    };
    const onTimeUp = (): void => {
      end('open');
    };
    const onEnd = (): void => {
      end('closed');
    };
    const onError = (): void => {
      end('reset');
    };
    const onData = (chunk: Buffer): void => {
      if (received === 0) hearFor(Math.max(ms - (monotonicMs() - startedAt), CLOSES_WITHIN_MS));
      received += chunk.length;
      if (first.length < GREETING_BYTES) first = Buffer.concat([first, chunk.subarray(0, GREETING_BYTES)]);
      if (received >= ENOUGH_BYTES) end('open');
    };
    let callOff = (): void => undefined;
    const hearFor = (left: number): void => {
      callOff();
      callOff = atDeadline(left, onTimeUp);
    };
    hearFor(ms);
    signal?.addEventListener('abort', onTimeUp, { once: true });
    socket.on('data', onData).once('end', onEnd).once('error', onError).once('close', onEnd);
    if (signal?.aborted) onTimeUp();
  });
}

/** Closes a connection, and resolves once it is closed: terminals serve one at a time. */
export async function hangUp(socket: Socket): Promise<void> {
  const closed = new Promise<void>((done) => {
    if (socket.closed) done();
    else
      socket.once('close', () => {
        done();
      });
  });
  socket.destroy();
  await closed;
}
