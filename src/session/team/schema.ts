import { StoreError } from '../store-error.js';
import type { Database } from './database.js';

/** What this program needs; `terminal store init` brings a store there. */
export const STORE_VERSION = 2;

/** Of PostgreSQL, as `server_version_num`. */
const OLDEST_SERVER = 130_000;

/** Agents take turns at nothing here: one `init` at a time, by a lock that ends with its transaction. */
const ALONE = 'select pg_advisory_xact_lock(7310571, 1);';

/**
 * Each is done once, in its order, and never changed afterwards: a store that has it is brought further by the next one.
 * Only the functions are the way in: they check who holds a lease, and they alone write.
 */
const MIGRATIONS: readonly string[] = [
  `
create table terminal.session (
  id text primary key,
  agent text not null,
  machine text not null,
  practice boolean not null,
  clinic text,
  desk text,
  host text not null,
  posxml_port integer,
  log_port integer,
  terminal_id text,
  stage text not null,
  open_money boolean not null,
  unsettled boolean not null,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  exit_code integer,
  rank smallint not null,
  words text not null,
  summary jsonb not null,
  entries integer not null,
  bytes bigint not null
);
create index session_urgency on terminal.session (rank, changed_at desc) where not practice;
create index session_changed on terminal.session (changed_at desc);
create index session_latest on terminal.session (id desc) where not practice;
create index session_unsettled on terminal.session (id) where unsettled;
create index session_terminal on terminal.session (terminal_id);
create index session_place on terminal.session (host, posxml_port);

create table terminal.entry (
  session_id text not null references terminal.session (id) on delete cascade,
  n integer not null,
  at timestamptz not null default clock_timestamp(),
  line text not null,
  sum text not null,
  epoch bigint not null,
  machine text not null,
  primary key (session_id, n)
);

create table terminal.lease (
  what text primary key,
  epoch bigint not null,
  holder text not null,
  machine_key text not null,
  session_id text not null,
  agent text not null,
  machine text not null,
  since timestamptz not null,
  seen timestamptz not null,
  until timestamptz not null
);
`,
  'create index lease_session on terminal.lease (session_id);',
];

/**
 * Leases and entries in one transaction, so that one round trip both appends and proves that the terminal is still ours.
 * First everything is checked, then everything is written: a refusal has changed nothing.
 */
