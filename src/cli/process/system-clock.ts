import type { Clock } from '../../steps/dependencies.js';
import { monotonicMs } from '../../connection/net/monotonic-clock.js';
import { sleepAtLeast } from '../../connection/net/pause.js';

/** Wall-clock time at the start plus what has passed since: correcting the machine's clock cannot end a wait. */
export function systemClock(): Clock {
  const origin = Date.now() - monotonicMs();
  return { now: () => origin + monotonicMs(), sleep: sleepAtLeast };
}
