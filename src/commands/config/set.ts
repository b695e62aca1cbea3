import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/command/base-command.js';
import { configurationFile, readConfiguration } from '../../flows/config/config-file.js';
import { writeConfiguration } from '../../flows/config/write-config.js';
import { SETTINGS } from '../../flows/config/settings.js';
import { findSetting } from '../../flows/config/effective-settings.js';
import { requireFlags } from '../../cli/command/context.js';
import { environmentName } from '../../cli/args/environment.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { usageError } from '../../contract/app-error.js';

export default class ConfigSetCommand extends BaseCommand {
  static override summary = 'set a default for every command';
  static override description = `The settings:\n${SETTINGS.map(({ key, means }) => `  ${key.padEnd(24)} ${means}`).join('\n')}`;
  static override usage = 'config set KEY VALUE [FLAGS]';
  static override strict = false;
  static override args = {
    key: Args.string({ description: 'a setting such as language' }),
    value: Args.string({ description: 'its value' }),
  };
  static override examples = [
    '<%= config.bin %> config set language en',
    '<%= config.bin %> config set instance https://cloud.example/clinic',
    '<%= config.bin %> config set bank-lines "swedbank=+372 600 0000, seb=+372 600 0001"',
  ];

  protected async execute(): Promise<Outcome> {
    const { argv } = await this.parse(ConfigSetCommand);
    const [typed, value, ...surplus] = argv as string[];
    // The key first: what was typed behind it may be a secret, and is not repeated.
    const setting = typed === undefined ? undefined : findSetting(typed);
    if (!setting || value === undefined)
      requireFlags([...(setting ? [] : ['KEY']), 'VALUE'], 'A setting needs a name and a value.');
    if (!setting || value === undefined || surplus.length > 0)
      throw usageError('usage.invalid', 'More than one value was given.', ['Quote a value that contains spaces.']);
    const { key, read } = setting;
    const file = configurationFile();
    const configuration = readConfiguration(file);
    const kept = read(value);
    writeConfiguration(file, new Map([...configuration, [key, kept]]));
    const name = environmentName(key);
    return {
      ...EMPTY,
      result: { key, value: kept, former: configuration.get(key) ?? null, file },
      warnings: process.env[name] !== undefined ? [`${name} is set in the environment, which overrides it.`] : [],
      text: [`${key} is ${kept === '' ? 'set to nothing' : kept} from now on.`],
    };
  }
}