const CONFIRM = `
create or replace function terminal.confirm(request jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog, pg_temp as $body$
declare
  now_at timestamptz;
  asked jsonb;
  held terminal.lease;
  call jsonb;
  known integer;
  given jsonb;
  there text;
  silent_s float8;
  fresh integer;
  granted jsonb := '[]';
begin
  for asked in select value from jsonb_array_elements(request->'leases') order by value->>'what' collate "C" loop
    insert into terminal.lease values (asked->>'what', 0, '', '', '', '', '', '-infinity', '-infinity', '-infinity')
      on conflict (what) do nothing;
    select * into strict held from terminal.lease where what = asked->>'what' for update;
    now_at := clock_timestamp();
    if asked->>'epoch' is not null then
      if held.epoch <> (asked->>'epoch')::bigint or held.holder <> asked->>'holder' then
        return jsonb_build_object('refused', 'lost', 'lease', to_jsonb(held));
      end if;
    elsif held.holder not in ('', asked->>'holder') and held.machine_key <> request->>'machineKey' and held.until > now_at then
      silent_s := case when exists (select from terminal.session where unsettled and machine = held.machine)
        then (request->>'moneySilentS')::float8 else (request->>'silentS')::float8 end;
      if not (request->>'takeOver')::boolean or held.seen > now_at - make_interval(secs => silent_s) then
        return jsonb_build_object('refused', 'taken', 'lease', to_jsonb(held),
          'takeOverInS', greatest(0, silent_s - extract(epoch from now_at - held.seen)));
      end if;
    end if;
    granted := granted || jsonb_build_object('what', held.what, 'holder', asked->>'holder', 'session', asked->>'session',
      'letGo', coalesce((asked->>'letGo')::boolean, false),
      'epoch', case when held.holder = asked->>'holder' then held.epoch else held.epoch + 1 end);
  end loop;

  for call in select value from jsonb_array_elements(request->'sessions') order by value->>'id' collate "C" loop
    if not exists (select from jsonb_array_elements(granted) where value->>'what' = 'session:' || (call->>'id')) then
      raise exception 'nobody holds the session %', call->>'id';
    end if;
    select entries into known from terminal.session where id = call->>'id' for update;
    known := coalesce(known, 0);
    for given in select value from jsonb_array_elements(call->'lines') loop
      continue when (given->>'n')::integer > known;
      select line into there from terminal.entry where session_id = call->>'id' and n = (given->>'n')::integer;
      if there is distinct from given->>'line' then
        return jsonb_build_object('refused', 'differs', 'session', call->>'id', 'n', given->'n');
      end if;
    end loop;
    if (call->'lines'->0->>'n')::integer > known + 1 then
      return jsonb_build_object('refused', 'hole', 'session', call->>'id', 'entries', known);
    end if;
  end loop;

  now_at := clock_timestamp();
  for asked in select value from jsonb_array_elements(granted) order by value->>'what' collate "C" loop
    update terminal.lease set
      since = case when epoch = (asked->>'epoch')::bigint then since else now_at end,
      epoch = (asked->>'epoch')::bigint, holder = asked->>'holder', machine_key = request->>'machineKey',
      session_id = asked->>'session', agent = request->>'agent', machine = request->>'machine',
      seen = now_at, until = now_at + make_interval(secs => (request->>'lengthS')::float8)
      where what = asked->>'what';
  end loop;

  for call in select value from jsonb_array_elements(request->'sessions') order by value->>'id' collate "C" loop
    insert into terminal.session (id, agent, machine, practice, host, stage, open_money, unsettled, opened_at, changed_at,
        rank, words, summary, entries, bytes)
      values (call->>'id', '', '', true, '', '', false, false, now_at, now_at, 1, '', '{}', 0, 0)
      on conflict (id) do nothing;
    insert into terminal.entry (session_id, n, line, sum, epoch, machine)
      select call->>'id', (one.value->>'n')::integer, one.value->>'line', one.value->>'sum',
        (lease.value->>'epoch')::bigint, request->>'machine'
      from jsonb_array_elements(call->'lines') one, jsonb_array_elements(granted) lease
      where lease.value->>'what' = 'session:' || (call->>'id')
      on conflict (session_id, n) do nothing;
    get diagnostics fresh = row_count;
    continue when fresh = 0;
    update terminal.session t set agent = coalesce(s.agent, request->>'agent'), machine = request->>'machine',
      practice = s.practice, clinic = s.clinic, desk = s.desk, host = s.host, posxml_port = s."posxmlPort",
      log_port = s."logPort", terminal_id = s."terminalId", stage = s.stage, open_money = s."openMoney",
      unsettled = s.unsettled, opened_at = s."openedAt", changed_at = s."changedAt", exit_code = s."exitCode",
      rank = s.rank, words = s.words, summary = call->'summary', entries = t.entries + fresh,
      bytes = (select sum(octet_length(e.line) + 1) from terminal.entry e where e.session_id = call->>'id')
      from jsonb_to_record(call->'row') as s(agent text, practice boolean, clinic text, desk text, host text,
        "posxmlPort" integer, "logPort" integer, "terminalId" text, stage text, "openMoney" boolean, unsettled boolean,
        "openedAt" timestamptz, "changedAt" timestamptz, "exitCode" integer, rank smallint, words text)
      where t.id = call->>'id';
  end loop;

  -- Who lets go of a session has its lock on this computer: a program that had more for it has ended.
  for asked in select value from jsonb_array_elements(granted) where (value->>'letGo')::boolean loop
    update terminal.lease set until = now_at, holder = '' where what = asked->>'what'
      or (asked->>'what' = 'session:' || session_id and session_id = asked->>'session'
        and machine_key = request->>'machineKey');
  end loop;
  return jsonb_build_object('leases', granted);
end
$body$;
`;

/** Agents read, and write through the functions alone: no entry can be changed or deleted, whatever the program does. */
export const GRANTS: readonly string[] = [
  'grant usage on schema terminal to AGENTS;',
  'grant select on all tables in schema terminal to AGENTS;',
  'grant execute on all functions in schema terminal to AGENTS;',
];

/** Safe to repeat, and by two at a time. Gives the version that the store had before. @throws StoreError */
export async function initStore(database: Database): Promise<number> {
  const [server] = await database.query<{ readonly number: number }>(
    "select current_setting('server_version_num')::integer as number",
  );
  if (server !== undefined && server.number < OLDEST_SERVER)
    throw new StoreError('store.unavailable', `the server of ${database.name} is older than PostgreSQL 13`);
  await database.script(`${ALONE}
create schema if not exists terminal;
create table if not exists terminal.schema_version (version integer primary key, at timestamptz not null default clock_timestamp());
grant usage on schema terminal to current_user;`);
  const before = await storeVersion(database);
  for (const [index, migration] of MIGRATIONS.entries()) {
    const version = index + 1;
    if (version <= before) continue;
    await database.script(`${ALONE}
do $once$ begin
  if exists (select from terminal.schema_version where version = ${String(version)}) then return; end if;
  execute $migration$${migration}$migration$;
  insert into terminal.schema_version (version) values (${String(version)});
end $once$;`);
  }
  await database.script(`${ALONE}\n${CONFIRM}\nrevoke all on all functions in schema terminal from public;`);
  return before;
}

/** 0 where nothing was made yet. @throws StoreError */
export async function storeVersion(database: Database): Promise<number> {
  const [found] = await database.query<{ readonly made: string | null }>(
    "select to_regclass('terminal.schema_version')::text as made",
  );
  if (found === undefined || found.made === null) return 0;
  const [row] = await database.query<{ readonly version: number }>(
    'select coalesce(max(version), 0) as version from terminal.schema_version',
  );
  return row?.version ?? 0;
}
