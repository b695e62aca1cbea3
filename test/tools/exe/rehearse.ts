/**
 * rehearse.ts FOLDER COMPILED [WORD...]: runs the program of FOLDER as its executable does, and adds to the folder COMPILED
 * what V8 has compiled by then. What an earlier rehearsal left there is begun with: each adds what it needs to it.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { heldText } from './texts.js';
import { modulesOf } from '../../../src/executable/modules.js';

const [, , folder = '', kept = '', ...words] = process.argv;
const keptOf = (path: string): string => join(kept, `${path}.compiled`);

const { load, scripts } = modulesOf(
  {
    text: (path) => heldText(folder, path),
    compiled: (path) => (existsSync(keptOf(path)) ? readFileSync(keptOf(path)) : undefined),
    map: () => undefined,
  },
  folder,
  createRequire(join(folder, 'package.json')),
);

process.on('exit', () => {
  for (const [path, script] of scripts) {
    if (script.cachedDataRejected) throw new Error(`what was compiled of ${path} is not taken`);
    mkdirSync(dirname(keptOf(path)), { recursive: true });
    writeFileSync(keptOf(path), script.createCachedData());
  }
});
process.argv.splice(1, process.argv.length, 'terminal', ...words);
load('bin/run.js');
