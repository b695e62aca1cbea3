import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Plugin } from 'rolldown';

export const LICENCES = 'THIRD-PARTY-LICENSES.txt';

/** A module's path up to its package: a package may have packages of its own. */
const PACKAGE = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/;
const TEXT = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** Writes beside the program what the authors of the packages in it ask to be passed on: of what was bundled, not of what is installed. */
export const licences: Plugin = {
  name: 'licences',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? Object.keys(file.modules) : []));
    this.emitFile({ type: 'asset', fileName: LICENCES, source: licencesOf(packagesOf(modules)) });
  },
};

/** The folders of the packages that the modules are of. */
export function packagesOf(modules: readonly string[]): readonly string[] {
  return [...new Set(modules.flatMap((module) => PACKAGE.exec(module) ?? []))];
}

/** @throws Error for a package that says nothing of its licence: nobody may pass it on */
export function licencesOf(folders: readonly string[]): string {
  const told = new Map(folders.map((folder) => [titleOf(folder), textOf(folder)]));
  const parts = [...told]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([title, text]) => `${title}\n${'-'.repeat(title.length)}\n\n${text}\n`);
  return [
    'This program holds code of the packages below, under the licences that follow their names.\n',
    ...parts,
  ].join('\n');
}

function titleOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  if (license === undefined) throw new Error(`${name} in ${folder} names no licence`);
  return `${name} ${version} (${license})`;
}

function textOf(folder: string): string {
  const files = readdirSync(folder)
    .filter((file) => TEXT.test(file))
    .sort();
  const told = files.length > 0 ? undefined : inReadme(folder);
  if (told !== undefined) return told;
  if (files.length === 0) throw new Error(`no text of a licence in ${folder.split(sep).join('/')}`);
  return files.map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim()).join('\n\n');
}

/** Some authors tell it at the end of their README alone. */
function inReadme(folder: string): string | undefined {
  const readme = readdirSync(folder).find((file) => /^readme\.md$/i.test(file));
  const text = readme === undefined ? '' : readFileSync(join(folder, readme), 'utf8').replaceAll('\r\n', '\n');
  return /^#+ licen[cs]e\n+(?<told>.*Copyright.*)$/ims.exec(text)?.groups?.['told']?.trim();
}
