import { accessSync, constants, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../../contract/app-error.js';
import { EXIT } from '../../contract/exit.js';
import { homeFolder } from '../../cli/process/paths.js';

/** What the user has set, by key; also what this version does not know. */
export type Configuration = ReadonlyMap<string, string>;

/** The user configuration: one file, beside the sessions. */
export function configurationFile(): string {
  return join(homeFolder(), 'config.json');
}

/** @throws AppError usage.configuration for a file that cannot be read; it is left as it is */
export function readConfiguration(file: string): Configuration {
  const text = contentOf(file);
  if (text === undefined) return new Map();
  const entries = entriesOf(text);
  if (!entries) throw configurationError(file, 'is damaged: it is not a JSON object of texts');
  return new Map(entries);
}

export function configurationError(
  file: string,
  what: string,
  actions: readonly string[] = ['Correct the file, or remove it.'],
): AppError {
  return new AppError({
    code: 'usage.configuration',
    category: 'usage',
    exit: EXIT.usage,
    message: `The user configuration ${file} ${what}.`,
    actions,
  });
}

/** Numbers and yes or no may be written without quotes. */
function entriesOf(text: string): readonly (readonly [string, string])[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const entries = Object.entries(value).map(([key, one]: [string, unknown]) => [key, one] as const);
    return entries.every(([, one]) => ['string', 'boolean', 'number'].includes(typeof one))
      ? entries.map(([key, one]) => [key, String(one)])
      : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined where there is no such file. */
function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    // A folder that the program may not enter is an error only where something is to be written there.
    if (['ENOENT', 'ENOTDIR'].includes(code) || !isOpen(dirname(file))) return undefined;
    throw configurationError(file, `cannot be read (${code})`);
  }
}

function isOpen(folder: string): boolean {
  try {
    accessSync(folder, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
