import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import type { Clock } from '../../steps/dependencies.js';
import { monotonicMs } from '../../connection/net/monotonic-clock.js';
import { sleepAtLeast } from '../../connection/net/pause.js';

/** Wall-clock time at the start plus what has passed since: correcting the machine's clock cannot end a wait. */
export function systemClock(): Clock {
  const origin = Date.now() - monotonicMs();
  let boot: string | undefined;
  return {
    now: () => origin + monotonicMs(),
    uptime: () => ({ boot: (boot ??= bootName()), ms: Math.floor(uptime() * 1000) }),
    sleep: sleepAtLeast,
  };
}

/**
 * Linux names each start. Elsewhere the machine's name has to do: after another start less is counted than has
 * passed, never more.
 */
function bootName(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return hostname();
  }
}
