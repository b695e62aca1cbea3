import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { whenFree } from './held-file.js';

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
    whenFree(() => {
      renameSync(draft, path);
    });
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
