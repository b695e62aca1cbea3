/** A wait that is longer than this is one in which something can be done. Milliseconds. */
const LONG_MS = 7000;

/** Tells, once a wait lasts, what to do meanwhile. */
interface Meanwhile {
  /** The wait has begun, and any other is over. */
  readonly begin: (text: string | undefined) => void;
  readonly end: () => void;
}

export function createMeanwhile(tell: (text: string) => void): Meanwhile {
  let late: NodeJS.Timeout | undefined;
  const end = (): void => {
    clearTimeout(late);
  };
  return {
    begin: (text) => {
      end();
      if (text === undefined) return;
      late = setTimeout(() => {
        tell(`Meanwhile: ${text}`);
      }, LONG_MS);
      late.unref();
    },
    end,
  };
}
