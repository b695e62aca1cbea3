import { FolderStore } from '../folder-store.js';
import { StoreError } from '../store-error.js';
import { Database } from './database.js';
import { TIMING } from './elapsed-time.js';
import { askerOf } from './machine.js';
import { TeamStore } from './team-store.js';
import { warningOf } from './fence.js';
import type { FenceOptions } from './fence.js';
import { Unpushed } from './unpushed.js';

interface Options extends Omit<FenceOptions, 'asker' | 'timing'> {
  readonly agent: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Opens a team's store, and brings here what the team did last. @throws AppError usage.invalid */
export async function openTeam(home: string, url: string, { agent, env, ...options }: Options): Promise<TeamStore> {
  const store = teamStore(home, url, { agent, env, ...options });
  try {
    await store.meet();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    options.warn(`${warningOf(error)} What follows is of this computer alone, and no payment is made.`);
  }
  return store;
}

/** Without a word to the server. @throws AppError usage.invalid */
export function teamStore(home: string, url: string, { agent, env, ...options }: Options): TeamStore {
  const local = new FolderStore(home);
  const database = new Database(url, env);
  // A program that ends keeps no place at the server.
  process.once('exit', () => {
    database.close();
  });
  return new TeamStore(local, database, new Unpushed(home), {
    ...options,
    asker: askerOf(agent, local.folder),
    timing: TIMING,
  });
}
