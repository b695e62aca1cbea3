import { BaseCommand } from '../../cli/command/base-command.js';
import type { CommandContext } from '../../cli/command/context.js';
import { storeFlag } from '../../cli/command/flags.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { withNamedStore } from '../../flows/store/open-store.js';
import { GRANTS, initStore, STORE_VERSION } from '../../session/team/schema.js';

export default class StoreInitCommand extends BaseCommand {
  static override summary = "set up the team's PostgreSQL, or bring it up to date";
  static override description =
    'Creates the schema “terminal” in the database, as a user who may do that. It is safe to repeat. It prints the grants for the role of the agents: they read, and add through functions, and can change or delete nothing.';
  static override examples = [
    '<%= config.bin %> store init --store postgresql://db.example/terminal',
    'PGUSER=owner <%= config.bin %> store init',
    '<%= config.bin %> store init --json',
  ];
  static override flags = { ...storeFlag };

  protected async execute(context: CommandContext): Promise<Outcome> {
    const { flags } = await this.parse(StoreInitCommand);
    return withNamedStore(flags.store, context, async ({ database }) => {
      const before = await initStore(database);
      const done = before === STORE_VERSION ? 'was up to date' : 'is set up';
      return {
        ...EMPTY,
        result: { store: database.name, version: STORE_VERSION, before, grants: GRANTS },
        text: [
          `${database.name} ${done} (version ${String(STORE_VERSION)}).`,
          '',
          'For the role of the agents, with its name in place of AGENTS:',
          ...GRANTS.map((grant) => `  ${grant}`),
        ],
      };
    });
  }
}
