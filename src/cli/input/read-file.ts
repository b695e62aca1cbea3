import { readFileSync } from 'node:fs';
import { AppError } from '../../contract/app-error.js';
import { decode } from './text-encoding.js';
import { cannotBeRead, refuseUnreadable } from './readable-file.js';

/** A file that the agent named. @throws AppError usage.invalid, with `hint` where it cannot be read */
export function readText(file: string, hint: string): string {
  try {
    refuseUnreadable(file);
    return decode(readFileSync(file));
  } catch (cause) {
    throw cause instanceof AppError ? cause : cannotBeRead(file, cause, hint);
  }
}
