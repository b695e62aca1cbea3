/** What a program that is stuck exceeds, and one on a busy machine does not. Milliseconds. */
export const STUCK_MS = 60_000;

/** After this a program is killed, and its test has failed. Milliseconds. */
export const RUN_MS = 240_000;

/** The processor's time that this process has taken so far, which a busy machine does not lengthen. Milliseconds. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Lets nothing happen in this process for so long, as in a stopped job, and leaves the processor to others. Milliseconds. */
export function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** Has `ask` write what it asks, and lets nothing be read of it for so long. Milliseconds. */
export async function standStillAfter<T>(ask: () => Promise<T>, ms: number): Promise<T> {
  // From here Node looks at its timers next, and only then at its sockets.
  await new Promise((resolve) => setImmediate(resolve));
  const asked = ask();
  for (let turn = 0; turn < 20; turn += 1) {
    await new Promise<void>((resolve) => {
      process.nextTick(resolve);
    });
  }
  standStill(ms);
  return asked;
}
