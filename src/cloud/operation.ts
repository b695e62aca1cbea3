import type { Dispatcher } from 'undici';
import { boundedBy } from './deadline-signal.js';
import type { ProxyRoute } from './route.js';
import type { CloudTrace } from './trace.js';
import { monotonicMs } from '../connection/net/monotonic-clock.js';
import { sleepAtLeast } from '../connection/net/pause.js';

/** One thing asked of the cloud, with everything it takes, under one deadline: tokens, pages, waits, clearing up. */
export interface CloudOperation {
  readonly dispatcher: Dispatcher;
  readonly way: ProxyRoute;
  /** Fires at the deadline and when the caller gives up. */
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  /** It is tried again until its deadline: money has moved, and the cloud must hear of it. */
  readonly patient: boolean;
  /** Own waits, unlike those that the cloud asks for, are this much of the usual. */
  readonly pace: number;
  /** For each request by itself, from its first byte to the last of its answer; undefined where only the deadline bounds it. Milliseconds. */
  readonly exchangeMs: number | undefined;
  readonly remainingMs: () => number;
  /** @throws the caller's reason when it gives up meanwhile. */
  readonly pause: (ms: number) => Promise<void>;
  /** @throws the caller's reason once it has given up. */
  readonly throwIfCancelled: () => void;
  readonly trace: (event: CloudTrace) => void;
  /** The token was renewed once; a second 401 is an answer. */
  renewed: boolean;
  /** After it nothing fires any more. */
  readonly end: () => void;
}

interface OperationOptions extends Pick<CloudOperation, 'dispatcher' | 'way' | 'deadlineMs' | 'trace'> {
  readonly signal: AbortSignal | undefined;
  readonly exchangeMs?: number | undefined;
  readonly patient?: boolean | undefined;
  readonly pace?: number | undefined;
}

export function startOperation({
  dispatcher,
  way,
  deadlineMs,
  patient = false,
  pace = 1,
  exchangeMs,
  signal: cancelled,
  trace,
}: OperationOptions): CloudOperation {
  const endsAt = monotonicMs() + deadlineMs;
  const { signal, release } = boundedBy(deadlineMs, cancelled);
  const throwIfCancelled = () => cancelled?.throwIfAborted();
  return {
    dispatcher,
    way,
    signal,
    deadlineMs,
    patient,
    pace,
    exchangeMs,
    remainingMs: () => Math.max(0, endsAt - monotonicMs()),
    pause: async (ms) => {
      await sleepAtLeast(ms, signal);
      throwIfCancelled();
    },
    throwIfCancelled,
    trace,
    renewed: false,
    end: release,
  };
}

/** How long a write may take, so that a third of the time is left to look up what became of it. Milliseconds. */
export function writeBound(operation: CloudOperation): number {
  return (operation.remainingMs() * 2) / 3;
}
