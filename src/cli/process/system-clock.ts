import type { Clock } from '../../steps/dependencies.js';
import { monotonicMs } from '../../connection/net/monotonic-clock.js';

/** Wall-clock time at the start plus what has passed since: correcting the machine's clock cannot end a wait. */
export function systemClock(): Clock {
  const origin = Date.now() - monotonicMs();
  return { now: () => origin + monotonicMs(), sleep };
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}
