/** A command of no product: it shows what becomes of a flag that is to go, with whatever is typed after it. */
import { fileURLToPath } from 'node:url';
import { Config, Flags } from '@oclif/core';
import { settingsOf } from '../../src/cli/args/settings.js';
import { BaseCommand } from '../../src/cli/command/base-command.js';
import { EMPTY } from '../../src/cli/output/outcome.js';

class Old extends BaseCommand {
  static id = 'old';
  static flags = {
    ancient: Flags.boolean({ deprecated: { to: 'modern', version: '2.0.0' } }),
    modern: Flags.boolean({ aliases: ['once'], deprecateAliases: true }),
  };

  async execute() {
    await this.parse(Old);
    return { ...EMPTY, result: { done: true }, text: ['done'] };
  }
}

const config = await Config.load(fileURLToPath(import.meta.url));
Object.assign(config.options, { settings: settingsOf(process.env) });
await Old.run(process.argv.slice(2), config);
