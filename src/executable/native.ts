import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../cli/process/paths.js';
import { replaceFile } from '../session/replace-file.js';

/**
 * Loads a native module, which the system can only load from a file: it is put into the user's cache folder, once.
 * @param name of the file, another one for other bytes
 * @throws for a folder that cannot be written to, or that nothing may be run from
 */
export function loadNative(name: string, bytes: ArrayBuffer): unknown {
  const file = join(cacheFolder(), name);
  const wanted = Buffer.from(bytes);
  // What is run is what was built, whoever wrote there.
  if (!existsSync(file) || !readFileSync(file).equals(wanted)) {
    mkdirSync(cacheFolder(), { recursive: true, mode: 0o700 });
    replaceFile(file, wanted, 0o700);
  }
  const module = { exports: {} };
  process.dlopen(module, file);
  return module.exports;
}
