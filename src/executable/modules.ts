import { posix, sep } from 'node:path';
import { Script } from 'node:vm';

/** The files of the program where they are no files: by their paths in the package, with slashes. */
interface Held {
  /** A script as {@link asFunction} writes it, all else as it is. @throws for what is not held */
  readonly text: (path: string) => string;
  /** What V8 had compiled of a module when the executable was built. */
  readonly compiled: (path: string) => Uint8Array | undefined;
  /** Its source map. */
  readonly map: (path: string) => string | undefined;
}

interface Modules {
  /** What a module exports, or a file holds as JSON. */
  readonly load: (path: string) => unknown;
  /** Of the modules that were loaded. */
  readonly scripts: ReadonlyMap<string, Script>;
}

type Loaded = { exports: unknown };
type Wrapped = (
  this: unknown,
  exports: unknown,
  require: (name: string) => unknown,
  module: Loaded,
  filename: string,
  dirname: string,
) => void;

/**
 * Loads modules that stand in no folder, as `require` loads those that do.
 * @param root the folder that they see themselves in
 * @param outside what a name is that is no path
 */
export function modulesOf(held: Held, root: string, outside: (name: string) => unknown): Modules {
  const loaded = new Map<string, Loaded>();
  const scripts = new Map<string, Script>();
  const fileOf = (path: string): string => `${root}${sep}${path.replaceAll('/', sep)}`;

  const load = (path: string): unknown => {
    const former = loaded.get(path);
    if (former) return former.exports;
    const module: Loaded = { exports: {} };
    loaded.set(path, module);
    try {
      if (path.endsWith('.json')) module.exports = JSON.parse(held.text(path));
      else run(path, module);
    } catch (error) {
      loaded.delete(path);
      throw error;
    }
    return module.exports;
  };

  const run = (path: string, module: Loaded): void => {
    const [filename, folder] = [fileOf(path), posix.dirname(path)];
    const require = (name: string): unknown => (name.startsWith('.') ? load(posix.join(folder, name)) : outside(name));
    const text = held.text(path);
    const map = process.sourceMapsEnabled ? held.map(path) : undefined;
    const wrapped = map === undefined ? compile(text, filename, path) : withMap(text, filename, map);
    wrapped.call(module.exports, module.exports, require, module, filename, fileOf(folder));
  };

  const compile = (text: string, filename: string, path: string): Wrapped => {
    const script = new Script(text, { filename, cachedData: held.compiled(path) as Buffer | undefined });
    scripts.set(path, script);
    return script.runInThisContext() as Wrapped;
  };

  return { load, scripts };
}

/** A script of CommonJS as what is called to run it. */
export function asFunction(script: string): string {
  return `(function (exports, require, module, __filename, __dirname) { ${script.replace(/^#!.*/, '')}\n})`;
}

/** Node looks for maps in modules of its own loader alone. */
function withMap(text: string, filename: string, map: string): Wrapped {
  const { Module } = process.getBuiltinModule('node:module');
  const module = new Module(filename) as InstanceType<typeof Module> & {
    _compile: (text: string, filename: string) => void;
  };
  module._compile(
    `module.exports = ${text}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`,
    filename,
  );
  return module.exports as Wrapped;
}
