const started = { steady: process.hrtime.bigint(), wall: Date.now() };

/** How a program measures time, and what it does by itself while it works. Each act is called off by what it gives. */
export interface Timekeeping {
  readonly elapsedMs: () => number;
  readonly after: (ms: number, act: () => void) => () => void;
  readonly every: (ms: number, act: () => void) => () => void;
}

/** No act keeps a program from ending. */
export const TIMING: Timekeeping = {
  elapsedMs,
  after: (ms, act) => {
    const timer = setTimeout(act, ms).unref();
    return () => {
      clearTimeout(timer);
    };
  },
  every: (ms, act) => {
    const timer = setInterval(act, ms).unref();
    return () => {
      clearInterval(timer);
    };
  },
};

/** Milliseconds by the clock that has moved more: the steady one does not count while the machine sleeps. */
function elapsedMs(): number {
  return Math.max(Number(process.hrtime.bigint() - started.steady) / 1e6, Date.now() - started.wall);
}
