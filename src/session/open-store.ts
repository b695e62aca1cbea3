import { FolderStore } from './folder-store.js';
import type { SessionStore } from './store.js';

/** The one place that decides where sessions are kept. @param home the program's folder, see `TERMINAL_HOME` */
export function openStore(home: string): SessionStore {
  return new FolderStore(home);
}
