import { BaseCommand } from '../../cli/command/base-command.js';
import { configurationFile, readConfiguration } from '../../flows/config/config-file.js';
import type { Configuration } from '../../flows/config/config-file.js';
import { SETTINGS } from '../../flows/config/settings.js';
import { nearestSettings, ORIGIN_WORDS, viewSetting } from '../../flows/config/effective-settings.js';
import type { SettingView } from '../../flows/config/effective-settings.js';
import type { CommandContext } from '../../cli/command/context.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { usageError } from '../../contract/app-error.js';
import { escapeControls } from '../../text/escape-controls.js';
import { wrapText } from '../../ui/wrap.js';

const KEY_WIDTH = 25;

export default class ConfigCommand extends BaseCommand {
  static override summary = 'show or change default settings';
  static override description =
    'A flag overrides the environment, the environment overrides your configuration, and that overrides the default. A variable set to nothing switches a setting off for one command.';
  static override usage = 'config [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> config',
    '<%= config.bin %> config set language en',
    '<%= config.bin %> config --json',
  ];

  protected async execute({ out, width }: CommandContext): Promise<Outcome> {
    const { argv, flags, raw } = await this.parse(ConfigCommand);
    const [word] = argv as string[];
    if (word !== undefined)
      throw usageError(
        'usage.unknown-command',
        `There is no command ${JSON.stringify(`config ${word.slice(0, 40)}`)}.`,
        ['terminal config get KEY', 'terminal config set KEY VALUE', 'terminal config unset KEY'],
      );
    const file = configurationFile();
    const configuration = readConfiguration(file);
    const typed = new Map(
      raw.flatMap((token) =>
        token.type === 'flag' ? [[token.flag, String(flags[token.flag as keyof typeof flags])] as const] : [],
      ),
    );
    const views = SETTINGS.map((setting) => viewSetting(setting, configuration, typed, process.env));
    const line = ({ key, value, origin, problem }: SettingView): string => {
      const told = `${key.padEnd(KEY_WIDTH)}${problem === null ? (value ?? 'not set') : 'not valid'} (${ORIGIN_WORDS[origin]})`;
      return origin === 'default' ? out.dim(told) : told;
    };
    const meanings = new Map(SETTINGS.map(({ key, means }) => [key, means]));
    const lines = (view: SettingView): readonly string[] => [
      line(view),
      ...wrapText(`  ${meanings.get(view.key) ?? ''}`, width, '  ').map(out.dim),
    ];
    return {
      ...EMPTY,
      result: { file, settings: views.map((view) => ({ ...view })) },
      warnings: warningsOf(views, configuration, file),
      text: [...views.flatMap(lines), '', 'To set one: terminal config set KEY VALUE', `User configuration: ${file}`],
    };
  }
}

/** What does not count, though a person meant it to. */
function warningsOf(views: readonly SettingView[], configuration: Configuration, file: string): readonly string[] {
  const unknown = [...configuration.keys()].filter((key) => !SETTINGS.some((setting) => setting.key === key));
  const meant = (key: string): string =>
    nearestSettings(key)
      .map((one) => ` Did you mean ${one}?`)
      .join('');
  return [
    ...views.flatMap(({ key, problem, origin }) =>
      problem === null ? [] : [`${key}, from the ${ORIGIN_WORDS[origin]}, cannot be used: ${problem}.`],
    ),
    ...unknown.map(
      (key) =>
        `${file} has ${JSON.stringify(escapeControls(key.slice(0, 60)))}, which is not a setting and has no effect.${meant(key)}`,
    ),
  ];
}
