import type { Database } from './database.js';
import type { Line, Mirror } from './mirror.js';

/** Of these, the latest, earlier answers are offered and terminals known again. */
const LATEST = 200;
const OPEN_MOST = 1000;
/** One that only a store that was tampered with could name: it becomes the name of a file. */
const IS_ID = /^[A-Za-z0-9-]{1,64}$/;

/** Of what the team did last, and of every session whose money may be out: what has more there, and what has more here. @throws StoreError */
export async function compareLatest(
  database: Database,
  mirror: Mirror,
): Promise<{ readonly shorter: readonly string[]; readonly longer: readonly string[] }> {
  const known = await database.query<{ readonly id: string; readonly bytes: string }>(
    `select id, bytes from terminal.session where not practice and (unsettled or id in
      (select id from terminal.session where not practice order by id desc limit ${String(LATEST)}))
     order by unsettled desc, id desc limit ${String(OPEN_MOST + LATEST)}`,
  );
  const missing = (id: string, bytes: string): number => Number(bytes) - mirror.bytes(id);
  return {
    shorter: known.flatMap(({ id, bytes }) => (IS_ID.test(id) && missing(id, bytes) > 0 ? [id] : [])),
    longer: known.flatMap(({ id, bytes }) => (IS_ID.test(id) && missing(id, bytes) < 0 ? [id] : [])),
  };
}

/** Adds to each journal what the store has beyond it. Gives those that are not the same as far as they go. @throws StoreError */
export async function bringSessions(
  database: Database,
  mirror: Mirror,
  ids: readonly string[],
): Promise<readonly string[]> {
  const wanted = ids.filter((id) => IS_ID.test(id));
  if (wanted.length === 0) return [];
  const here = new Map(wanted.map((id) => [id, mirror.lines(id)] as const));
  const rows = await database.query<{ readonly id: string; readonly n: number; readonly line: string }>(
    `select e.session_id as id, e.n, e.line from terminal.entry e
     join unnest($1::text[], $2::integer[]) as k(id, n) on e.session_id = k.id and e.n >= k.n order by 1, 2`,
    [wanted, wanted.map((id) => here.get(id)?.length ?? 0)],
  );
  const differing: string[] = [];
  for (const [id, own] of here) {
    const there = rows.filter((row) => row.id === id);
    const last = own.at(-1);
    const same = there.find(({ n }) => n === last?.n);
    const more = there.filter(({ n }) => n > own.length);
    if ((last && same && same.line !== last.line) || !isContinued(own.length, more)) differing.push(id);
    else if (more.length > 0) mirror.add(id, more);
  }
  return differing;
}

function isContinued(from: number, lines: readonly Line[]): boolean {
  return lines.every(({ n, line }, index) => n === from + index + 1 && !line.includes('\n'));
}
