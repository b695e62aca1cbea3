import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';
import { replaceFile } from '../../session/replace-file.js';

/** As Node loads a file of CommonJS: not declared, and the same since its first days. */
interface Loaded {
  exports: unknown;
  readonly require: (id: string) => unknown;
  _compile: (this: Loaded, text: string, file: string) => unknown;
}

const { Module } = process.getBuiltinModule('node:module') as unknown as { readonly Module: { readonly prototype: Loaded; readonly wrap: (text: string) => string } };

/** Characters; what is shorter is compiled in less time than what was kept of it is read. */
const WORTH_KEEPING = 20_000;

/** Before what V8 made, two numbers: when the file was written that it was made of, and {@link Kept.runs}. The rest V8 looks at itself: its own version, and the length. */
const NUMBER_BYTES = 8;
const HEAD_BYTES = 2 * NUMBER_BYTES;

/** A run that ends early compiles little of what others need: what the next ones compile is added. */
export const RUNS_ADDED = 3;

interface Kept {
  /** How many runs it is of. */
  readonly runs: number;
  readonly data: Buffer;
}

/**
 * What was compiled of these files is kept, and not compiled again. Whatever is wrong with what was kept, or with keeping
 * it, is no reason to fail: the file is compiled anew. Node's own way (from 22.1 on) keeps half as much: a probe takes a
 * quarter longer with it.
 * @param folder of the user's own: what lies in it is run
 * @param own the folder of the files that it is kept for, with its last slash
 * @param work what the run is for: each needs other parts of the same files, and has its own; letters alone
 */
export function keepCompiledIn(folder: string, own: string, work: string): void {
  const kept = join(folder, `${process.version}-${process.arch}`);
  const made: (() => void)[] = [];
  const { _compile: compile } = Module.prototype;
  Module.prototype._compile = function (text, file) {
    // Only what Node itself compiles has its map read.
    if (text.length < WORTH_KEEPING || !file.startsWith(own) || process.sourceMapsEnabled) return compile.call(this, text, file);
    const place = join(kept, `${work}${file.replaceAll(/\W/g, '-')}`);
    const former = read(place, file);
    const script = new Script(Module.wrap(text), { filename: file, cachedData: former?.data, importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });
    const runs = former === undefined || script.cachedDataRejected === true ? 0 : former.runs;
    // When the program ends, since what was compiled while it ran is part of it then.
    if (runs < RUNS_ADDED) made.push(() => { write(place, file, { runs: runs + 1, data: script.createCachedData() }); });
    const run = script.runInThisContext() as (...given: readonly unknown[]) => unknown;
    return run.call(this.exports, this.exports, (id: string) => this.require(id), this, file, dirname(file));
  };
  process.on('exit', () => {
    try {
      if (made.length > 0) mkdirSync(kept, { recursive: true, mode: 0o700 });
      for (const keep of made) keep();
    } catch {
      // A disk that is full, or not to be written to.
    }
  });
}

function read(place: string, file: string): Kept | undefined {
  try {
    const bytes = readFileSync(place);
    return bytes.readDoubleLE() === statSync(file).mtimeMs ? { runs: bytes.readDoubleLE(NUMBER_BYTES), data: bytes.subarray(HEAD_BYTES) } : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: V8 runs whatever it is given. */
function write(place: string, file: string, { runs, data }: Kept): void {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeDoubleLE(statSync(file).mtimeMs);
  head.writeDoubleLE(runs, NUMBER_BYTES);
  replaceFile(place, Buffer.concat([head, data]), 0o600);
}
