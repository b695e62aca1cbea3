import { CloudFailure } from './errors.js';
import type { CloudOperation } from './operation.js';

/** A cloud that says "come back at once" again and again would be asked in a tight loop. */
const SHORTEST_WAIT_S = 1;

/** Whether the cloud said when to come back: with 429 it did nothing, with 503 most likely nothing. */
export function comesBack(failure: CloudFailure): boolean {
  return failure.retryAfterS !== undefined && (failure.status === 429 || failure.status === 503);
}

/**
 * Waits as long as the cloud asked.
 * @throws CloudFailure that tells how long, if the deadline comes first.
 */
export async function waitAsAsked(operation: CloudOperation, failure: CloudFailure): Promise<void> {
  const seconds = Math.max(failure.retryAfterS ?? 0, SHORTEST_WAIT_S);
  if (seconds * 1000 >= operation.remainingMs()) {
    const left = Math.floor(operation.remainingMs() / 1000);
    throw failure.with({ detail: `${failure.detail}; it asks to wait ${seconds} s, and ${left} s were left` });
  }
  operation.trace({ kind: 'wait', seconds, status: failure.status ?? 0 });
  await operation.pause(seconds * 1000);
}

/** Repeats what may be repeated for as long as the cloud says when to come back. */
export async function withRetryAfter<T>(
  operation: CloudOperation,
  attempt: () => Promise<T>,
  may: (failure: CloudFailure) => boolean = comesBack,
): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof CloudFailure) || !may(error) || !comesBack(error)) throw error;
      await waitAsAsked(operation, error);
    }
  }
}
