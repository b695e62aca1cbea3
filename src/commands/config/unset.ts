import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/command/base-command.js';
import { configurationFile, readConfiguration } from '../../flows/config/config-file.js';
import { writeConfiguration } from '../../flows/config/write-config.js';
import { SETTINGS } from '../../flows/config/settings.js';
import { findSetting } from '../../flows/config/effective-settings.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { escapeControls } from '../../text/escape-controls.js';

export default class ConfigUnsetCommand extends BaseCommand {
  static override summary = 'remove a setting from your configuration';
  static override args = { key: Args.string({ required: true, description: 'a setting such as language' }) };
  static override examples = [
    '<%= config.bin %> config unset language',
    '<%= config.bin %> config unset instance',
    '<%= config.bin %> config unset via --json',
  ];

  protected async execute(): Promise<Outcome> {
    const { args } = await this.parse(ConfigUnsetCommand);
    const file = configurationFile();
    const configuration = readConfiguration(file);
    // What is no setting can be taken out all the same, where the file has it.
    const key = configuration.has(args.key) ? args.key : findSetting(args.key).key;
    const was = configuration.has(key);
    if (was) writeConfiguration(file, new Map([...configuration].filter(([one]) => one !== key)));
    const usual = SETTINGS.find((setting) => setting.key === key)?.usual ?? null;
    const now = usual === null ? '' : ` The default applies: ${usual}.`;
    return {
      ...EMPTY,
      result: { key, removed: was, file },
      text: [`${escapeControls(key)} ${was ? 'is not set any more' : 'was not set'}.${now}`],
    };
  }
}
