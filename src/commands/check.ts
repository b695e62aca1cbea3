import { BaseCommand } from '../cli/command/base-command.js';
import type { CommandContext } from '../cli/command/context.js';
import type { RunInfo } from '../cli/output/print-outcome.js';
import { dryLookFlag, languageFlag, roleFlag, sweepFlags, viaFlag } from '../cli/command/flags.js';
import type { Outcome } from '../cli/output/outcome.js';

export default class CheckCommand extends BaseCommand {
  static override summary = 'check whether terminals can be reached';
  static override usage = 'check TARGET... [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> check 84.50.12.34',
    '<%= config.bin %> check --file clinics.csv --dry-run',
    '<%= config.bin %> check 84.50.12.34 --via socks5://127.0.0.1:1080',
  ];
  static override flags = { ...roleFlag, ...sweepFlags, ...viaFlag, ...dryLookFlag, ...languageFlag };

  protected async execute(context: CommandContext, run: RunInfo): Promise<Outcome> {
    const { argv, flags } = await this.parse(CheckCommand);
    return (await import('../flows/look/check.js')).runCheck(argv as string[], flags, context, run);
  }
}
