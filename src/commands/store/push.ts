import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/command/base-command.js';
import type { CommandContext } from '../../cli/command/context.js';
import { storeFlag } from '../../cli/command/flags.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { environmentName } from '../../cli/args/environment.js';
import { withNamedStore } from '../../flows/store/open-store.js';

export default class StorePushCommand extends BaseCommand {
  static override summary = "send what the team's PostgreSQL lacks of this computer's calls";
  static override description =
    'Every command does so for the calls that were made with a store. With --all also those from before there was one. A call that is there already is not sent twice.';
  static override examples = [
    '<%= config.bin %> store push',
    '<%= config.bin %> store push --all',
    '<%= config.bin %> store push --all --json',
  ];
  static override flags = {
    ...storeFlag,
    all: Flags.boolean({ env: environmentName('all'), description: 'every call in the folder, each once' }),
  };

  protected async execute(context: CommandContext): Promise<Outcome> {
    const { flags } = await this.parse(StorePushCommand);
    return withNamedStore(flags.store, context, async (store) => {
      const ids = flags.all ? store.ownIds() : store.unpushed.ids();
      const pushed = await store.push(ids);
      const left = ids.filter((id) => !pushed.includes(id));
      return {
        ...EMPTY,
        result: { store: store.database.name, pushed, left },
        text: [
          `Calls of this computer sent to ${store.database.name}: ${String(pushed.length)}.`,
          ...(left.length > 0 ? [`Not sent: ${left.join(', ')}.`] : []),
        ],
      };
    });
  }
}
