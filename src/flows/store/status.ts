import type { CommandContext } from '../../cli/command/context.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';
import type { LeaseResult, StoreStatusResult } from '../../contract/store-results.js';
import type { Database } from '../../session/team/database.js';
import { textIn } from '../../session/team/lease.js';
import { storeVersion } from '../../session/team/schema.js';
import type { TeamStore } from '../../session/team/team-store.js';
import { formatInstant } from '../../text/format-instant.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import { wrapText } from '../../ui/wrap.js';

/** A clock that differs by more confuses the one who reads the times of entries. Milliseconds. */
const MUCH_MS = 60_000;

interface Counts {
  readonly server: string;
  readonly now: string;
  readonly sessions: string;
  readonly open_money: string;
  readonly [key: string]: unknown;
}

export async function storeStatus({ database, unpushed }: TeamStore, context: CommandContext): Promise<Outcome> {
  const version = await storeVersion(database);
  const [counts] = await database.query<Counts>(
    `select current_setting('server_version') as server, extract(epoch from clock_timestamp()) * 1000 as now,
       count(*) as sessions, count(*) filter (where open_money) as open_money from terminal.session where not practice`,
  );
  const result: StoreStatusResult = {
    store: database.name,
    server: safeExcerpt(counts?.server ?? '', 40),
    version,
    sessions: Number(counts?.sessions ?? 0),
    openMoney: Number(counts?.open_money ?? 0),
    clockOffsetMs: Math.round(Date.now() - Number(counts?.now ?? 0)),
    atWork: await leases(database),
    unpushed: unpushed.ids(),
  };
  return {
    ...EMPTY,
    result,
    warnings: warningsOf(result),
    text: linesOf(result).flatMap((line) => wrapText(line, context.width)),
  };
}

async function leases(database: Database): Promise<readonly LeaseResult[]> {
  const rows = await database.query(
    `select what, agent, machine, session_id, to_json(since) as began, to_json(seen) as heard from terminal.lease
     where holder <> '' and until > clock_timestamp() order by since, what limit 1000`,
  );
  return rows.map((row) => {
    const text = (name: string): string => textIn(row, name);
    return {
      what: text('what'),
      agent: text('agent'),
      computer: text('machine'),
      session: text('session_id'),
      since: text('began'),
      lastSeen: text('heard'),
    };
  });
}

function warningsOf({ clockOffsetMs, unpushed }: StoreStatusResult): readonly string[] {
  const seconds = Math.round(Math.abs(clockOffsetMs) / 1000);
  return [
    ...(Math.abs(clockOffsetMs) > MUCH_MS
      ? [`The clock of this computer is ${String(seconds)} s ${clockOffsetMs > 0 ? 'ahead of' : 'behind'} the store's.`]
      : []),
    ...(unpushed.length > 0
      ? [`The store lacks something of ${unpushed.join(', ')}. Send it: terminal store push`]
      : []),
  ];
}

function linesOf({ store, server, version, sessions, openMoney, atWork }: StoreStatusResult): readonly string[] {
  return [
    `${store}: PostgreSQL ${server}, version ${String(version)} of the schema.`,
    `Calls: ${String(sessions)}; with open money: ${String(openMoney)}.`,
    ...(atWork.length === 0 ? ['No agent is at work now.'] : []),
    ...atWork.map(
      ({ what, agent, computer, since }) =>
        `${what}: ${agent} on ${computer} since ${formatInstant(Date.parse(since), Date.now())}`,
    ),
  ];
}
