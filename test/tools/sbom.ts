import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';
import { packagesOf } from './licences.js';

export const SBOM = 'sbom.cdx.json';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly license?: string; readonly integrity?: string } | undefined>
  >;
}

/** What npm installs beside the program, in the very versions that the lock names. */
const INSTALLED = /^node_modules\/(@napi-rs\/keyring(?:-[\w-]+)?)$/;

/** Writes beside the program what it is made of (CycloneDX): the packages that were bundled, and those that are installed with it. */
export const sbom = (root: string): Plugin => ({
  name: 'sbom',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? Object.keys(file.modules) : []));
    this.emitFile({
      type: 'asset',
      fileName: SBOM,
      source: `${JSON.stringify(sbomOf(root, packagesOf(modules)), null, 1)}\n`,
    });
  },
});

/** The same for the same packages: it holds no time and no number of its own. */
function sbomOf(root: string, bundled: readonly string[]): object {
  const own = manifestIn(root);
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const installed = Object.entries(packages).flatMap(([path, about]) => {
    const name = INSTALLED.exec(path)?.[1];
    return name === undefined || about?.version === undefined ? [] : [{ ...about, name, version: about.version }];
  });
  const components = [
    ...bundled.map((folder) => {
      const manifest = manifestIn(folder);
      return component({
        ...manifest,
        integrity: packages[folder.slice(root.length).replaceAll('\\', '/')]?.integrity,
      });
    }),
    ...installed.map(component),
  ];
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', 'bom-ref': purlOf(own), ...named(own) } },
    components: [...new Map(components.map((one) => [one.purl, one])).values()].sort((one, other) =>
      one.purl < other.purl ? -1 : 1,
    ),
  };
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function component({ integrity, ...manifest }: Manifest & { readonly integrity?: string | undefined }) {
  const purl = purlOf(manifest);
  const [algorithm, digest = ''] = integrity?.split('-', 2) ?? [];
  const hashes =
    algorithm === 'sha512' ? [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] : [];
  return { type: 'library', 'bom-ref': purl, ...named(manifest), purl, hashes };
}

function named({ name, version, license }: Manifest): object {
  return { name, version, ...(license !== undefined && { licenses: [{ expression: license }] }) };
}

function purlOf({ name, version }: Manifest): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}
