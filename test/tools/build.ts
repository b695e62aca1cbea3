/** `npm run build`: src/ into dist/, in few files that each hold what is loaded together. Why: docs/performance.md. */
import { readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import type { BuildOptions, Plugin } from 'rolldown';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Each command is a file of its own, found by its path: the one that is run is loaded. */
const COMMANDS = readdirSync(`${ROOT}src/commands`, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => `commands/${path.replaceAll('\\', '/').replace(/\.ts$/, '')}`);

/** What is started: by bin/run.js, by its name in the manifest, or as a program of its own. All else is loaded by these. */
const STARTED = {
  start: 'src/cli/start.ts',
  'keyring-child': 'src/credentials/keyring-child.ts',
  ...Object.fromEntries(COMMANDS.map((name) => [name, `src/${name}.ts`])),
};

/** What is loaded together, with all that it needs, is one file; what an earlier one has is in that. */
const LAYERS: readonly (readonly [name: string, test: RegExp])[] = [
  ['start', /[\\/]src[\\/]cli[\\/]start\.ts$/],
  ['run', /[\\/]src[\\/]cli[\\/](base-command|run-command)\.ts$/],
  ['look', /[\\/]src[\\/]cli[\\/](run-check|run-probe)\.ts$/],
];

const EXTERNAL = [
  // It has a part for each platform that was compiled for it.
  '@napi-rs/keyring',
  // oclif looks for them where a program runs from its sources, which this one does not.
  'typescript',
  'ts-node',
];

/**
 * What oclif loads at each start for what this program does not have: other plug-ins, commands that no manifest names,
 * a configuration outside package.json, and its own help. Whoever does need one of them fails, and says so.
 */
const LEFT_OUT = ['tinyglobby', 'minimatch', 'lilconfig', 'ejs'];

const leaveOut: Plugin = {
  name: 'leave-out',
  resolveId: { filter: { id: new RegExp(`^(${LEFT_OUT.join('|')})$`) }, handler: (id) => `\0left-out:${id}` },
  load: { filter: { id: /^\0left-out:/ }, handler: (id) => `
    const fail = (_, name) => { if (name === '__esModule') return undefined; throw new Error('${id.slice(10)} was left out of dist by test/tools/build.ts'); };
    module.exports = new Proxy({}, { get: fail });` },
};

const OPTIONS: BuildOptions = {
  cwd: ROOT,
  input: STARTED,
  platform: 'node',
  preserveEntrySignatures: 'allow-extension',
  tsconfig: 'tsconfig.json',
  external: EXTERNAL,
  plugins: [leaveOut],
  // What is not found, or goes round in a circle, is no program.
  onLog: (level, log) => {
    if (level === 'warn') throw new Error(log.message);
  },
  output: {
    dir: 'dist',
    cleanDir: true,
    // Read in half the time of modules: there is no second loader to start, and what Node brings is not looked at whole.
    format: 'cjs',
    exports: 'named',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    sourcemap: true,
    sourcemapExcludeSources: true,
    codeSplitting: { groups: LAYERS.map(([name, test], index) => ({ name, test, priority: LAYERS.length - index })) },
    comments: { legal: true, annotation: false, jsdoc: false },
  },
};

await build(OPTIONS);
writeFileSync(`${ROOT}dist/package.json`, '{ "type": "commonjs" }\n');
