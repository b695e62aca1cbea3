import { arch } from 'node:os';
import { join } from 'node:path';
import type { Command } from '@oclif/core/command';
import type { PJSON } from '@oclif/core/interfaces';
import isWsl from 'is-wsl';
import { InstallationError } from './installation-error.js';
import type { OwnFiles } from './own-files.js';

/** What the package says of itself and of its commands: all that a command line can be read by and helped with, and no command is loaded for it. */
export interface Program {
  /** The package's folder. */
  readonly root: string;
  /** package.json. */
  readonly package: PJSON;
  /** In the order of their ids; the words of an id are joined by a colon. */
  readonly commands: readonly Command.Cached[];
  /** Such as `linux-x64`, in oclif's words. */
  readonly platform: string;
}

/** @throws InstallationError */
export function readProgram(files: OwnFiles): Program {
  // What `oclif manifest` has found in the commands.
  const manifest = readJson(files, 'oclif.manifest.json') as { readonly commands: Readonly<Record<string, Command.Cached>> };
  return {
    root: files.root,
    package: readJson(files, 'package.json') as PJSON,
    commands: Object.values(manifest.commands).sort((one, other) => (one.id < other.id ? -1 : 1)),
    platform: `${isWsl ? 'wsl' : process.platform}-${arch() === 'ia32' ? 'x86' : arch()}`,
  };
}

/** How oclif tells which program this is, on what. */
export function userAgent({ package: { name, version }, platform }: Program): string {
  return `${name}/${version} ${platform} node-${process.version}`;
}

/** @throws InstallationError */
function readJson({ root, load }: OwnFiles, name: string): unknown {
  const file = join(root, name);
  try {
    return load(name);
  } catch (cause) {
    throw new InstallationError(`${file} cannot be read`, { cause });
  }
}
