import * as Flags from '@oclif/core/flags';
import { environmentName } from '../../cli/args/environment.js';
import { BaseCommand } from '../../cli/command/base-command.js';
import { canAsk, createPrompter, requireFlags } from '../../cli/command/context.js';
import type { CommandContext } from '../../cli/command/context.js';
import { storeFlag } from '../../cli/command/flags.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { readSince } from '../../flows/sessions/select-sessions.js';
import { withNamedStore } from '../../flows/store/open-store.js';

export default class StorePruneCommand extends BaseCommand {
  static override summary = 'delete old calls that are done or closed, in the store and on this computer';
  static override description =
    'As the owner of the tables. A call stays while money is open or an agent is at work on it. First it says how many calls it would delete, and asks. What is on the computers of other agents they delete with the same command.';
  static override examples = [
    '<%= config.bin %> store prune --older-than 400d',
    'PGUSER=owner <%= config.bin %> store prune --older-than 400d --yes',
    '<%= config.bin %> store prune --older-than 52w --yes --json',
  ];
  static override flags = {
    ...storeFlag,
    'older-than': Flags.string({
      env: environmentName('older-than'),
      description: 'calls that were last changed so long ago, such as 400d',
    }),
  };

  protected async execute(context: CommandContext): Promise<Outcome> {
    const { flags } = await this.parse(StorePruneCommand);
    const age = flags['older-than'];
    if (age === undefined) requireFlags(['--older-than'], 'How old the calls have to be is not said.');
    const before = readSince(age ?? '', context.clock.now(), '--older-than');
    return withNamedStore(flags.store, context, async (store) => {
      const found = await store.countOld(before);
      const what = `${String(found.there)} in ${store.database.name}, ${String(found.here)} on this computer`;
      if (!flags.yes && !canAsk(flags)) requireFlags(['--yes'], `Calls that it would delete: ${what}.`);
      const talk = await createPrompter(flags, context);
      const agreed = await talk.confirm({
        kind: 'confirm',
        id: 'understood',
        message: `Delete the old calls (${what})?`,
        default: false,
        flag: '--yes',
      });
      const gone = agreed ? await store.deleteOld(before) : { there: 0, here: 0 };
      return {
        ...EMPTY,
        result: { store: store.database.name, found, deleted: gone },
        text: [`Deleted calls: ${String(gone.there)} in the store, ${String(gone.here)} on this computer.`],
      };
    });
  }
}
