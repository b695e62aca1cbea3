import type { FailureReason } from '../../model/failure.js';

export interface TunnelOptions {
  /** Milliseconds. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** `proxy` is the proxy's own failure; every other reason is what the proxy says of the place behind it. */
export type Tunnelled =
  { readonly ok: true } | { readonly ok: false; readonly reason: FailureReason; readonly detail?: string };
