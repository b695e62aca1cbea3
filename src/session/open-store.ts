import { agentCalled } from './agent-name.js';
import { FolderStore } from './folder-store.js';
import type { SessionStore } from './store.js';

interface StoreOptions {
  /** What is set, by key. */
  readonly setting: (key: string) => string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Whether the agent wants what another one has let lie. */
  readonly takeOver: boolean;
  /** For what goes wrong beside the run. */
  readonly warn: (text: string) => void;
}

/**
 * The one place that decides where sessions are kept: in a folder, and for a team also in its PostgreSQL, whose driver is
 * loaded only then. A store that cannot be reached is told, and looking works without it.
 * @param home the program's folder, see `TERMINAL_HOME` @throws AppError usage.invalid
 */
export async function openStore(home: string, { setting, ...options }: StoreOptions): Promise<SessionStore> {
  const url = setting('store') ?? '';
  if (url === '') return openFolder(home);
  const { openTeam } = await import('./team/open-team.js');
  return openTeam(home, url, { ...options, agent: agentCalled(setting('agent')) });
}

/** Of this computer alone. */
export function openFolder(home: string): FolderStore {
  return new FolderStore(home);
}
