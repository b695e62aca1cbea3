import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** On Windows a file that somebody has open (a virus scanner, an indexer, a viewer) cannot be replaced until they let go. */
const HELD = new Set(['EPERM', 'EACCES', 'EBUSY']);
/** Milliseconds. */
const HELD_AT_MOST = 1000;
const TRY_EVERY = 50;

/**
 * Writes a file whole or not at all, and on disk: a full disk leaves a former one as it was.
 * @param mode the rights of a new file; by default the process's own
 * @throws NodeJS.ErrnoException; no draft is left then
 */
export function replaceFile(path: string, content: string | Uint8Array, mode?: number): void {
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const descriptor = openSync(draft, 'wx', mode);
    try {
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameWhenFree(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function renameWhenFree(from: string, to: string): void {
  const until = Date.now() + HELD_AT_MOST;
  for (;;) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      const isHeld = process.platform === 'win32' && HELD.has((error as NodeJS.ErrnoException).code ?? '');
      if (!isHeld || Date.now() >= until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TRY_EVERY);
    }
  }
}
