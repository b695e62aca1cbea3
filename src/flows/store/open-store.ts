import type { CommandContext } from '../../cli/command/context.js';
import { homeFolder } from '../../cli/process/paths.js';
import { usageError } from '../../contract/app-error.js';
import { agentCalled } from '../../session/agent-name.js';
import { teamStore } from '../../session/team/open-team.js';
import type { TeamStore } from '../../session/team/team-store.js';

/** Works with the team's store that is meant, and closes it. @throws AppError usage.missing, usage.invalid */
export async function withNamedStore<T>(
  url: string | undefined,
  { settings, warn }: CommandContext,
  body: (store: TeamStore) => Promise<T>,
): Promise<T> {
  if (url === undefined || url === '')
    throw usageError('usage.missing', 'No store is set. Missing: --store.', [
      'Give it: --store postgresql://host/database',
      'Or set it for every command: terminal config set store postgresql://host/database',
    ]);
  const agent = agentCalled(settings.get('agent'));
  const store = teamStore(homeFolder(), url, { agent, env: process.env, takeOver: false, warn });
  try {
    return await body(store);
  } finally {
    store.database.close();
  }
}
