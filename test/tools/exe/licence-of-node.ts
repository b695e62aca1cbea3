import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { licencesOf } from '../licences.js';
import { ROOT } from './folder.js';

/** Where Node's own licence lies, from the folder of its program: in its archives, and in the packages that bring it. */
const PLACES = [
  'LICENSE',
  '../LICENSE',
  ...['../node_modules', '../..'].map(
    (folder) => `${folder}/node-${process.platform.replace('win32', 'win')}-${process.arch}/LICENSE`,
  ),
];
const NATIVE = ['@napi-rs/keyring', `@napi-rs/keyring-${process.platform}-${process.arch}`];

/** The licences of all that is in the executable. @param bundled of what is in dist/ */
export function licencesWith(bundled: string, node: string): { readonly text: string; readonly missing: boolean } {
  const native = licencesOf(NATIVE.flatMap(foldersOf));
  const file = PLACES.map((place) => join(dirname(realpathSync(node)), place)).find((place) => existsSync(place));
  return {
    text: [bundled, native, ...(file === undefined ? [] : ['Node.js\n-------\n', readFileSync(file, 'utf8')])].join(
      '\n',
    ),
    missing: file === undefined,
  };
}

/** For some systems there are several, such as for their C libraries. */
function foldersOf(name: string): readonly string[] {
  return ['', '-gnu', '-musl', '-msvc']
    .map((suffix) => join(ROOT, 'node_modules', `${name}${suffix}`))
    .filter((folder) => existsSync(folder));
}
