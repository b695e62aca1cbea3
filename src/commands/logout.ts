import { BaseCommand } from '../cli/command/base-command.js';
import { instanceOf } from '../flows/cloud/connect.js';
import { requireFlags } from '../cli/command/context.js';
import type { CommandContext } from '../cli/command/context.js';
import { openCredentials, readableCredentials } from '../flows/cloud/find-credentials.js';
import { cloudFlags } from '../cli/command/flags.js';
import { forgottenOutcome } from '../flows/cloud/login-outcome.js';
import type { Outcome } from '../cli/output/outcome.js';

export default class LogoutCommand extends BaseCommand {
  static override summary = 'delete cloud credentials from this computer';
  static override examples = [
    '<%= config.bin %> logout --instance https://cloud.example/clinic',
    '<%= config.bin %> logout --instance https://cloud.example/clinic --json',
    'TERMINAL_INSTANCE=https://cloud.example/clinic <%= config.bin %> logout',
  ];
  static override flags = { ...cloudFlags };

  protected async execute(context: CommandContext): Promise<Outcome> {
    const { flags } = await this.parse(LogoutCommand);
    requireFlags(flags.instance === undefined ? ['--instance'] : [], 'Each instance has credentials of its own.');
    const { url } = instanceOf(flags.instance ?? '');
    const store = openCredentials(flags, context);
    return forgottenOutcome(url, await readableCredentials(url, () => store.forget(url)), context);
  }
}
