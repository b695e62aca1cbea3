/**
 * A signal for each of many that work at a time: one of its own costs less than a listener among thousands. Not
 * `AbortSignal.any`: on Node 20 the common signal remembers each signal that it ever made (57 bytes of each of 400,000,
 * never given back), and at 256 at a time it takes a third more processor time.
 */
interface OwnSignals {
  /** Does work with a signal that fires when the common one does. */
  during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Listens to the common one no more. */
  close(): void;
}

export function ownSignals(common: AbortSignal): OwnSignals {
  const open = new Set<AbortController>();
  const stop = (): void => {
    for (const own of open) own.abort(common.reason);
  };
  common.addEventListener('abort', stop);
  return {
    async during(work) {
      const own = new AbortController();
      if (common.aborted) own.abort(common.reason);
      open.add(own);
      try {
        return await work(own.signal);
      } finally {
        open.delete(own);
      }
    },
    close: () => {
      common.removeEventListener('abort', stop);
    },
  };
}
