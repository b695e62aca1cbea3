import type { Trace } from '../connection/trace.js';

export interface ProbeOptions {
  /** For one exchange. Milliseconds. */
  readonly timeoutMs: number;
  /** How long the log port is listened to. Milliseconds. */
  readonly quietMs?: number | undefined;
  /** Whether inside, loopback and reserved addresses may be dialled. */
  readonly allowPrivate: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly trace?: Trace | undefined;
}
