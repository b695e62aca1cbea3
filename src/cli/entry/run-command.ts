import type { Command } from '@oclif/core/command';
import { Plugin } from '@oclif/core/config';
import type { OwnFiles } from '../package/package-files.js';
import type { Program } from '../package/package-info.js';
import { tolerateClosedPipes } from '../process/streams.js';

/** Has oclif run a command. */
export async function runCommand(
  program: Program,
  files: OwnFiles,
  id: string,
  argv: readonly string[],
): Promise<void> {
  tolerateClosedPipes();
  // A file of colours for oclif's own help, which is not shown: looking for it takes longer than all that it reads besides.
  process.env[`${(program.package.oclif.bin ?? '').toUpperCase()}_DISABLE_THEME`] = 'true';
  const plugin = pluginOf(program);
  await commandOf(id, program, files).run([...argv], { root: program.root, plugins: new Map([[plugin.name, plugin]]) });
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

function commandOf(id: string, { index }: Program, { load }: OwnFiles): Command.Class {
  const { default: command } = load(index.files[id] ?? '') as { readonly default: Command.Class };
  command.id = id;
  return command;
}
