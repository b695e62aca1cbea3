import type { TeamCall } from '../../contract/team-result.js';
import { entriesIn } from '../journal.js';
import type { Holding } from '../locked-error.js';
import { replayEvents } from '../reduce.js';
import { StoreError } from '../store-error.js';
import type { SessionSearch, StoredSession } from '../store.js';
import type { Database } from './database.js';
import { holdingOf } from './lease.js';

/** Of all calls of a team a person reads no more; what is searched for stands among them. */
const MOST = 50;

/** The calls of the team that are looked for: those with open money first, then what is left, then the latest. @throws StoreError */
export async function searchTeam(
  database: Database,
  search: SessionSearch,
): Promise<{ readonly sessions: readonly StoredSession[]; readonly more: boolean }> {
  const ids = await found(database, search);
  const shown = ids.slice(0, MOST);
  const lines = await linesOf(database, shown);
  return { sessions: shown.map((id) => replayed(id, lines.get(id) ?? [])), more: ids.length > MOST };
}

async function found(
  database: Database,
  { open, agent, since, practice, words }: SessionSearch,
): Promise<readonly string[]> {
  const values: unknown[] = [];
  const given = (value: unknown): string => `$${String(values.push(value))}`;
  const conditions = [
    ...(practice ? [] : ['not practice']),
    ...(open ? ["stage not in ('done', 'closed')"] : []),
    ...(agent === undefined ? [] : [`agent = ${given(agent)}`]),
    ...(since === undefined ? [] : [`changed_at >= ${given(new Date(since).toISOString())}`]),
    ...words.map((word) => `words like ${given(`%${word.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`)}`),
  ];
  const rows = await database.query<{ readonly id: string }>(
    `select id from terminal.session where ${['true', ...conditions].join(' and ')}
     order by rank, changed_at desc limit ${String(MOST + 1)}`,
    values,
  );
  return rows.map(({ id }) => id);
}

async function linesOf(database: Database, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await database.query<{ readonly id: string; readonly lines: readonly string[] }>(
    `select session_id as id, array_agg(line order by n) as lines from terminal.entry
     where session_id = any ($1::text[]) group by session_id`,
    [ids],
  );
  return new Map(rows.map(({ id, lines }) => [id, lines]));
}

function replayed(id: string, lines: readonly string[]): StoredSession {
  try {
    return { id, state: replayEvents(entriesIn(lines, `of session ${id} in the team's store`)) };
  } catch (cause) {
    if (cause instanceof StoreError) return { id, error: cause };
    const message = `the journal of session ${id} in the team's store contains impossible events`;
    return { id, error: new StoreError('store.unreadable', message, { cause }) };
  }
}

/** What a lead counts. @throws StoreError */
export async function callsOf(database: Database, since: number): Promise<readonly TeamCall[]> {
  const rows = await database.query<{ readonly call: TeamCall }>(
    `select jsonb_build_object('session', id, 'agent', agent, 'clinic', clinic, 'desk', desk, 'terminalId', terminal_id,
       'host', host, 'posxmlPort', posxml_port, 'stage', stage, 'openMoney', open_money, 'openedAt', opened_at,
       'changedAt', changed_at, 'bank', summary->'bank', 'codes', summary->'codes', 'ends', summary->'ends') as call
     from terminal.session where not practice and (open_money or opened_at >= $1)`,
    [new Date(since).toISOString()],
  );
  return rows.map(({ call }) => call);
}

/** Who is at work on which session now. @throws StoreError */
export async function workOf(database: Database): Promise<readonly Holding[]> {
  const rows = await database.query<{ readonly lease: Readonly<Record<string, unknown>> }>(
    `select to_jsonb(l) as lease from terminal.lease l
     where what like 'session:%' and holder <> '' and until > clock_timestamp() order by since limit ${String(MOST)}`,
  );
  return rows.map(({ lease }) => holdingOf(lease));
}
