import { join, sep } from 'node:path';
import { isSea } from 'node:sea';
import { keepCompiledIn } from './compile-cache.js';
import { noteSignals } from '../process/early-signals.js';
import { cacheFolder } from '../process/paths.js';
import type { OwnFiles } from '../package/package-files.js';

/** Begins before anything else is loaded, and loads what is asked for. */
export async function startProgram(argv: readonly string[], files: OwnFiles): Promise<void> {
  keepCompiled(files, argv);
  const [command, dashes, ...words] = argv;
  // Asked by a shell at each Tab: without the rest of the program it takes half the time.
  if (command === 'complete' && dashes === '--') {
    (await import('./completion/complete.js')).completeLine(words, files);
    return;
  }
  noteSignals();
  return (await import('./main.js')).runProgram(argv, files);
}

/** What was compiled is read the next time. In a folder of the user's own: what lies in it is run. The executable brings it along. */
function keepCompiled({ root }: OwnFiles, [command = '']: readonly string[]): void {
  const { NODE_COMPILE_CACHE: folder = cacheFolder(), NODE_DISABLE_COMPILE_CACHE: disabled } = process.env;
  if (!isSea() && disabled === undefined) keepCompiledIn(folder, join(root, 'dist', sep), /^[a-z]{1,20}$/.test(command) ? command : '');
}
