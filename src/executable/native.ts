import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeFolder } from '../cli/process/paths.js';
import { replaceFile } from '../session/replace-file.js';
import { strangersRight } from '../session/rights.js';

/**
 * Loads a native module, which the system can only load from a file: it is put into the user's cache folder, once.
 * @param name of the file, another one for other bytes
 * @throws where no folder is the user's alone, or can be written to, or may have anything run from
 */
export function loadNative(name: string, bytes: ArrayBuffer): unknown {
  const folder = codeFolder();
  if (folder === undefined) throw new Error('there is no cache folder that is the user’s alone');
  const [file, wanted] = [join(folder, name), Buffer.from(bytes)];
  if (!holds(file, wanted)) replaceFile(file, wanted, 0o700);
  const module = { exports: {} };
  process.dlopen(module, file);
  return module.exports;
}

/** What is run is what was built, no matter who wrote there once. */
function holds(file: string, wanted: Buffer): boolean {
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) return false;
  const right = strangersRight(file);
  return right !== 'owned' && right !== 'write' && readFileSync(file).equals(wanted);
}
