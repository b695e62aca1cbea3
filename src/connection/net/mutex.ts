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
