import type { AsyncLocalStorage } from 'node:async_hooks';
import { Console } from 'node:console';
import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import type * as start from '../../src/cli/entry/start.js';
import { OwnProcess } from './own-process.js';
import type { Ended } from './own-process.js';
import { timersOf, whileTimePasses } from './own-time.js';
import type { Environment } from './program.js';

interface Options {
  readonly env: Environment;
  /** Text on stdin, which then ends; without it stdin stays open. */
  readonly stdin: string | undefined;
  /** Where the guard notes what was dialled. */
  readonly dialled: string;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).slice(0, -1);
const nodeRequire = createRequire(import.meta.url);
/** Nothing leaves this machine from here, either. */
const { dialledTo } = nodeRequire('./guard.cjs') as { readonly dialledTo: AsyncLocalStorage<string> };

/**
 * A run of the built program within this process, for a tenth of what a start takes. Its modules are evaluated again, as at
 * a start, and meet a process and a time that are this run's own.
 */
export function runInProcess(args: readonly string[], { env, stdin, dialled }: Options): Promise<Ended> {
  const run = (): Promise<Ended> => {
    const own = new OwnProcess([process.execPath, join(ROOT, 'bin/run.js'), ...args], env, stdin);
    const load = modulesFor(own);
    const { startProgram } = load(join(ROOT, 'dist/start.js')) as typeof start;
    // As bin/run.js hands them over. What leaves by no exit has nothing left to do.
    startProgram(args, { root: ROOT, load: (path) => load(join(ROOT, path)) }).then(
      () => {
        own.exit();
      },
      (error: unknown) => {
        own.process.stderr.write(String(error));
        own.exit(1);
      },
    );
    return own.ended;
  };
  return whileTimePasses(() => dialledTo.run(dialled, run));
}

/** Loads modules of the program for one run, each once. */
function modulesFor(own: OwnProcess): (path: string) => unknown {
  const loaded = new Map<string, { readonly exports: object }>();
  const globals = {
    process: own.process,
    globalThis: Object.create(globalThis, { process: { value: own.process } }) as object,
    setTimeout: timersOf(() => own.lives),
    console: new Console(own.process.stdout, own.process.stderr),
  };
  const load = (path: string): unknown => {
    const known = loaded.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    loaded.set(path, module);
    const require = (id: string): unknown => {
      if (isBuiltin(id)) return own.builtin(id);
      return id.startsWith('.') ? load(resolve(dirname(path), id)) : nodeRequire(id);
    };
    codeOf(path)({ ...globals, module, exports: module.exports, require, __filename: path, __dirname: dirname(path) });
    return module.exports;
  };
  return load;
}

const NAMES = 'module, exports, require, __filename, __dirname, process, globalThis, console, setTimeout';

type Code = (given: Readonly<Record<string, unknown>>) => void;

/** Compiled once for all runs. */
const compiled = new Map<string, Code>();

function codeOf(path: string): Code {
  const known = compiled.get(path);
  if (known) return known;
  const text = readFileSync(path, 'utf8');
  const body = path.endsWith('.json') ? `module.exports = ${text}` : text;
  const code = new Script(`(({ ${NAMES} }) => {${body}\n})`, { filename: path }).runInThisContext() as Code;
  compiled.set(path, code);
  return code;
}
