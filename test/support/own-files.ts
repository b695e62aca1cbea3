import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { OwnFiles } from '../../src/cli/package/package-files.js';

const require = createRequire(import.meta.url);

/** As bin/run.js hands them to the program. */
export const OWN_FILES: OwnFiles = {
  root: fileURLToPath(new URL('../..', import.meta.url)),
  load: (path) => require(`../../${path}`) as unknown,
};
