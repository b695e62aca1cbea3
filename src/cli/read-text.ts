import { readFileSync, statSync } from 'node:fs';
import { AppError, usageError } from '../contract/app-error.js';

/** A file that the agent named; `-` is stdin. @throws AppError usage.invalid, with `hint` where it cannot be read */
export function readText(file: string, hint: string): string {
  try {
    if (file !== '-' && statSync(file).isCharacterDevice()) throw usageError('usage.invalid', `${file} is a device, not a file.`, ['Give a file, or - for stdin.']);
    const bytes = readFileSync(file === '-' ? 0 : file);
    // What PowerShell writes with `>` is UTF-16, and says so.
    return bytes.toString(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'utf8');
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw usageError('usage.invalid', `The file ${file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}).`, [hint]);
  }
}
