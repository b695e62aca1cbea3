/** A wait that can be ended early. Node's own is ended by an error only, which takes longer to make than most answers to come. */
interface Pause {
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
export async function sleepAtLeast(ms: number, signal?: AbortSignal): Promise<void> {
  if (ms > 0) await beginPause(ms, signal).over;
}
