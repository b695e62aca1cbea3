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

/** By path: where in the joined texts it begins, and how long it is. */
const places = JSON.parse(getAsset('places', 'utf8')) as Readonly<
  Record<string, readonly [at: number, length: number]>
>;

/**
 * Nearly all of them in one: a text of more than a megabyte is held outside of V8's heap, and parts of it are no copies.
 * What the heap holds of text while the program starts lets the garbage collector run.
 */
const texts = Buffer.from(getRawAsset('joined') as ArrayBuffer).toString('latin1');

const { load } = modulesOf({ text, compiled, map }, ROOT, outside);

/** @throws for what is not held */
function text(path: string): string {
  const place = places[path];
  if (place === undefined) return getAsset(path, 'utf8');
  const [at, length] = place;
  return texts.slice(at, at + length);
}

function compiled(path: string): Uint8Array | undefined {
  return orNone(() => new Uint8Array(getRawAsset(`${path}.compiled`) as ArrayBuffer));
}

function map(path: string): string | undefined {
  return orNone(() => getAsset(`${path}.map`, 'utf8'));
}

function orNone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function outside(name: string): unknown {
  if (name === NATIVE)
    return (load('dist/native.js') as typeof Native).loadNative(
      getAsset(`${NATIVE}.name`, 'utf8'),
      getRawAsset(NATIVE) as ArrayBuffer,
    );
  const builtin: unknown = process.getBuiltinModule(name);
  if (builtin === undefined) throw new Error(`${name} is not in this executable`);
  return builtin;
}

const [, , first = ''] = process.argv;
load(first.startsWith(`${ROOT}${sep}`) ? first.slice(ROOT.length + 1).replaceAll(sep, '/') : 'bin/run.js');
