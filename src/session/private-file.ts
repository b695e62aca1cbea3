import { dirname } from 'node:path';
import { makeFolder, syncFolder } from './folder.js';
import { replaceFile } from './replace-file.js';

/**
 * Writes a file that only its owner may read, in a folder that is made if there is none.
 * @throws NodeJS.ErrnoException; a former file is then as it was
 */
export function writePrivateFile(path: string, content: string): void {
  makeFolder(dirname(path));
  replaceFile(path, content, 0o600);
  syncFolder(dirname(path));
}
