import * as Flags from '@oclif/core/flags';
import { environmentName } from '../cli/args/environment.js';
import { BaseCommand } from '../cli/command/base-command.js';
import type { CommandContext } from '../cli/command/context.js';
import type { Outcome } from '../cli/output/outcome.js';
import { outputFile } from '../cli/output/write-file.js';
import { readSince } from '../flows/sessions/select-sessions.js';
import { teamOutcome } from '../flows/team/overview.js';

export default class TeamCommand extends BaseCommand {
  static override summary = 'show what is open, who is at work, and how the calls of the team went';
  static override examples = [
    '<%= config.bin %> team',
    '<%= config.bin %> team --since 7d --output team.html',
    '<%= config.bin %> team --json',
  ];
  static override flags = {
    since: Flags.string({
      env: environmentName('since'),
      default: '30d',
      description: 'count the calls that were begun since then, such as 7d',
    }),
    output: Flags.string({
      env: environmentName('output'),
      description: 'write a page with plots to this file, over a former one',
      helpValue: 'F.html',
    }),
  };

  protected async execute(context: CommandContext): Promise<Outcome> {
    const { flags } = await this.parse(TeamCommand);
    return teamOutcome(readSince(flags.since, context.clock.now()), outputFile(flags.output), context);
  }
}
