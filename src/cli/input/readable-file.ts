import { statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { usageError } from '../../contract/app-error.js';
import type { AppError } from '../../contract/app-error.js';

/** What cannot be read to its end is refused before it is begun. @throws what the system says of it, AppError usage.invalid for a device */
export function refuseUnreadable(file: string): Stats {
  const stats = statSync(file);
  if (stats.isCharacterDevice())
    throw usageError('usage.invalid', `${file} is not a file.`, ['Give a file, or - for stdin.']);
  return stats;
}

/** @param cause what the system said */
export function fileError(file: string, cause: unknown, hint = 'Check the name and the permissions.'): AppError {
  return usageError(
    'usage.invalid',
    `The file ${file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
    [hint],
  );
}
