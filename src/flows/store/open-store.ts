import type { CommandContext } from '../../cli/command/context.js';
import { homeFolder } from '../../cli/process/paths.js';
import { usageError } from '../../contract/app-error.js';
import { agentCalled } from '../../session/agent-name.js';
import { teamStore } from '../../session/team/open-team.js';
import type { TeamStore } from '../../session/team/team-store.js';

/** The team's store that is meant; nothing is asked of it yet. @throws AppError usage.missing, usage.invalid */
export function namedStore(url: string | undefined, context: CommandContext, warn: (text: string) => void): TeamStore {
  if (url === undefined || url === '')
    throw usageError('usage.missing', 'No store is set. Missing: --store.', [
      'Give it: --store postgresql://host/database',
      'Or set it for every command: terminal config set store postgresql://host/database',
    ]);
  return teamStore(homeFolder(), url, {
    agent: agentCalled(context.settings.get('agent')),
    env: process.env,
    takeOver: false,
    warn,
  });
}
