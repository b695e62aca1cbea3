import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asFunction } from '../../../src/executable/modules.js';

/** A text of the program as its executable holds it. */
export function heldText(folder: string, path: string): string {
  const text = readFileSync(join(folder, path), 'utf8');
  return path.endsWith('.js') ? asFunction(text) : JSON.stringify(JSON.parse(text)).replaceAll(/[^\0-\x7f]/g, escaped);
}

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

export interface Joined {
  /** One after another, each letter a byte. */
  readonly texts: string;
  readonly places: Readonly<Record<string, readonly [at: number, length: number]>>;
  /** By path. */
  readonly others: Readonly<Record<string, string>>;
}

/** From here on Node holds a text outside of V8's heap (`EXTERN_APEX` in its src/string_bytes.cc); the more, the longer that takes. */
const ENOUGH = 1_100_000;

/** @param paths those that are needed most first */
export function joined(folder: string, paths: readonly string[]): Joined {
  let texts = '';
  const places: Record<string, readonly [at: number, length: number]> = {};
  const others: Record<string, string> = {};
  for (const path of paths) {
    const text = heldText(folder, path);
    if (texts.length > ENOUGH || /[^\0-\xff]/.test(text)) others[path] = text;
    else {
      places[path] = [texts.length, text.length];
      texts += text;
    }
  }
  return { texts, places, others };
}
