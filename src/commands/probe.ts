import { BaseCommand } from '../cli/command/base-command.js';
import type { CommandContext } from '../cli/command/context.js';
import type { RunInfo } from '../cli/output/print-outcome.js';
import { beepFlag, languageFlag, roleFlag, sweepFlags, viaFlag, watchFlag } from '../cli/command/flags.js';
import type { Outcome } from '../cli/output/outcome.js';

export default class ProbeCommand extends BaseCommand {
  static override summary = 'identify the terminal and find out what is wrong';
  static override usage = 'probe TARGET... [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> probe 84.50.12.34',
    '<%= config.bin %> probe --file clinics.txt --jsonl',
    '<%= config.bin %> probe 84.50.12.34 --watch 5m',
  ];
  static override flags = { ...roleFlag, ...sweepFlags, ...viaFlag, ...watchFlag, ...beepFlag, ...languageFlag };

  protected async execute(context: CommandContext, run: RunInfo): Promise<Outcome> {
    const { argv, flags } = await this.parse(ProbeCommand);
    return (await import('../flows/look/probe.js')).runProbe(argv as string[], flags, context, run);
  }
}
