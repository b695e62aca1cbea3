/** What Windows answers while another program has the file open (a virus scanner, an indexer, a viewer): until then it is neither replaced nor moved nor removed. */
const HELD = new Set(['EPERM', 'EACCES', 'EBUSY']);
/** Milliseconds. */
const HELD_AT_MOST = 1000;
const TRY_EVERY = 50;

/** Does it, on Windows again for a second where the file is held. @throws NodeJS.ErrnoException */
export function whenFree(act: () => void): void {
  const until = Date.now() + HELD_AT_MOST;
  for (;;) {
    try {
      act();
      return;
    } catch (error) {
      const isHeld = process.platform === 'win32' && HELD.has((error as NodeJS.ErrnoException).code ?? '');
      if (!isHeld || Date.now() >= until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TRY_EVERY);
    }
  }
}
