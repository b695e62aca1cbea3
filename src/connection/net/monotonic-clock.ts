/** Milliseconds on a clock that nobody sets, since the process began. `performance` would have to be loaded, at each start. */
export function monotonicMs(): number {
  return process.uptime() * 1000;
}
