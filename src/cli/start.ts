import * as nodeModule from 'node:module';
import { join, sep } from 'node:path';
import { isSea } from 'node:sea';
import { noteSignals } from './early-signals.js';
import { cacheFolder } from './home.js';
import type { OwnFiles } from './own-files.js';

/** Begins before anything else is loaded, and loads what is asked for. */
export async function start(argv: readonly string[], files: OwnFiles): Promise<void> {
  await keepCompiled(files);
  const [command, dashes, ...words] = argv;
  // Asked by a shell at each Tab: without the rest of the program it takes half the time.
  if (command === 'complete' && dashes === '--') {
    (await import('./completion/complete.js')).complete(words, files);
    return;
  }
  noteSignals();
  return (await import('./main.js')).main(argv, files);
}

/** What was compiled is read the next time: by Node from 22.1 on, and before that by us. In a folder of the user's own: what lies in it is run. The executable brings it along. */
async function keepCompiled({ root }: OwnFiles): Promise<void> {
  if (isSea()) return;
  const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown };
  const { NODE_COMPILE_CACHE: folder = cacheFolder(), NODE_DISABLE_COMPILE_CACHE: disabled } = process.env;
  if (enableCompileCache) enableCompileCache(cacheFolder());
  else if (disabled === undefined) (await import('./compiled.js')).keepCompiledIn(folder, join(root, 'dist', sep));
}
