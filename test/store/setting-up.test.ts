import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { STORE_VERSION } from '../../src/session/team/schema.js';
import { closedPort } from '../support/closed-port.js';
import { run } from '../support/run.js';
import { emptyDatabase, teamStore, whyNoPostgres } from '../support/team.js';
import { both, expectContract } from '../e2e/cells.js';

const there = test.skipIf(whyNoPostgres !== undefined);

there.concurrent('a store is set up once, however often it is asked for, and by several at a time', async () => {
  const team = await emptyDatabase();
  const owner = team.agent('owner');
  const runs = await Promise.all([1, 2, 3].map(() => run(['store', 'init', '--json'], owner)));
  for (const one of runs)
    expect(expectContract(one)).toMatchObject({ exitCode: 0, result: { version: STORE_VERSION } });
  const { document } = await both(['store', 'init'], owner);
  expect(document).toMatchObject({ exitCode: 0, result: { version: STORE_VERSION, before: STORE_VERSION } });
  expect(await team.query('select version from terminal.schema_version')).toHaveLength(STORE_VERSION);
});

there.concurrent('an agent reads and adds, and can change or delete no entry', async () => {
  const team = await teamStore();
  const { result } = expectContract(await run(['store', 'init', '--json'], team.agent('owner')));
  const role = `agents_${team.url.slice(-8)}`;
  await team.query(`create role ${role} login`);
  for (const grant of result['grants'] as unknown as readonly string[]) await team.query(grant.replace('AGENTS', role));
  const mari = team.agent('mari', { PGUSER: role });
  expect((await run(['store', 'status'], mari)).status).toBe(0);
  const may = async (what: string): Promise<boolean> => {
    const [row] = await team.query(`select ${what} as may`);
    return row?.['may'] === true;
  };
  expect(await may(`has_table_privilege('${role}', 'terminal.entry', 'select')`)).toBe(true);
  expect(await may(`has_function_privilege('${role}', 'terminal.confirm(jsonb)', 'execute')`)).toBe(true);
  for (const table of ['entry', 'session', 'lease', 'schema_version'])
    expect(await may(`has_table_privilege('${role}', 'terminal.${table}', 'update, delete, truncate')`), table).toBe(
      false,
    );
  await team.query(`drop owned by ${role}`);
  await team.query(`drop role ${role}`);
});

there.concurrent('a store that is not set up, or not there, is told with 8', async () => {
  const team = await emptyDatabase();
  const bare = await both(['store', 'status'], team.agent('mari'));
  expect(bare.document).toMatchObject({ exitCode: 8, error: { code: 'store.unavailable' } });
  expect(bare.document.error?.message).toContain('terminal store init');
  const nobody = team.agent('mari', { TERMINAL_STORE: `postgresql://127.0.0.1:${String(await closedPort())}/t` });
  for (const command of ['init', 'status', 'push'])
    expect((await both(['store', command], nobody)).document, command).toMatchObject(
      command === 'push' ? { exitCode: 0 } : { exitCode: 8, error: { code: 'store.unavailable' } },
    );
});

there.concurrent('doctor looks at the store of the team, where one is set', async () => {
  const team = await teamStore();
  const checks = (document: {
    readonly checks: readonly { readonly id: string; readonly status: string }[];
  }): unknown => document.checks.find(({ id }) => id === 'doctor.team')?.status;
  expect(checks((await both(['doctor'], team.agent('mari'))).document)).toBe('pass');
  expect(checks((await both(['doctor'], { home: team.agent('mari').home })).document)).toBeUndefined();
  const away = team.agent('mari', { TERMINAL_STORE: `postgresql://127.0.0.1:${String(await closedPort())}/t` });
  const { document } = await both(['doctor'], away);
  expect(checks(document)).toBe('fail');
  expect(document).toMatchObject({ exitCode: 8, error: { code: 'store.unavailable' } });
});

test.concurrent('a store with a password in it is refused, wherever it is set', async () => {
  const url = 'postgresql://mari:hunter2@db.example/terminal';
  const secrets = { env: { TERMINAL_STORE: url } };
  for (const [args, options] of [
    [['config', 'set', 'store', url], {}],
    [['store', 'status', '--store', url], {}],
    [['store', 'status'], secrets],
    [['sessions', 'list'], secrets],
  ] as const) {
    const { text, document } = await both([...args], options);
    expect(document, args.join(' ')).toMatchObject({ exitCode: 2, error: { code: 'usage.invalid' } });
    expect(text.stdout + text.stderr + JSON.stringify(document)).not.toContain('hunter2');
  }
});

test.concurrent('without a store there is nothing to set up', async () => {
  for (const command of ['init', 'status', 'push'])
    expect((await both(['store', command])).document, command).toMatchObject({
      exitCode: 2,
      error: { code: 'usage.missing' },
    });
});

there.concurrent('every example of the commands for a store holds', async () => {
  const team = await teamStore();
  const { commands } = JSON.parse(readFileSync(new URL('../../oclif.manifest.json', import.meta.url), 'utf8')) as {
    readonly commands: Readonly<Record<string, { readonly examples: readonly string[] }>>;
  };
  const examples = Object.entries(commands).flatMap(([id, { examples }]) => (id.startsWith('store:') ? examples : []));
  expect(examples.length).toBeGreaterThan(8);
  for (const example of examples) {
    const words = example
      .replace(/^.*<%= config.bin %> /, '')
      .replace(/postgresql:\S+/, team.url)
      .split(' ');
    // Nobody is there to be asked.
    const asks = / prune (?!.*--yes)/.test(example);
    expect((await run(words, team.agent('mari'))).status, example).toBe(asks ? 2 : 0);
  }
});
