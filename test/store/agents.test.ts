import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { both, expectContract } from '../e2e/cells.js';
import { closedPort } from '../support/closed-port.js';
import { run } from '../support/run.js';
import { AGREED, answersFor, cloudWith, credentialsOf, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';
import { teamStore, whyNoPostgres } from '../support/team.js';
import type { Team } from '../support/team.js';
import type { VirtualTerminal } from '../../src/sandbox/terminal/virtual-terminal.js';
import { waitFor } from '../unit/sandbox/terminal/raw-client.js';

const there = test.skipIf(whyNoPostgres !== undefined);
const REFUSES_REVERSALS = { returnCodes: { ReverseTransactionRequest: 32783 } } as const;

const payment = (terminal: VirtualTerminal): string[] => ['test', targetOf(terminal), PRIVATE, ...AGREED];
const sent = (terminal: VirtualTerminal, name: string): number =>
  terminal.wire.filter((record) => record.name === name).length;

async function linesThere(team: Team, id: string): Promise<string> {
  const rows = await team.query('select line from terminal.entry where session_id = $1 order by n', [id]);
  return rows.map(({ line }) => `${String(line)}\n`).join('');
}

there.concurrent('a payment is in the store byte for byte, before and after it moves', async () => {
  const [team, terminal] = [await teamStore(), await terminalWith({ terminalId: 'JT100001' })];
  const mari = team.agent('mari');
  const document = expectContract(await run([...payment(terminal), '--json'], mari));
  expect(document).toMatchObject({ exitCode: 0, warnings: [] });
  const [session] = await team.query('select * from terminal.session');
  expect(session).toMatchObject({ agent: 'mari', terminal_id: 'JT100001', open_money: false, stage: 'done' });
  const id = String(session?.['id']);
  expect(await linesThere(team, id)).toBe(readFileSync(join(mari.home, 'sessions', `${id}.jsonl`), 'utf8'));
  expect(await team.query("select what from terminal.lease where holder <> '' and until > now()")).toEqual([]);
});

there.concurrent('money that one agent left open stops every other one, who sees it and resolves it', async () => {
  const [team, terminal] = [await teamStore(), await terminalWith({ terminalId: 'JT100002', ...REFUSES_REVERSALS })];
  const [mari, jaan] = [team.agent('mari'), team.agent('jaan')];
  const left = expectContract(await run([...payment(terminal), '--json'], mari));
  expect(left.exitCode).toBe(10);
  const id = left.resume?.id ?? '';
  const stopped = expectContract(await run([...payment(terminal), '--json'], jaan));
  expect(stopped).toMatchObject({ exitCode: 10, resume: { id } });
  expect(sent(terminal, 'TransactionRequest')).toBe(1);
  const shown = await both(['sessions', 'show', id], jaan);
  expect(shown.document).toMatchObject({ result: { session: { id, agent: 'mari', status: 'money-open' } } });
  const resolved = await run(['sessions', 'resolve', id, '--how', 'void', '--evidence', 'slip 17', '--yes'], jaan);
  expect(resolved.status).toBe(0);
  const [, again] = [await run(['sessions', 'list'], mari), await both(['sessions', 'show', id], mari)];
  expect(JSON.stringify(again.document.result)).toContain('void by jaan: slip 17');
  expect(await linesThere(team, id)).toBe(readFileSync(join(mari.home, 'sessions', `${id}.jsonl`), 'utf8'));
});

there.concurrent('who finds a terminal taken is told by whom, where, since when and in which session', async () => {
  const [team, terminal] = [await teamStore(), await terminalWith({ terminalId: 'JT100003', stuckIn: ['host'] })];
  const [mari, jaan] = [team.agent('mari'), team.agent('jaan')];
  const first = run([...payment(terminal), '--json'], mari);
  await waitFor(() => terminal.phase === 'host', 'the sale');
  const [lease] = await team.query("select session_id from terminal.lease where what = 'terminal:JT100003'");
  const refused = await both(payment(terminal), jaan);
  expect(refused.document).toMatchObject({ exitCode: 7, error: { code: 'store.taken', category: 'conflict' } });
  expect(refused.document.error?.message).toMatch(/in use by mari on \S+ since today \d\d:\d\d \(session /);
  expect(refused.document.error?.message).toContain(String(lease?.['session_id']));
  terminal.settings.stuckIn = [];
  expect((await first).status).toBe(0);
  expect(sent(terminal, 'TransactionRequest')).toBe(1);
});

there.concurrent(
  'a terminal is registered by whoever it is theirs to work on, and by nobody without the store',
  async () => {
    const [team, terminal, cloud] = [
      await teamStore(),
      await terminalWith({ terminalId: 'JT100009' }),
      await cloudWith(),
    ];
    const jaan = team.agent('jaan', credentialsOf(cloud));
    const register = ['register', targetOf(terminal), PRIVATE, ...answersFor(cloud.url)];
    await team.query(
      "insert into terminal.lease values ('terminal:JT100009', 1, 'h', 'k', 's-1', 'mari', 'maris-laptop', now(), now(), now() + interval '1 h')",
    );
    const taken = await both(register, jaan);
    expect(taken.document).toMatchObject({ exitCode: 7, error: { code: 'store.taken' } });
    const away = { TERMINAL_STORE: `postgresql://127.0.0.1:${String(await closedPort())}/none` };
    const lonely = await both(register, { home: jaan.home, env: { ...jaan.env, ...away } });
    expect(lonely.document).toMatchObject({ exitCode: 8, error: { code: 'store.unavailable' } });
    expect((await run([...register, '--dry-run'], jaan)).status).toBe(0);
    expect(cloud.records).toEqual([]);
    await team.query("update terminal.lease set seen = '-infinity', until = '-infinity'");
    expect((await run(register, jaan)).status).toBe(0);
    expect(cloud.records).toHaveLength(1);
    expect(await team.query("select what from terminal.lease where holder <> '' and until > now()")).toEqual([]);
  },
);

there.concurrent('without its store a team looks, and begins no payment', async () => {
  const [team, terminal] = [await teamStore(), await terminalWith({ terminalId: 'JT100004' })];
  const away = { TERMINAL_STORE: `postgresql://127.0.0.1:${String(await closedPort())}/none` };
  const mari = team.agent('mari', away);
  const probed = expectContract(await run(['probe', targetOf(terminal), PRIVATE, '--json'], mari));
  expect(probed.exitCode).toBe(0);
  expect(probed.warnings.join()).toContain('cannot be reached');
  const paid = await both(payment(terminal), mari);
  expect(paid.document).toMatchObject({ exitCode: 8, error: { code: 'store.unavailable' } });
  expect(sent(terminal, 'TransactionRequest')).toBe(0);
  expect((await run(['sessions', 'list'], mari)).status).toBe(0);
  // What was written meanwhile is pushed by the next command that finds the store.
  const status = expectContract(await run(['store', 'status', '--json'], team.agent('mari')));
  expect(status.result).toMatchObject({ unpushed: [] });
  const back = { home: mari.home, env: team.agent('mari').env };
  expect(expectContract(await run(['store', 'status', '--json'], back)).result['unpushed']).toHaveLength(2);
  expect((await run(['probe', targetOf(terminal), PRIVATE], back)).status).toBe(0);
  expect(expectContract(await run(['store', 'status', '--json'], back)).result).toMatchObject({
    unpushed: [],
    sessions: 2,
  });
});

there.concurrent('a folder moves in, each session once', async () => {
  const [team, terminal] = [await teamStore(), await terminalWith({ terminalId: 'JT100005' })];
  const mari = team.agent('mari');
  expect((await run(payment(terminal), { home: mari.home })).status).toBe(0);
  for (const expected of [1, 1]) {
    const moved = expectContract(await run(['store', 'push', '--all', '--json'], mari));
    expect(moved).toMatchObject({ exitCode: 0, result: { left: [] } });
    expect(moved.result['pushed']).toHaveLength(1);
    expect(await team.query('select id from terminal.session')).toHaveLength(expected);
  }
});

there.concurrent('a list, and what a lead sees, are of the whole team', async () => {
  const [team, terminal] = [await teamStore(), await terminalWith({ terminalId: 'JT100006', ...REFUSES_REVERSALS })];
  const [mari, jaan] = [team.agent('Mari'), team.agent('jaan')];
  const left = expectContract(await run([...payment(terminal), '--json'], mari));
  const id = left.resume?.id ?? '';
  for (const [words, count] of [
    [[], 1],
    [['JT100006'], 1],
    [['jt100006', '127.0.0.1'], 1],
    [['100%'], 0],
    [['--open'], 1],
    [['--mine'], 0],
    [['--since', '7d'], 1],
  ] as const) {
    const { document } = await both(['sessions', 'list', ...words], jaan);
    expect(document.result['sessions'], words.join(' ')).toHaveLength(count);
  }
  const page = join(jaan.home, 'team.html');
  const { document, text } = await both(['team'], jaan);
  expect(document.result).toMatchObject({
    calls: 1,
    done: 0,
    open: [{ session: id, agent: 'Mari', terminalId: 'JT100006' }],
    agents: [{ agent: 'Mari', calls: 1 }],
    output: null,
  });
  expect(text.stdout).toContain('Money is open');
  expect((await run(['team', '--since', '7d', '--output', page], jaan)).status).toBe(0);
  const html = readFileSync(page, 'utf8');
  expect(html).toContain('Money is open');
  expect(html).toContain(id);
  expect(html).not.toMatch(/https?:\/\//);
  // What a card told stays in the call.
  const { cardLastFour } = (left.result['payment'] ?? {}) as unknown as { readonly cardLastFour: string };
  expect(cardLastFour).toHaveLength(4);
  expect(html + text.stdout).not.toContain(cardLastFour);
});

there.concurrent('old calls that are over are deleted here and there, once it was said how many', async () => {
  const [team, terminal] = [await teamStore(), await terminalWith({ terminalId: 'JT100007' })];
  const [open, other] = [await terminalWith({ terminalId: 'JT100008', ...REFUSES_REVERSALS }), team.agent('jaan')];
  const mari = team.agent('mari');
  expect((await run(payment(terminal), mari)).status).toBe(0);
  expect((await run(payment(open), mari)).status).toBe(10);
  expect((await run(['sessions', 'list'], other)).status).toBe(0);
  const prune = ['store', 'prune', '--older-than', '0m'];
  const asked = await both(prune, mari);
  expect(asked.document).toMatchObject({ exitCode: 2, error: { code: 'usage.missing' } });
  expect(asked.document.error?.message).toContain('Calls that it would delete: 1 in ');
  const gone = expectContract(await run([...prune, '--yes', '--json'], mari));
  expect(gone.result).toMatchObject({ found: { there: 1, here: 1 }, deleted: { there: 1, here: 1 } });
  expect(await team.query('select stage from terminal.session')).toEqual([{ stage: 'money-open' }]);
  expect(
    await team.query('select distinct stage from terminal.session s join terminal.entry e on e.session_id = s.id'),
  ).toEqual([{ stage: 'money-open' }]);
  expect(await team.query('select what from terminal.lease')).toEqual([]);
  // The other one's copy is no reason to bring it back.
  expect((await run(['sessions', 'list'], other)).status).toBe(0);
  expect(await team.query('select id from terminal.session')).toHaveLength(1);
  for (const age of [[], ['--older-than', 'old']])
    expect((await both(['store', 'prune', ...age, '--yes'], mari)).document.exitCode).toBe(2);
});
