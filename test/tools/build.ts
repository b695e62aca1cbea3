/** `npm run build`: src/ into dist/, in few files that each hold what is loaded together. Why: docs/performance.md. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import type { BuildOptions } from 'rolldown';
import { globalFlags } from '../../src/cli/command/flags.js';
import type { CommandIndex } from '../../src/cli/package/package-info.js';
import { leaveOut, noStream, plainDriver, whenCalled, whenUsed } from './build-plugins.js';
import { fillFolder } from './fill-folder.js';
import { licences } from './licences.js';
import { sbom } from './sbom.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Each command is a file of its own, found by its path: the one that is run is loaded. */
const COMMANDS = readdirSync(`${ROOT}src/commands`, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => `commands/${path.replaceAll('\\', '/').replace(/\.ts$/, '')}`);

/** What is started: by bin/run.js, by its name in the manifest, or as a program of its own. All else is loaded by these. */
const STARTED = {
  start: 'src/cli/entry/start.ts',
  'keyring-child': 'src/credentials/keyring-child.ts',
  native: 'src/executable/native.ts',
  ...Object.fromEntries(COMMANDS.map((name) => [name, `src/${name}.ts`])),
};

/** What is loaded together, with all that it needs, is one file; what an earlier one has is in that. */
const LAYERS: readonly (readonly [name: string, test: RegExp])[] = [
  ['start', /[\\/]src[\\/]cli[\\/]entry[\\/]start\.ts$/],
  ['main', /[\\/]src[\\/]cli[\\/]entry[\\/]main\.ts$/],
  ['run', /[\\/]src[\\/]cli[\\/](command[\\/]base-command|entry[\\/]run-command)\.ts$/],
  ['look', /[\\/]src[\\/]flows[\\/]look[\\/](check|probe)\.ts$/],
];

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
  preserveEntrySignatures: 'allow-extension',
  tsconfig: 'tsconfig.json',
  external: EXTERNAL,
  plugins: [leaveOut(), plainDriver, whenUsed, whenCalled, noStream, licences, sbom(ROOT)],
  // What is not found, or goes round in a circle, is no program.
  onLog: (level, log) => {
    if (level === 'warn') throw new Error(log.message);
  },
  output: {
    dir: 'dist',
    // Read in half the time of modules: there is no second loader to start, and what Node brings is not looked at whole.
    format: 'cjs',
    dynamicImportInCjs: false,
    exports: 'named',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    // A text of other letters takes twice the room, and longer to read.
    charset: 'ascii',
    sourcemap: true,
    sourcemapExcludeSources: true,
    codeSplitting: { groups: LAYERS.map(([name, test], index) => ({ name, test, priority: LAYERS.length - index })) },
    comments: { legal: true, annotation: false, jsdoc: false },
  },
};

const { output } = await build({ ...OPTIONS, write: false });
const index: CommandIndex = {
  files: Object.fromEntries(
    COMMANDS.map(
      (name) =>
        [
          name
            .replace(/^commands\//, '')
            .replace(/\/index$/, '')
            .replaceAll('/', ':'),
          `dist/${name}.js`,
        ] as const,
    ).sort(([one], [other]) => (one < other ? -1 : 1)),
  ),
  withValue: Object.entries(globalFlags).flatMap(([name, { type }]) => (type === 'option' ? [`--${name}`] : [])),
};
fillFolder(
  `${ROOT}dist`,
  new Map([
    ...output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source] as const),
    ['commands.json', `${JSON.stringify(index)}\n`],
    ['package.json', '{ "type": "commonjs" }\n'],
  ]),
);
