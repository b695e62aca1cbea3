import { isSea } from 'node:sea';
import { noteSignals } from '../process/early-signals.js';
import { codeFolder } from '../process/paths.js';
import type { OwnFiles } from '../package/package-files.js';

/** Begins before anything else is loaded, and loads what is asked for. */
export async function startProgram(argv: readonly string[], files: OwnFiles): Promise<void> {
  keepCompiled();
  const [command, dashes, ...words] = argv;
  // Asked by a shell at each Tab: without the rest of the program it takes half the time.
  if (command === 'complete' && dashes === '--') {
    (await import('./completion/complete.js')).completeLine(words, files);
    return;
  }
  noteSignals();
  return (await import('./main.js')).runProgram(argv, files);
}

/**
 * Has Node keep what it compiles, from 22.1 on, if there is a folder that nobody else can write to: what lies in it is
 * run. Node obeys NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE by itself; the executable brings its own.
 */
function keepCompiled(): void {
  const { enableCompileCache } = process.getBuiltinModule('node:module') as {
    readonly enableCompileCache?: (folder: string) => unknown;
  };
  if (isSea() || !enableCompileCache || isSetByEnvironment()) return;
  const folder = codeFolder();
  if (folder !== undefined) enableCompileCache(folder);
}

/** Node has its folder then, or is to keep nothing: none is made beside it. */
function isSetByEnvironment(): boolean {
  const { NODE_COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE } = process.env;
  return NODE_COMPILE_CACHE !== undefined || NODE_DISABLE_COMPILE_CACHE !== undefined;
}
