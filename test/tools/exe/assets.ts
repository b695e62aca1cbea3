import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { ROOT } from './folder.js';
import { joined } from './texts.js';

const require = createRequire(import.meta.url);

/** Every file that the executable holds, by the name it is asked for by. @param work where files may be written that are needed for it */
export function assetsIn(compiled: string, work: string): Readonly<Record<string, string>> {
  return {
    ...textsIn(
      work,
      all(compiled).map((path) => path.replace(/\.compiled$/, '')),
    ),
    ...named(ROOT, inDist('.js.map')),
    ...named(compiled, all(compiled)),
    ...nativeIn(work),
  };
}

/** @param rehearsed the scripts that most runs need */
function textsIn(work: string, rehearsed: readonly string[]): Readonly<Record<string, string>> {
  const { texts, places, others } = joined(ROOT, [
    ...new Set(['package.json', 'dist/commands.json', 'oclif.manifest.json', ...rehearsed, ...inDist('.js')]),
  ]);
  const folder = join(work, 'texts');
  for (const [path, text] of Object.entries(others)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  writeFileSync(join(work, 'joined'), texts, 'latin1');
  writeFileSync(join(work, 'places'), JSON.stringify(places));
  return { ...named(work, ['joined', 'places']), ...named(folder, Object.keys(others)) };
}

function inDist(ending: string): readonly string[] {
  return all(join(ROOT, 'dist'))
    .filter((path) => path.endsWith(ending))
    .map((path) => `dist/${path}`);
}

function all(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
}

function named(folder: string, paths: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(paths.map((path) => [path, join(folder, path)]));
}

/** The credential store's library, in the part that is for this machine. */
function nativeIn(work: string): Readonly<Record<string, string>> {
  require('@napi-rs/keyring');
  const file = Object.keys(require.cache).find((path) =>
    /[\\/]@napi-rs[\\/]keyring-[^\\/]+[\\/][^\\/]+\.node$/.test(path),
  );
  if (file === undefined) throw new Error('@napi-rs/keyring has no part for this machine');
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
  writeFileSync(join(work, 'name'), basename(file).replace(/\.node$/, `-${hash}.node`));
  return { '@napi-rs/keyring': file, '@napi-rs/keyring.name': join(work, 'name') };
}
