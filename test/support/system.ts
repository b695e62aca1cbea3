import { rmSync } from 'node:fs';

/** There the modes of files mean nothing, no folder is synced, a link takes a right of its own, and there is no `sh`. */
export const WINDOWS = process.platform === 'win32';

/** What stands for Windows in CI: two programs may have one named pipe there, a file that was removed keeps its name, and a reset is told as an end. */
export const WINE = process.env['TEST_WINE'] !== undefined;

/** A test's folder. What a test has left open, Windows keeps until the process ends. */
export function removeFolder(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (cause) {
    if (!WINDOWS) throw cause;
  }
}
