import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/command/base-command.js';
import { configurationFile, readConfiguration } from '../../flows/config/config-file.js';
import { findSetting, viewSetting } from '../../flows/config/effective-settings.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';

export default class ConfigGetCommand extends BaseCommand {
  static override summary = 'show the value of one setting';
  static override args = { key: Args.string({ required: true, description: 'a setting such as language' }) };
  static override examples = [
    '<%= config.bin %> config get language',
    '<%= config.bin %> config get timeout',
    '<%= config.bin %> config get instance --json',
  ];

  protected async execute(): Promise<Outcome> {
    const { args } = await this.parse(ConfigGetCommand);
    const view = viewSetting(findSetting(args.key), readConfiguration(configurationFile()), new Map(), process.env);
    const { key, value, problem } = view;
    const remark = problem === null ? `${key} is not set.` : `${key} cannot be used: ${problem}.`;
    return {
      ...EMPTY,
      result: { setting: { ...view } },
      warnings: value === null ? [remark] : [],
      text: value === null ? [] : [value],
    };
  }
}
