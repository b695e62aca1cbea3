import { arch } from 'node:os';
import { join } from 'node:path';
import type { Command } from '@oclif/core/command';
import type { PJSON } from '@oclif/core/interfaces';
import isWsl from 'is-wsl';
import { InstallationError } from './installation-error.js';
import type { OwnFiles } from './package-files.js';

/** What the package says of itself and of its commands: all that a command line can be read by and helped with, and no command is loaded for it. */
export interface Program {
  /** The package's folder. */
  readonly root: string;
  /** package.json. */
  readonly package: PJSON;
  readonly index: CommandIndex;
  /** What `oclif manifest` has found in the commands, in the order of their ids. For help alone: it takes longer to read than the rest. @throws InstallationError */
  readonly commands: () => readonly Command.Cached[];
  /** Such as `linux-x64`, in oclif's words. */
  readonly platform: string;
}

/** dist/commands.json, which the build writes. */
export interface CommandIndex {
  /** The file of each command, by its id, whose words are joined by a colon; in the order of the ids. */
  readonly files: Readonly<Record<string, string>>;
  /** The flags of every command that take a value, with their dashes. */
  readonly withValue: readonly string[];
}

/** @throws InstallationError */
export function readProgram(files: OwnFiles): Program {
  return {
    root: files.root,
    package: readJson(files, 'package.json') as PJSON,
    index: readJson(files, 'dist/commands.json') as CommandIndex,
    commands: () => {
      const { commands } = readJson(files, 'oclif.manifest.json') as {
        readonly commands: Readonly<Record<string, Command.Cached>>;
      };
      return Object.values(commands).sort((one, other) => (one.id < other.id ? -1 : 1));
    },
    platform: `${isWsl ? 'wsl' : process.platform}-${arch() === 'ia32' ? 'x86' : arch()}`,
  };
}

/** The command, not the package's name, and on what it runs. */
export function userAgent({ package: { oclif, version }, platform }: Program): string {
  return `${oclif.bin ?? ''}/${version} ${platform} node-${process.version}`;
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
