import { CloudFailure } from './errors.js';
import type { CloudOperation } from './operation.js';

/** A cloud that says "come back immediately" again and again would be asked in a tight loop. */
const SHORTEST_WAIT_S = 1;

/** Waits before the second try, the third, and each one after; jitter adds up to a half, so that agents do not come back together. Milliseconds. */
const BACKOFF_MS = [700, 2500, 5000] as const;

/** Whether the cloud said when to come back: with 429 it did nothing, with 503 most likely nothing. */
export function comesBack(failure: CloudFailure): boolean {
  return failure.retryAfterS !== undefined && (failure.status === 429 || failure.status === 503);
}

/**
 * Tries again, up to three times in all, what does no harm when it is done twice; patient operations try until their
 * deadline. undici's retry interceptor sees one request: it knows neither this deadline, nor the token that is renewed in
 * between, nor a web page with 200.
 */
export async function withRetries<T>(operation: CloudOperation, attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof CloudFailure)) throw error;
      await waitForAnotherTry(operation, error, tries);
    }
  }
}

/**
 * Waits as long as the cloud asked, or as long as usual.
 * @param tries how many there were
 * @throws the failure, where it is no use to try again
 */
export async function waitForAnotherTry(
  operation: CloudOperation,
  failure: CloudFailure,
  tries: number,
): Promise<void> {
  if (failure.passing && failure.retryAfterS !== undefined) {
    await waitAsAsked(operation, failure);
    return;
  }
  const usual = BACKOFF_MS[Math.min(tries, BACKOFF_MS.length) - 1] ?? 0;
  const waitMs = usual * (1 + Math.random() / 2) * operation.pace;
  const isOver = !operation.patient && tries > 2;
  if (!failure.passing || isOver || waitMs >= operation.remainingMs()) throw failure;
  operation.trace({ kind: 'wait', seconds: waitMs / 1000, status: failure.status ?? 0 });
  await operation.pause(waitMs);
}

/**
 * Waits as long as the cloud asked.
 * @throws CloudFailure that tells how long, if the deadline comes first.
 */
async function waitAsAsked(operation: CloudOperation, failure: CloudFailure): Promise<void> {
  const seconds = Math.max(failure.retryAfterS ?? 0, SHORTEST_WAIT_S);
  if (seconds * 1000 >= operation.remainingMs()) {
    const left = Math.floor(operation.remainingMs() / 1000);
    throw failure.with({ detail: `${failure.detail}; it asks to wait ${seconds} s, but only ${left} s were left` });
  }
  operation.trace({ kind: 'wait', seconds, status: failure.status ?? 0 });
  await operation.pause(seconds * 1000);
}
