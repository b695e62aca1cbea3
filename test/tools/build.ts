/** `npm run build`: src/ into dist/, in few files that each hold what is loaded together. Why: docs/performance.md. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import type { BuildOptions } from 'rolldown';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Each command is a file of its own, found by its path: oclif loads the one that is run. */
const COMMANDS = readdirSync(`${ROOT}src/commands`, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => `commands/${path.replaceAll('\\', '/').replace(/\.ts$/, '')}`);

/** What is started: by bin/run.js, by oclif, or as a program of its own. All else is loaded by these. */
const STARTED = {
  'early-signals': 'src/cli/early-signals.ts',
  main: 'src/cli/main.ts',
  complete: 'src/cli/completion/complete.ts',
  'keyring-child': 'src/credentials/keyring-child.ts',
  ...Object.fromEntries(COMMANDS.map((name) => [name, `src/${name}.ts`])),
};

const EXTERNAL = [
  // It has a part for each platform that was compiled for it.
  '@napi-rs/keyring',
  // oclif looks for them where a program runs from its sources, which this one does not.
  'typescript',
  'ts-node',
];

const OPTIONS: BuildOptions = {
  cwd: ROOT,
  input: STARTED,
  platform: 'node',
  tsconfig: 'tsconfig.json',
  external: EXTERNAL,
  // What is not found, or goes round in a circle, is no program.
  onLog: (level, log) => {
    if (level === 'warn') throw new Error(log.message);
  },
  output: {
    dir: 'dist',
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    sourcemap: true,
    sourcemapExcludeSources: true,
    comments: { legal: true, annotation: false, jsdoc: false },
  },
};

await build(OPTIONS);
