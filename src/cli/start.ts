import * as nodeModule from 'node:module';
import { noteSignals } from './early-signals.js';
import { cacheFolder } from './home.js';
import type { OwnFiles } from './own-files.js';

/** Begins before anything else is loaded, and loads what is asked for. */
export async function start(argv: readonly string[], files: OwnFiles): Promise<void> {
  keepCompiled();
  const [command, dashes, ...words] = argv;
  // Asked by a shell at each Tab: without the rest of the program it takes half the time.
  if (command === 'complete' && dashes === '--') {
    (await import('./completion/complete.js')).complete(words, files);
    return;
  }
  noteSignals();
  return (await import('./main.js')).main(argv, files);
}

/** Where Node can (from 22.1 on), what it has compiled is read the next time. In a folder of the user's own: what lies in it is run. */
function keepCompiled(): void {
  const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown };
  enableCompileCache?.(cacheFolder());
}
