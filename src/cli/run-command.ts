import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Command } from '@oclif/core/command';
import { Config, Plugin } from '@oclif/core/config';
import type { Program } from './program.js';

/** Has oclif run a command. */
export async function runCommand(program: Program, id: string, argv: readonly string[]): Promise<void> {
  const plugin = packageWith(program.commands.filter((command) => command.id === id), program);
  const config = await Config.load({ root: program.root, plugins: new Map([[plugin.name, plugin]]) });
  await config.runCommand(id, [...argv]);
}

/**
 * The package as the one plug-in of its program, and the command that is run as the one it has. Left to find them,
 * oclif reads again what was read already, and sorts by the rules of a language, which alone takes 15 ms to load.
 */
function packageWith(commands: readonly Command.Cached[], { root, package: pjson }: Program): Plugin {
  const plugin = new Plugin({ isRoot: true, root, pjson });
  const { name, version } = pjson;
  return Object.assign(plugin, { root, pjson, name, version, alias: name, isRoot: true, valid: true, hooks: {}, commandIDs: commands.map(({ id }) => id), commands: commands.map((command) => ({ ...command, load: () => Promise.resolve(load(command, root)) })) });
}

function load({ id, relativePath = [] }: Command.Cached, root: string): Command.Class {
  const file = join(root, ...relativePath);
  const { default: command } = createRequire(file)(file) as { readonly default: Command.Class };
  command.id = id;
  return command;
}
