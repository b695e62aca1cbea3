import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { VirtualTerminal } from '../../src/sandbox/terminal/virtual-terminal.js';
import { expectContract } from '../e2e/cells.js';
import { run } from '../support/run.js';
import { AGREED, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';
import { teamStore, whyNoPostgres } from '../support/team.js';
import type { Team } from '../support/team.js';
import { waitFor } from '../unit/sandbox/terminal/raw-client.js';
import { door } from './door.js';
import { StoreLine } from './line.js';

const there = test.skipIf(whyNoPostgres !== undefined);

const sent = (terminal: VirtualTerminal, name: string): number =>
  terminal.wire.filter((record) => record.name === name).length;

const through = (team: Team, line: StoreLine): string => team.url.replace(/:\d+\//, `:${String(line.port)}/`);

there.concurrent('what is about to be sent is in the store before its first byte', async () => {
  const [team, terminal] = [await teamStore(), await terminalWith({ terminalId: 'JT400001' })];
  const seen: string[] = [];
  const port = await door(
    terminal.posxmlPort,
    /<(TransactionRequest|ReverseTransactionRequest)[\s>]/,
    async (request) => {
      const rows = await team.query('select line from terminal.entry order by n desc limit 1');
      const { event } = JSON.parse(String(rows[0]?.['line'])) as {
        readonly event: { readonly event: { readonly type: string } };
      };
      seen.push(`${request}: ${event.event.type}`);
    },
  );
  expect((await run(['test', `127.0.0.1:${String(port)}`, PRIVATE, ...AGREED], team.agent('mari'))).status).toBe(0);
  expect(seen).toEqual(['TransactionRequest: sale.sending', 'ReverseTransactionRequest: reversal.sending']);
});

there.concurrent(
  'a store that goes away after the sale was sent: returned, told, and pushed by the next command',
  async () => {
    const [team, line] = [await teamStore(), await StoreLine.start()];
    const terminal = await terminalWith({ terminalId: 'JT400002', stuckIn: ['host'] });
    const mari = team.agent('mari', { TERMINAL_STORE: through(team, line) });
    const running = run(['test', targetOf(terminal), PRIVATE, ...AGREED, '--json'], mari);
    await waitFor(() => terminal.phase === 'host', 'the sale');
    line.down();
    terminal.settings.stuckIn = [];
    const document = expectContract(await running);
    expect(document).toMatchObject({ exitCode: 0, result: { payment: { charged: true, returned: true } } });
    expect(document.warnings.join()).toContain('cannot be reached');
    expect(sent(terminal, 'ReverseTransactionRequest')).toBe(1);
    // For everybody else that terminal has open money meanwhile.
    expect(await team.query('select unsettled from terminal.session')).toEqual([{ unsettled: true }]);
    line.up();
    expect((await run(['sessions', 'list'], mari)).status).toBe(0);
    const [session] = await team.query('select id, unsettled from terminal.session');
    expect(session).toMatchObject({ unsettled: false });
    const lines = await team.query('select line from terminal.entry order by n');
    expect(lines.map((row) => `${String(row['line'])}\n`).join('')).toBe(
      readFileSync(join(mari.home, 'sessions', `${String(session?.['id'])}.jsonl`), 'utf8'),
    );
  },
);

there.concurrent(
  'a terminal that was taken over in mid-sale is sent nothing more, and its money is told as open',
  async () => {
    const team = await teamStore();
    const terminal = await terminalWith({ terminalId: 'JT400003', stuckIn: ['host'] });
    const running = run(['test', targetOf(terminal), PRIVATE, ...AGREED, '--json'], team.agent('mari'));
    await waitFor(() => terminal.phase === 'host', 'the sale');
    await team.query(
      "update terminal.lease set holder = 'another', epoch = epoch + 1, machine_key = 'another', agent = 'jaan', machine = 'jaans-laptop' where holder <> ''",
    );
    const before = await team.query('select count(*) from terminal.entry');
    terminal.settings.stuckIn = [];
    const document = expectContract(await running);
    expect(document).toMatchObject({ exitCode: 10, error: { code: 'money.open-record' } });
    expect(document.warnings.join()).toContain('in use by jaan on jaans-laptop');
    expect(sent(terminal, 'ReverseTransactionRequest')).toBe(0);
    expect(await team.query('select count(*) from terminal.entry')).toEqual(before);
  },
);

there.concurrent('a server that takes nothing more is as good as none', async () => {
  const [team, terminal] = [await teamStore(), await terminalWith({ terminalId: 'JT400004' })];
  const [{ name } = {}] = await team.query('select current_database() as name');
  await team.query(`alter database ${String(name)} set default_transaction_read_only = on`);
  const document = expectContract(
    await run(['test', targetOf(terminal), PRIVATE, ...AGREED, '--json'], team.agent('mari')),
  );
  expect(document).toMatchObject({ exitCode: 8, error: { code: 'store.unavailable' } });
  expect(document.error?.cause).toContain('read-only');
  expect(sent(terminal, 'TransactionRequest')).toBe(0);
});
