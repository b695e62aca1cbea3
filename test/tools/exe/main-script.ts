import { join } from 'node:path';
import { build } from 'rolldown';
import { ROOT } from './folder.js';

/** What the executable starts with, in one file. @returns its path */
export async function bundleMain(folder: string): Promise<string> {
  const file = join(folder, 'main.js');
  await build({
    cwd: ROOT,
    input: 'src/executable/main.ts',
    platform: 'node',
    tsconfig: 'tsconfig.json',
    output: { file, format: 'cjs', codeSplitting: false },
  });
  return file;
}
