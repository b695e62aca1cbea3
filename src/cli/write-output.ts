import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, basename } from 'node:path';
import { usageError } from '../contract/app-error.js';

/**
 * Writes a file that the agent named: whole or not at all, so that a full disk leaves a former one as it was. A pipe
 * or a device is written to as it is. @throws AppError usage.invalid where it cannot be written
 */
export function writeOutput(file: string, content: string): void {
  try {
    const existing = statSync(file, { throwIfNoEntry: false });
    if (existing && !existing.isFile()) writeFileSync(file, content);
    else replace(existing ? realpathSync(file) : file, content, existing?.mode);
  } catch (cause) {
    throw usageError('usage.invalid', `The file ${file} cannot be written (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}).`, ['Name another file with --output, or leave it out to have the report on stdout.']);
  }
}

function replace(file: string, content: string, mode: number | undefined): void {
  const draft = join(dirname(file), `.${basename(file)}.${String(process.pid)}`);
  try {
    const descriptor = openSync(draft, 'wx', mode);
    try {
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
