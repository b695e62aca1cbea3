import { FolderStore } from '../../src/session/folder-store.js';
import type { Lock } from '../../src/session/lock.js';
import { SessionWriter } from '../../src/session/session-writer.js';
import { Database } from '../../src/session/team/database.js';
import { TIMING } from '../../src/session/team/elapsed-time.js';
import { TeamStore } from '../../src/session/team/team-store.js';
import { Unpushed } from '../../src/session/team/unpushed.js';
import { cleanUp } from '../support/clean-up.js';
import { temporaryFolder } from '../support/program.js';

/** Its locks are no other computer's. */
class FolderElsewhere extends FolderStore {
  override lock(): Promise<Lock> {
    return Promise.resolve({ release: () => Promise.resolve() });
  }
}

export interface Computer {
  readonly store: TeamStore;
  readonly home: string;
  readonly warnings: string[];
}

interface Options {
  readonly home?: string;
  readonly takeOver?: boolean;
  /** Since it was started; another start is another computer to its leases. */
  readonly key?: string;
}

/** An agent with a computer of their own, in the process of the tests. */
export function computer(
  url: string,
  agent: string,
  { home = temporaryFolder(), takeOver = false, key }: Options = {},
): Computer {
  const warnings: string[] = [];
  const database = new Database(url, { PGUSER: 'postgres' });
  const store = new TeamStore(new FolderElsewhere(home), database, new Unpushed(home), {
    asker: { agent, machine: `${agent}s-laptop`, machineKey: key ?? `${agent}-1` },
    takeOver,
    timing: TIMING,
    warn: (text) => warnings.push(text),
  });
  cleanUp(() => {
    database.close();
  });
  return { store, home, warnings };
}

let calls = 0;

/** A session that is begun. */
export function call(store: TeamStore, agent: string, host = '10.1.1.1'): SessionWriter {
  calls += 1;
  const id = `20260214-t${String(process.pid)}x${String(calls)}`;
  return SessionWriter.begin(store.create(id), {
    type: 'session.opened',
    id,
    command: 'test',
    target: { host, posxmlPort: 4445, logPort: undefined },
    sandbox: false,
    program: '0',
    agent,
  });
}

export const purpose = (session: string): { readonly command: string; readonly session: string } => ({
  command: 'test',
  session,
});
