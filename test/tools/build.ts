/** `npm run build`: src/ into dist/, in few files that each hold what is loaded together. Why: docs/performance.md. */
import { readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import type { BuildOptions, Plugin } from 'rolldown';
import { globalFlags } from '../../src/cli/command/flags.js';
import type { CommandIndex } from '../../src/cli/package/package-info.js';
import { licences } from './licences.js';

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

/** What oclif asks for is loaded when it is used, not before: most runs use little of it. What it builds on at once is loaded at once. */
const ASKED_FOR = /^(?:const|var) (\w+) = ((?:__import\w+\()?require\("[^"]+"\)\)?);$/gm;

const whenUsed: Plugin = {
  name: 'when-used',
  transform: {
    filter: { id: /[\\/]@oclif[\\/]core[\\/]lib[\\/].*\.js$/ },
    handler: (code) => {
      const names = [...code.matchAll(ASKED_FOR)].map(([, name = '']) => name);
      const lazy = names.reduce(
        (so, name) => so.replaceAll(new RegExp(`\\b${name}\\.`, 'g'), `(${name}()).`),
        code.replace(ASKED_FOR, 'const $1 = () => $2;'),
      );
      return { code: lazy, map: { mappings: '' } };
    },
  },
};

/**
 * What oclif loads at each start for what this program does not have: other plug-ins, commands and hooks that no manifest
 * names, a configuration outside package.json, its own help. Whoever does need one of them fails, and says so.
 */
const LEFT_OUT =
  /^(tinyglobby|minimatch|lilconfig|ejs|ansi-escapes)$|^\.{1,2}\/((config\/)?ts-path|module-loader|(util\/)?(find-root|read-pjson|cache-command)|help(\/index)?)$/;
const OCLIF = /[\\/]@oclif[\\/]core[\\/]lib[\\/]/;

const leaveOut: Plugin = {
  name: 'leave-out',
  resolveId: {
    filter: { id: LEFT_OUT },
    handler: (id, importer) => (importer !== undefined && OCLIF.test(importer) ? `\0left-out:${id}` : undefined),
  },
  load: {
    filter: { id: /^\0left-out:/ },
    handler: (id) => `
    const fail = (_, name) => { if (name === '__esModule') return undefined; throw new Error('${id.slice(10)} of @oclif/core was left out by test/tools/build.ts'); };
    module.exports = new Proxy({}, { get: fail });`,
  },
};

/** oclif listens to stdout at once, which makes a stream of Node's of it; this program does without one where it can, and has its own listener. */
const LISTENS = /^process\.stdout\.on\('error', .*?^\}\);$/ms;

const noStream: Plugin = {
  name: 'no-stream',
  transform: {
    filter: { id: /[\\/]@oclif[\\/]core[\\/]lib[\\/]command\.js$/ },
    handler: (code) => {
      if (!LISTENS.test(code)) throw new Error('command.js of @oclif/core listens to stdout no more, or elsewhere');
      return { code: code.replace(LISTENS, ''), map: { mappings: '' } };
    },
  },
};

/** What oclif tells of itself where `DEBUG` asks for it would stand in the middle of what this program tells. */
const noLog: Plugin = {
  name: 'no-log',
  resolveId: {
    filter: { id: /^debug$/ },
    handler: (_, importer) => (OCLIF.test(importer ?? '') ? '\0no-log' : undefined),
  },
  load: { filter: { id: /^\0no-log$/ }, handler: () => 'export default () => () => undefined;' },
};

/** chalk makes all its styles when it is loaded, which most runs need not: it is loaded for the first of them. */
const whenColoured: Plugin = {
  name: 'when-coloured',
  resolveId: {
    filter: { id: /^chalk$/ },
    handler: (_, importer) => (/[\\/]src[\\/]ui[\\/]theme\.ts$/.test(importer ?? '') ? '\0when-coloured' : undefined),
  },
  load: {
    filter: { id: /^\0when-coloured$/ },
    handler: () => "export function Chalk(options) { return new (require('chalk').Chalk)(options); }",
  },
};

/** chalk asks at once whether each stream is a terminal; what is no device is none, and `node:tty` brings all streams with it. */
const onlyDevices: Plugin = {
  name: 'only-devices',
  resolveId: {
    filter: { id: /^node:tty$/ },
    handler: (_, importer) => (/[\\/]node_modules[\\/]chalk[\\/]/.test(importer ?? '') ? '\0only-devices' : undefined),
  },
  load: {
    filter: { id: /^\0only-devices$/ },
    handler: () => `
    import { fstatSync } from 'node:fs';
    const mayBe = (fd) => { try { return process.platform === 'win32' || fstatSync(fd).isCharacterDevice(); } catch { return false; } };
    export default { isatty: (fd) => mayBe(fd) && process.getBuiltinModule('node:tty').isatty(fd) };`,
  },
};

/** Where a package takes a part of Node whole, the bundler would copy each name of it: 0.8 ms for `node:fs` and `node:process`. */
const WHOLE = /^import (\w+) from '(node:(?:fs|os|path|process))';$/gm;

const asItIs: Plugin = {
  name: 'as-it-is',
  // Each line stays where it was, and so does what the maps say of it.
  transform: {
    filter: { id: /[\\/]node_modules[\\/]/, code: WHOLE },
    handler: (code) => ({
      code: code.replaceAll(WHOLE, "const $1 = globalThis.process.getBuiltinModule('$2');"),
      map: null,
    }),
  },
};

/** oclif asks `wsl-utils` for the platform, and at each start on Windows for a PowerShell that tells it the name of the shell: nobody here wants to know that. */
const onlyPlatform: Plugin = {
  name: 'only-platform',
  resolveId: { filter: { id: /^wsl-utils$/ }, handler: () => '\0only-platform' },
  load: { filter: { id: /^\0only-platform$/ }, handler: () => "export { default as isWsl } from 'is-wsl';" },
};

/** Parts of Node that take time to load and that most runs never call: loaded at the first call. */
const WHEN_CALLED: Readonly<Record<string, readonly string[]>> = {
  'node:child_process': ['execSync', 'spawn'],
  'node:crypto': ['createHash', 'createSign', 'generateKeyPairSync', 'randomBytes', 'randomInt'],
  'node:dns/promises': ['lookup'],
  'node:readline': ['clearLine', 'createInterface', 'cursorTo', 'emitKeypressEvents', 'moveCursor'],
  'node:timers/promises': ['setImmediate', 'setTimeout'],
  'node:tty': ['isatty'],
  'node:v8': ['setFlagsFromString'],
};

const ASKING = /[\\/](src|node_modules[\\/]@oclif[\\/]core)[\\/]/;

/** What else these ask of them is missed when the program is built. */
const whenCalled: Plugin = {
  name: 'when-called',
  resolveId: {
    filter: { id: new RegExp(`^(${Object.keys(WHEN_CALLED).join('|')})$`) },
    handler: (id, importer) => (ASKING.test(importer ?? '') ? `\0when-called:${id}` : undefined),
  },
  load: {
    filter: { id: /^\0when-called:/ },
    handler: (id) => {
      const name = id.slice('\0when-called:'.length);
      const calls = (WHEN_CALLED[name] ?? []).map(
        (call) => `export const ${call} = (...given) => process.getBuiltinModule('${name}').${call}(...given);`,
      );
      return { code: calls.join('\n'), moduleSideEffects: false };
    },
  },
};

const OPTIONS: BuildOptions = {
  cwd: ROOT,
  input: STARTED,
  platform: 'node',
  preserveEntrySignatures: 'allow-extension',
  tsconfig: 'tsconfig.json',
  external: EXTERNAL,
  plugins: [noStream, whenUsed, leaveOut, noLog, asItIs, whenColoured, onlyDevices, onlyPlatform, whenCalled, licences],
  // What is not found, or goes round in a circle, is no program.
  onLog: (level, log) => {
    if (level === 'warn') throw new Error(log.message);
  },
  output: {
    dir: 'dist',
    cleanDir: true,
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

await build(OPTIONS);
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
writeFileSync(`${ROOT}dist/commands.json`, `${JSON.stringify(index)}\n`);
writeFileSync(`${ROOT}dist/package.json`, '{ "type": "commonjs" }\n');
