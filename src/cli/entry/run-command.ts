import type { Command } from '@oclif/core/command';
import { Plugin } from '@oclif/core/config';
import { withConfigured } from '../command/configured-flags.js';
import type { RunOptions } from '../command/configured-flags.js';
import type { Settings } from '../args/settings.js';
import type { OwnFiles } from '../package/package-files.js';
import type { Program } from '../package/package-info.js';
import { tolerateClosedPipes } from '../process/streams.js';

/** Has oclif run a command. */
export async function runCommand(parts: Parts, id: string, argv: readonly string[]): Promise<void> {
  tolerateClosedPipes();
  const { program, settings } = parts;
  const plugin = pluginOf(program);
  const options: RunOptions = { root: program.root, plugins: new Map([[plugin.name, plugin]]), settings };
  await commandOf(id, parts).run([...argv], options);
}

/** What a command is made of. */
interface Parts {
  readonly program: Program;
  readonly files: OwnFiles;
  readonly settings: Settings;
}

/**
 * The package as the one plug-in of its program. Left to find it, oclif reads again what was read already, and sorts the
 * commands by the rules of a language, which it takes 15 ms to load.
 */
function pluginOf({ root, package: pjson }: Program): Plugin {
  const { name, version } = pjson;
  return Object.assign(new Plugin({ isRoot: true, root, pjson }), {
    root,
    pjson,
    name,
    version,
    alias: name,
    isRoot: true,
    valid: true,
    hooks: {},
    commands: [],
  });
}

function commandOf(id: string, { program, files, settings }: Parts): Command.Class {
  const { default: command } = files.load(program.index.files[id] ?? '') as { readonly default: Command.Class };
  command.id = id;
  command.baseFlags = withConfigured(command.baseFlags, settings);
  command.flags = withConfigured(command.flags, settings);
  return command;
}
