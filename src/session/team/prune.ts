import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FolderStore } from '../folder-store.js';
import { whenFree } from '../held-file.js';
import { unsettledPayment } from '../reduce.js';
import { isLeft } from '../status.js';
import type { Database } from './database.js';

/** Of calls that are done or closed, without a payment that has not ended, and which nobody is at work on. */
const OLD = `from terminal.session s where stage in ('done', 'closed') and not unsettled and changed_at < $1 and not exists
  (select from terminal.lease l where l.what = 'session:' || s.id and l.holder <> '' and l.until > clock_timestamp())`;

/** How many calls the store would lose. @param before epoch milliseconds @throws StoreError */
export async function countOld(database: Database, before: number): Promise<number> {
  const [row] = await database.query<{ readonly count: string }>(`select count(*) as count ${OLD}`, [instant(before)]);
  return Number(row?.count ?? 0);
}

/** With what tells who worked on a terminal so long ago. Only the owner of the tables may do that. Gives how many calls are gone. @throws StoreError */
export async function deleteOld(database: Database, before: number): Promise<number> {
  const [row] = await database.query<{ readonly count: string }>(
    `with gone as (delete from terminal.session where id in (select id ${OLD}) returning id),
       free as (delete from terminal.lease where until < $1)
     select count(*) as count from gone`,
    [instant(before)],
    DELETE_MS,
  );
  return Number(row?.count ?? 0);
}

/** A year of calls takes its time. Milliseconds. */
const DELETE_MS = 120_000;

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

/** The same of this computer's folder. @throws StoreError */
export function oldHere(local: FolderStore, before: number): readonly string[] {
  return local.list().flatMap((session) => {
    if (!('state' in session)) return [];
    const { state } = session;
    const isOver = !isLeft(state) && !unsettledPayment(state);
    return isOver && Date.parse(state.changedAt) < before ? [session.id] : [];
  });
}

/** Gives how many are gone: not those that a program of this computer works on. */
export async function deleteHere(local: FolderStore, ids: readonly string[]): Promise<number> {
  let gone = 0;
  for (const id of ids) {
    const held = await local
      .lock({ kind: 'session', id }, { command: 'store prune', session: id })
      .catch(() => undefined);
    if (!held) continue;
    try {
      whenFree(() => {
        rmSync(join(local.folder, `${id}.jsonl`), { force: true });
      });
    } finally {
      await held.release();
    }
    gone += 1;
  }
  return gone;
}
