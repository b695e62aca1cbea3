import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { replaceFile } from '../../src/session/replace-file.js';

/**
 * Makes a folder hold these files and no others. One that is as it shall be is not touched, and any other is replaced
 * whole: a program that runs from the folder meanwhile, as beside a second `npm test`, finds each file at any moment.
 * @param files content by path, `/` between its parts
 */
export function fillFolder(folder: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  for (const [path, content] of files) {
    const file = join(folder, path);
    if (holds(file, content)) continue;
    mkdirSync(dirname(file), { recursive: true });
    replaceFile(file, content);
  }
  const kept = new Set([...files.keys()].map((path) => join(folder, path)));
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, path);
    // The draft of a second one that fills it at the same time.
    if (basename(path).startsWith('.') || kept.has(file)) continue;
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) rmSync(file, { force: true });
  }
}

function holds(file: string, content: string | Uint8Array): boolean {
  try {
    return readFileSync(file).equals(Buffer.from(content));
  } catch {
    return false;
  }
}
