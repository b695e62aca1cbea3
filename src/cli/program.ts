import { readFileSync } from 'node:fs';
import { arch } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from '@oclif/core/command';
import type { PJSON } from '@oclif/core/interfaces';
import isWsl from 'is-wsl';
import { InstallationError } from './installation-error.js';

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

/** @param bin the URL of a file in the package's bin folder @throws InstallationError */
export function readProgram(bin: string): Program {
  const root = fileURLToPath(new URL('..', bin));
  // What `oclif manifest` has found in the commands.
  const manifest = readJson(join(root, 'oclif.manifest.json')) as { readonly commands: Readonly<Record<string, Command.Cached>> };
  return {
    root,
    package: readJson(join(root, 'package.json')) as PJSON,
    commands: Object.values(manifest.commands).sort((one, other) => (one.id < other.id ? -1 : 1)),
    platform: `${isWsl ? 'wsl' : process.platform}-${arch() === 'ia32' ? 'x86' : arch()}`,
  };
}

/** How oclif tells which program this is, on what. */
export function userAgent({ package: { name, version }, platform }: Program): string {
  return `${name}/${version} ${platform} node-${process.version}`;
}

/** @throws InstallationError */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new InstallationError(`${file} cannot be read`, { cause });
  }
}
