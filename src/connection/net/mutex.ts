/** Lets work on one terminal happen one after another. */
export interface Turns {
  /** Waits for its turn and does the work; whatever the signal says, the work itself is called exactly once. */
  readonly take: <T>(work: () => Promise<T>, signal: AbortSignal | undefined) => Promise<T>;
}

export function createMutex(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take: async (work, signal) => {
      const before = last;
      let finish = (): void => undefined;
      last = Promise.all([
        before,
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
      ]);
      await untilAborted(before, signal);
      try {
        return await work();
      } finally {
        finish();
      }
    },
  };
}

/** A wait that can be ended early. Node's own is ended by an error only, which takes longer to make than most answers to come. */
export interface Pause {
  readonly over: Promise<void>;
  readonly end: () => void;
}

/** Begins to wait, but no longer than the signal allows. */
export function beginPause(ms: number, signal: AbortSignal | undefined): Pause {
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      end();
    }, ms);
    end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted) end();
  });
  return { over, end };
}

/** Waits, but no longer than the signal allows. */
export async function sleepAtLeast(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms > 0) await beginPause(ms, signal).over;
}

async function untilAborted(wait: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) {
    await wait;
    return;
  }
  if (signal.aborted) return;
  let onAbort = (): void => undefined;
  const aborted = new Promise<void>((resolve) => {
    onAbort = resolve;
  });
  signal.addEventListener('abort', onAbort, { once: true });
  await Promise.race([wait, aborted]);
  signal.removeEventListener('abort', onAbort);
}
