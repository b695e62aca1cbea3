import type { Socket } from 'node:net';
import { atDeadline } from './net/deadline.js';
import { dialEndpoint } from './net/dial.js';
import { errnoOf, describeFailure, failureReason } from './net/failure.js';
import { isSignal } from './detect/signals.js';
import { MAX_REPLY_BYTES } from './http/reply.js';
import { httpRequest } from './http/request.js';
import { createReplyCollector } from './http/reply-collector.js';
import type { ConnectionFailure, FailureReason, ExchangePhase, Timing } from '../model/failure.js';
import type { Message } from '../posxml/messages.js';
import type { Evidence, ExchangeOptions, ExchangeResult } from './types.js';
import { isPrinterPort } from '../model/endpoint.js';
import { monotonicMs } from './net/monotonic-clock.js';

const NOTHING: Evidence = { bytes: new Uint8Array(0), received: 0 };

const PRINTS = 'network printers print whatever this port is sent';

/**
 * Sends one document once, and reads one reply. Never asks twice and never reconnects. A server that speaks before
 * it is asked is no PosXML terminal, and is sent nothing. Never throws, and ends by the deadline.
 */
export async function exchangeOnce(options: ExchangeOptions): Promise<ExchangeResult> {
  const { endpoint, deadlineMs, signal, refuseAddress, route } = options;
  const startedAt = monotonicMs();
  if (isPrinterPort(endpoint.port))
    return notSent(describeFailure('local', 'send', { endpoint, ms: 0, detail: PRINTS }));
  const connectMs = Math.min(options.connectMs ?? deadlineMs, deadlineMs);
  const dialled = await dialEndpoint(endpoint, { deadlineMs: connectMs, signal, refuseAddress, route });
  if (!dialled.ok) return notSent(dialled.failure, dialled.timing);
  return converse(dialled.socket, options, dialled.timing, startedAt);
}

function notSent(failure: ConnectionFailure, timing: Timing = { total: 0 }): ExchangeResult {
  return { kind: 'failed', failure, sent: 'nothing', httpStatus: undefined, timing, evidence: NOTHING };
}

function converse(
  socket: Socket,
  options: ExchangeOptions,
  dialTiming: Timing,
  startedAt: number,
): Promise<ExchangeResult> {
  const { endpoint, signal } = options;
  const came = createReplyCollector(options.maxBytes ?? MAX_REPLY_BYTES, options.meanwhile !== undefined);
  let sentAt: number | undefined;
  let firstByteAt: number | undefined;
  let noted: { readonly steady: number; readonly wall: number } | undefined;

  const phase = (): ExchangePhase =>
    sentAt === undefined ? 'send' : firstByteAt === undefined ? 'first-byte' : 'reply';
  const timing = (): Timing => {
    const now = monotonicMs();
    return {
      ...dialTiming,
      ...(sentAt !== undefined &&
        firstByteAt !== undefined && { firstByte: firstByteAt - sentAt, reply: now - firstByteAt }),
      total: now - startedAt,
    };
  };
  return new Promise((done) => {
    let settled = false;
    const settle = (result: ExchangeResult): void => {
      if (settled) return;
      settled = true;
      callOff();
      signal?.removeEventListener('abort', onAbort);
      // The next exchange may begin only once this connection is closed: terminals serve one at a time.
      if (socket.closed) done(result);
      else
        socket.once('close', () => {
          done(result);
        });
      socket.destroy();
    };
    const fail = (reason: FailureReason, about: { errno?: string | undefined; detail?: string } = {}): void => {
      const ms = monotonicMs() - startedAt;
      const { httpStatus } = came.finish(false);
      const sent = sentAt === undefined ? 'nothing' : 'maybe';
      settle({
        kind: 'failed',
        failure: describeFailure(reason, phase(), { endpoint, ms, ...about }),
        sent,
        httpStatus,
        timing: timing(),
        evidence: came.evidence(),
      });
    };
    const isAside = (message: Message): boolean => options.meanwhile?.heard(message) === true;
    /** Judges what came; `otherwise` is what went wrong if it is not whole. */
    const conclude = (ended: boolean, otherwise: FailureReason, errno?: string): void => {
      if (sentAt === undefined) {
        fail(otherwise, { errno });
        return;
      }
      const { decoded, httpStatus, whole } = came.finish(ended);
      if (decoded.ok && !isAside(decoded.message)) {
        const { message, unreadable, forgiven } = decoded;
        settle({
          kind: 'reply',
          message,
          unreadable,
          forgiven,
          httpStatus,
          sent: 'all',
          timing: timing(),
          evidence: came.evidence(),
        });
      } else if (whole && !decoded.ok) fail('unreadable', { detail: decoded.refusal.detail });
      else fail(otherwise, { errno });
    };
    const left = (): number => Math.max(0, options.deadlineMs - (monotonicMs() - startedAt));
    const send = (): void => {
      if (settled) return;
      if (left() === 0) {
        fail('timeout');
        return;
      }
      if (!isSignal(came.evidence().bytes)) {
        fail('unreadable', { detail: 'it sent data before the request' });
        return;
      }
      if (noted && passedSince(noted) > (options.sendWithinMs ?? Infinity)) {
        fail('local', { detail: 'this machine stood still before anything was sent' });
        return;
      }
      sentAt = monotonicMs();
      socket.write(httpRequest(endpoint, options.document));
      options.meanwhile?.begun?.((document) => {
        if (!settled) socket.write(httpRequest(endpoint, document));
      });
    };

    const onData = (chunk: Buffer): void => {
      if (settled) return;
      if (sentAt !== undefined) firstByteAt ??= monotonicMs();
      let state = came.take(chunk, sentAt !== undefined);
      while (state === 'whole' && options.meanwhile) {
        const { decoded } = came.finish(false);
        if (!decoded.ok || !isAside(decoded.message)) break;
        state = came.readOn();
      }
      if (state === 'too-large') fail('too-large');
      else if (state === 'whole') conclude(false, 'unreadable');
    };
    const onAbort = (): void => {
      fail('cancelled');
    };
    const callOff = atDeadline(left(), () => {
      conclude(false, 'timeout');
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('data', onData);
    socket.once('end', () => {
      conclude(true, isReset(socket) ? 'reset' : 'closed');
    });
    socket.once('error', (cause) => {
      conclude(false, failureReason(errnoOf(cause)), errnoOf(cause));
    });
    socket.once('close', () => {
      conclude(true, 'closed');
    });
    if (signal?.aborted) {
      onAbort();
      return;
    }
    if (!options.beforeSend) {
      send();
      return;
    }
    Promise.resolve()
      .then(() => {
        noted = momentNow();
        return options.beforeSend?.();
      })
      .then(send, (cause: unknown) => {
        fail('local', { detail: cause instanceof Error ? cause.message : String(cause) });
      });
  });
}

function momentNow(): { readonly steady: number; readonly wall: number } {
  return { steady: monotonicMs(), wall: Date.now() };
}

/** By the clock that has moved more: the steady one does not count while the machine sleeps. */
function passedSince(then: ReturnType<typeof momentNow>): number {
  return Math.max(monotonicMs() - then.steady, Date.now() - then.wall);
}

/**
 * A reset that comes together with data is reported by libuv as the end of the stream; but a connection that was
 * reset has no peer any more, and one that was closed with a FIN still has.
 */
function isReset(socket: Socket): boolean {
  return socket.remotePort === undefined;
}
