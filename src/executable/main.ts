import { sep } from 'node:path';
import { getAsset, getRawAsset } from 'node:sea';
import { modulesOf } from './modules.js';
import type * as Native from './native.js';

/*
 * The first thing that the executable runs. It is a folder to its modules: no file can be in the way of theirs. A module
 * that the program starts as a program of its own, as it would have Node start it, is known by its path.
 */
const ROOT = process.execPath;
const NATIVE = '@napi-rs/keyring';

const { load } = modulesOf({ text, compiled, map }, ROOT, outside);

function text(path: string): string {
  return getAsset(path, 'utf8');
}

function compiled(path: string): Uint8Array | undefined {
  return orNone(() => new Uint8Array(getRawAsset(`${path}.compiled`) as ArrayBuffer));
}

function map(path: string): string | undefined {
  return orNone(() => text(`${path}.map`));
}

function orNone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function outside(name: string): unknown {
  if (name === NATIVE) return (load('dist/native.js') as typeof Native).loadNative(text(`${NATIVE}.name`), getRawAsset(NATIVE) as ArrayBuffer);
  const builtin: unknown = process.getBuiltinModule(name);
  if (builtin === undefined) throw new Error(`${name} is not in this executable`);
  return builtin;
}

const [, , first = ''] = process.argv;
load(first.startsWith(`${ROOT}${sep}`) ? first.slice(ROOT.length + 1).replaceAll(sep, '/') : 'bin/run.js');
