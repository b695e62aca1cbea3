/**
 * What the build does to the packages that it bundles, for a quicker start: docs/performance.md. Each plugin ends the
 * build where a package has changed so that it no longer applies.
 */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'rolldown';

const OCLIF = /[\\/]@oclif[\\/]core[\\/]lib[\\/]/;

/** Stands in for a module that nobody is to reach: the one who does fails, and says so. */
const unreachable = (name: string): string => `
  const fail = (_, key) => { if (key === '__esModule') return undefined; throw new Error('${name} of @oclif/core was left out by test/tools/build-plugins.ts'); };
  module.exports = new Proxy({}, { get: fail });`;

/**
 * What oclif loads at each start for what this program does not have: other plug-ins, commands and hooks that no manifest
 * names, a configuration outside package.json, its own help; and what stands in for each.
 */
const STAND_INS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...['tinyglobby', 'minimatch', 'ejs', 'ansi-escapes', './help', '../help/index', './ts-path', '../module-loader'],
      ...['../util/find-root', '../util/read-pjson', '../util/cache-command'],
    ].map((name) => [name, unreachable(name)]),
  ),
  // What `DEBUG` turns on would stand in the middle of what this program tells.
  debug: 'export default () => () => undefined;',
  // At each start on Windows it asks a PowerShell for the name of the shell, which nobody here wants to know.
  'wsl-utils': "export { default as isWsl } from 'is-wsl';",
};

/** What the driver of PostgreSQL asks for where a part in C was compiled for it, or in other surroundings than Node's. */
const OTHER_DRIVERS = /^(pg-native|pg-cloudflare)$/;

export const plainDriver = {
  name: 'plain-driver',
  resolveId: {
    filter: { id: OTHER_DRIVERS },
    handler: (id: string) => `\0other-driver:${id}`,
  },
  load: {
    filter: { id: /^\0other-driver:/ },
    handler: (id: string) =>
      `throw new Error(${JSON.stringify(`${id.slice('\0other-driver:'.length)} was left out`)});`,
  },
} satisfies Plugin;

/** Replaces what {@link STAND_INS} names. @throws when the build ends, for what oclif asks for no more */
export function leaveOut(): Plugin {
  const asked = new Set<string>();
  return {
    name: 'leave-out',
    resolveId: (id, importer) => {
      if (!Object.hasOwn(STAND_INS, id) || !OCLIF.test(importer ?? '')) return undefined;
      asked.add(id);
      return `\0left-out:${id}`;
    },
    load: { filter: { id: /^\0left-out:/ }, handler: (id) => STAND_INS[id.replace('\0left-out:', '')] },
    buildEnd: (error) => {
      const missing = Object.keys(STAND_INS).filter((name) => !asked.has(name));
      if (!error && missing.length > 0) throw new Error(`@oclif/core asks no more for ${missing.join(', ')}`);
    },
  };
}

const REQUIRED = /^(?:const|let|var) .*\brequire\("/gm;
const ASKED_FOR = /^(?:const|var) (\w+) = ((?:__import\w+\()?require\("[^"]+"\)\)?);$/gm;

/** What oclif asks for is loaded when it is used, not before: most runs use little of it. What it builds on immediately is loaded immediately. */
export const whenUsed = {
  name: 'when-used',
  transform: {
    filter: { id: /[\\/]@oclif[\\/]core[\\/]lib[\\/].*\.js$/ },
    handler: (code: string, id: string) => {
      const names = [...code.matchAll(ASKED_FOR)].map(([, name = '']) => name);
      if (names.length !== (code.match(REQUIRED) ?? []).length || /^import /m.test(code))
        throw new Error(`${id} asks for modules in another way`);
      const lazy = names.reduce(
        (so, name) => so.replaceAll(new RegExp(`\\b${name}\\.`, 'g'), `(${name}()).`),
        code.replace(ASKED_FOR, 'const $1 = () => $2;'),
      );
      return { code: lazy, map: { mappings: '' } };
    },
  },
} satisfies Plugin;

const LISTENS = /^process\.stdout\.on\('error', .*?^\}\);$/ms;

/** oclif listens to stdout immediately, which makes a stream of Node's of it, and ends the program for a full disk; this program has its own listener. */
export const noStream = {
  name: 'no-stream',
  transform: {
    filter: { id: /[\\/]@oclif[\\/]core[\\/]lib[\\/]command\.js$/ },
    handler: (code: string) => {
      if (!LISTENS.test(code)) throw new Error('command.js of @oclif/core listens to stdout no more, or elsewhere');
      return { code: code.replace(LISTENS, ''), map: { mappings: '' } };
    },
  },
} satisfies Plugin;

/** Parts of Node that take time to load and that most runs never call: for this program's own modules they are loaded at the first call. */
const WHEN_CALLED: Readonly<Record<string, readonly string[]>> = {
  'node:child_process': ['execFile', 'spawn'],
  'node:crypto': ['createHash', 'createSign', 'generateKeyPairSync', 'randomBytes', 'randomInt'],
  'node:dns/promises': ['lookup'],
  'node:timers/promises': ['setImmediate', 'setTimeout'],
  'node:tty': ['isatty'],
};

const OWN = fileURLToPath(new URL('../../src/', import.meta.url));

/** What else a module asks of them is missed when the program is built. It edits no package. */
export const whenCalled = {
  name: 'when-called',
  resolveId: {
    filter: { id: new RegExp(`^(${Object.keys(WHEN_CALLED).join('|')})$`) },
    handler: (id: string, importer: string | undefined) =>
      importer?.startsWith(OWN) === true ? `\0when-called:${id}` : undefined,
  },
  load: {
    filter: { id: /^\0when-called:/ },
    handler: (id: string) => {
      const name = id.slice('\0when-called:'.length);
      const calls = (WHEN_CALLED[name] ?? []).map(
        (call) => `export const ${call} = (...given) => process.getBuiltinModule('${name}').${call}(...given);`,
      );
      return { code: calls.join('\n'), moduleSideEffects: false };
    },
  },
} satisfies Plugin;
