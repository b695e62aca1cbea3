import { BaseCommand } from '../../cli/command/base-command.js';
import type { CommandContext } from '../../cli/command/context.js';
import { storeFlag } from '../../cli/command/flags.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { withNamedStore } from '../../flows/store/open-store.js';
import { storeStatus } from '../../flows/store/status.js';

export default class StoreStatusCommand extends BaseCommand {
  static override summary = "show the team's PostgreSQL, who is at work, and what this computer has not sent yet";
  static override examples = [
    '<%= config.bin %> store status',
    '<%= config.bin %> store status --store postgresql://db.example/terminal',
    '<%= config.bin %> store status --json',
  ];
  static override flags = { ...storeFlag };

  protected async execute(context: CommandContext): Promise<Outcome> {
    const { flags } = await this.parse(StoreStatusCommand);
    return withNamedStore(flags.store, context, (store) => storeStatus(store, context));
  }
}
