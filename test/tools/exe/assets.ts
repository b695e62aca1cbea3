import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { ROOT } from './folder.js';

const require = createRequire(import.meta.url);

/** Every file that the executable holds, by the name it is asked for by. @param work where files may be written that are needed for it */
export function assetsIn(compiled: string, work: string): Readonly<Record<string, string>> {
  return { ...named(ROOT, ['package.json', 'oclif.manifest.json', 'bin/run.js', ...modules()]), ...named(compiled, all(compiled)), ...nativeIn(work) };
}

function modules(): readonly string[] {
  return all(join(ROOT, 'dist')).filter((path) => /\.js(\.map)?$/.test(path)).map((path) => `dist/${path}`);
}

function all(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll('\\', '/'));
}

function named(folder: string, paths: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(paths.map((path) => [path, join(folder, path)]));
}

/** The key store's library, in the part that is for this machine. */
function nativeIn(work: string): Readonly<Record<string, string>> {
  require('@napi-rs/keyring');
  const file = Object.keys(require.cache).find((path) => /[\\/]@napi-rs[\\/]keyring-[^\\/]+[\\/][^\\/]+\.node$/.test(path));
  if (file === undefined) throw new Error('@napi-rs/keyring has no part for this machine');
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
  writeFileSync(join(work, 'name'), basename(file).replace(/\.node$/, `-${hash}.node`));
  return { '@napi-rs/keyring': file, '@napi-rs/keyring.name': join(work, 'name') };
}
