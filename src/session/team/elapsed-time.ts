const started = { steady: process.hrtime.bigint(), wall: Date.now() };

/** Milliseconds by the clock that has moved more: the steady one does not count while the machine sleeps. */
export function elapsedMs(): number {
  return Math.max(Number(process.hrtime.bigint() - started.steady) / 1e6, Date.now() - started.wall);
}
