import { readFileSync, statSync } from 'node:fs';
import { AppError, usageError } from '../contract/app-error.js';

/** A file that the agent named. @throws AppError usage.invalid, with `hint` where it cannot be read */
export function readText(file: string, hint: string): string {
  try {
    if (statSync(file).isCharacterDevice()) throw usageError('usage.invalid', `${file} is a device, not a file.`, ['Give a file, or - for stdin.']);
    return decode(readFileSync(file));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw usageError('usage.invalid', `The file ${file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}).`, [hint]);
  }
}

/** What PowerShell writes with `>` is UTF-16, and says so. */
export function decode(bytes: Buffer): string {
  return bytes.toString(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'utf8');
}
