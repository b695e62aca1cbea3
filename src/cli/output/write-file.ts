import { realpathSync, statSync, writeFileSync } from 'node:fs';
import { usageError } from '../../contract/app-error.js';
import { replaceFile } from '../../session/replace-file.js';

/** The file that `--output` names; null for stdout, which `-` names. */
export function outputFile(flag: string | undefined): string | null {
  return flag === undefined || flag === '-' ? null : flag;
}

/**
 * Writes a file that the agent named: whole or not at all, so that a full disk leaves a former one as it was. A pipe
 * or a device is written to as it is. @throws AppError usage.invalid where it cannot be written
 */
export function writeOutput(file: string, content: string): void {
  try {
    const existing = statSync(file, { throwIfNoEntry: false });
    if (existing && !existing.isFile()) writeFileSync(file, content);
    else replaceFile(existing ? realpathSync(file) : file, content, existing?.mode);
  } catch (cause) {
    throw usageError(
      'usage.invalid',
      `The file ${file} cannot be written (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
      ['Name another file with --output, or omit it to print the report.'],
    );
  }
}
