/*
 * The time of a run in process passes no faster than the process gets to run. On a busy machine seconds may go by in which
 * it does not: they do not count, so that a deadline is over only where nothing came while it could have been heard.
 */

/** What counts at most of the time between two turns of the event loop. Milliseconds. */
const MOST_AT_ONCE = 100;
/** How often the clock is looked at. Milliseconds. */
const LOOK_MS = 50;
/** A long wait is made of so many: between them, what has come is heard. */
const SLICES = 20;
/** A timer may fire as much before its time. Milliseconds. */
const EARLY_MS = 2;

let [counted, lookedAt] = [0, performance.now()];

/** Milliseconds. */
function now(): number {
  const at = performance.now();
  counted += Math.min(at - lookedAt, MOST_AT_ONCE);
  lookedAt = at;
  return counted;
}

/** As Node's. Seconds. */
export function uptime(): number {
  return now() / 1000;
}

let runs = 0;
let looking: NodeJS.Timeout | undefined;

/** Time passes while anything runs. */
export async function whileTimePasses<T>(run: () => Promise<T>): Promise<T> {
  runs += 1;
  lookedAt = runs === 1 ? performance.now() : lookedAt;
  looking ??= setInterval(now, LOOK_MS);
  try {
    return await run();
  } finally {
    runs -= 1;
    if (runs === 0) {
      clearInterval(looking);
      looking = undefined;
    }
  }
}

type Act = (...given: readonly unknown[]) => void;

/** Node's `setTimeout` by this time, for as long as its run lives. */
export function timersOf(
  lives: () => boolean,
): (act: Act, ms?: number, ...given: readonly unknown[]) => NodeJS.Timeout {
  return (act, ms = 0, ...given) => {
    let due = now() + ms;
    const timer = setTimeout(
      () => {
        if (!lives()) return;
        if (now() + EARLY_MS < due) refresh();
        else act(...given);
      },
      ms > LOOK_MS ? Math.ceil(ms / SLICES) : ms,
    );
    const refresh = timer.refresh.bind(timer);
    timer.refresh = () => {
      due = now() + ms;
      return refresh();
    };
    return timer;
  };
}
