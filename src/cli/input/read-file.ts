import { readFileSync } from 'node:fs';
import { AppError } from '../../contract/app-error.js';
import { decodeText } from './text-encoding.js';
import { fileError, refuseUnreadable } from './readable-file.js';

/** A file that the agent named. @throws AppError usage.invalid, with `hint` where it cannot be read */
export function readText(file: string, hint: string): string {
  try {
    refuseUnreadable(file);
    return decodeText(readFileSync(file));
  } catch (cause) {
    throw cause instanceof AppError ? cause : fileError(file, cause, hint);
  }
}
