import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectContract } from './cells.js';
import { temporaryFolder } from '../support/program.js';
import { run, start } from '../support/run.js';
import { AGREED, answersFor, cloudWith, credentialsOf, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';
import { waitFor } from '../unit/sandbox/terminal/raw-client.js';

interface Listed {
  readonly id: string;
  readonly status: string;
  readonly target: string;
  readonly payments: readonly object[];
}

async function sessionsIn(home: string): Promise<readonly Listed[]> {
  return expectContract(await run(['sessions', 'list', '--json'], { home })).result['sessions'] as unknown as Listed[];
}

test.concurrent('one session is worked on by one program, at whichever address', async () => {
  const [home, terminal, other, cloud] = [
    temporaryFolder(),
    await terminalWith({ stuckIn: ['host'] }),
    await terminalWith({ terminalId: 'JT000002' }),
    await cloudWith(),
  ];
  const options = { home, env: credentialsOf(cloud) };
  const first = start(['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), ...AGREED, '--json'], options);
  await first.shows(/aiting for a card/);
  await waitFor(() => terminal.phase === 'host', 'the sale');
  const [session] = await sessionsIn(home);
  const id = session?.id ?? '';
  const journal = join(home, 'sessions', `${id}.jsonl`);
  const before = readFileSync(journal, 'utf8');
  for (const args of [
    ['onboard', '--resume', id, targetOf(other), PRIVATE, ...AGREED],
    ['sessions', 'resolve', id, '--how', 'void', '--evidence', 'slip 17', '--yes'],
  ]) {
    const refused = expectContract(await run([...args, '--json'], options));
    expect(refused, args[0]).toMatchObject({ exitCode: 7, error: { code: 'conflict.locked' } });
    expect(refused.error?.message).toMatch(
      new RegExp(
        `session ${id} is in use by \\S+ since today \\d\\d:\\d\\d \\(process ${String(first.child.pid)}, terminal onboard\\)`,
      ),
    );
  }
  expect(readFileSync(journal, 'utf8')).toBe(before);
  expect(other.wire.map(({ name }) => name)).not.toContain('GetLastTransactionDataRequest');
  terminal.settings.stuckIn = [];
  expect((await first.ended).status).toBe(0);
  expect(await sessionsIn(home)).toMatchObject([{ id, status: 'done' }]);
});

test.concurrent(
  'a damaged journal is told with its money, and stands in the way of its own terminal alone',
  async () => {
    const [home, terminal, other] = [
      temporaryFolder(),
      await terminalWith({ returnCodes: { ReverseTransactionRequest: 32783 } }),
      await terminalWith({ terminalId: 'JT000002' }),
    ];
    const left = expectContract(await run(['test', targetOf(terminal), PRIVATE, ...AGREED, '--json'], { home }));
    const id = left.resume?.id ?? '';
    const journal = join(home, 'sessions', `${id}.jsonl`);
    const lines = readFileSync(journal, 'utf8').split('\n');
    writeFileSync(journal, lines.toSpliced(-3, 1).join('\n'));
    const [sale] = terminal.ledger.entries;
    for (const args of [
      ['sessions', 'show', id],
      ['sessions', 'list'],
      ['sessions', 'resolve', id, '--how', 'void', '--evidence', 'x', '--yes'],
      ['onboard', '--resume', id, PRIVATE, ...AGREED],
      ['test', targetOf(terminal), PRIVATE, ...AGREED],
    ]) {
      const told = expectContract(await run([...args, '--json'], { home }));
      expect(told, args.join(' ')).toMatchObject({
        ok: false,
        exitCode: 10,
        error: { code: 'money.damaged-record', category: 'money' },
      });
      for (const mark of [sale?.transactionId ?? '', `STAN ${String(sale?.stan)}`, 'JT000001', '0.01 EUR'])
        expect(told.error?.message).toContain(mark);
    }
    const list = await run(['sessions', 'list'], { home });
    expect([list.status, list.stdout]).toEqual([10, expect.stringContaining(`${id} cannot be read`)]);
    expect(terminal.wire.filter(({ name }) => name === 'TransactionRequest')).toHaveLength(1);
    expect(expectContract(await run(['test', targetOf(other), PRIVATE, ...AGREED, '--json'], { home }))).toMatchObject({
      exitCode: 0,
    });
  },
);

test.concurrent(
  '--dry-run looks and tells: nothing is registered, nothing is sold, and the session is not done',
  async () => {
    const [home, terminal, cloud] = [temporaryFolder(), await terminalWith(), await cloudWith()];
    const options = { home, env: credentialsOf(cloud) };
    const args = ['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), ...AGREED];
    const dry = expectContract(await run([...args, '--dry-run', '--json'], options));
    expect(dry).toMatchObject({
      exitCode: 0,
      result: { registration: { outcome: 'planned', action: 'would-create', status: null }, payment: null },
    });
    const text = await run([...args, '--dry-run'], options);
    expect([text.status, text.stdout]).toEqual([0, expect.not.stringMatching(/is registered|Registered/)]);
    expect(text.stdout).toContain('Would be registered');
    expect([
      cloud.records,
      terminal.ledger.entries,
      terminal.wire.filter(({ name }) => name === 'TransactionRequest'),
    ]).toEqual([[], [], []]);
    expect((await sessionsIn(home)).map(({ status }) => status)).toEqual(['unfinished', 'unfinished']);
    expect(dry.resume?.command).toContain('terminal onboard --resume');
    expect(
      expectContract(await run(['onboard', '--resume', dry.resume?.id ?? '', PRIVATE, ...AGREED, '--json'], options)),
    ).toMatchObject({ exitCode: 0, result: { payment: { stage: 'reconciled' } } });
  },
);

test.concurrent('--dry-run leaves open money alone, and tells it', async () => {
  const [home, terminal, cloud] = [
    temporaryFolder(),
    await terminalWith({ returnCodes: { ReverseTransactionRequest: 32783 } }),
    await cloudWith(),
  ];
  const options = { home, env: credentialsOf(cloud) };
  await run(['test', targetOf(terminal), PRIVATE, ...AGREED], options);
  terminal.settings.returnCodes = {};
  const dry = expectContract(
    await run(
      ['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), ...AGREED, '--dry-run', '--json'],
      options,
    ),
  );
  expect(dry).toMatchObject({ exitCode: 10, error: { code: 'money.open-record' } });
  expect([terminal.ledger.net(), cloud.records]).toEqual([1, []]);
});

test.concurrent('a stranger’s address is not written into a session that knows its terminal', async () => {
  const [home, terminal, other, cloud] = [
    temporaryFolder(),
    await terminalWith(),
    await terminalWith({ terminalId: 'JT000002' }),
    await cloudWith(),
  ];
  const options = { home, env: credentialsOf(cloud) };
  const done = expectContract(
    await run(['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), ...AGREED, '--json'], options),
  );
  const { session = '' } = done.result as { session?: string };
  const strange = expectContract(
    await run(['onboard', '--resume', session, targetOf(other), PRIVATE, ...AGREED, '--json'], options),
  );
  expect(strange).toMatchObject({ exitCode: 5, diagnoses: [{ code: 'terminal.other-clinic' }] });
  expect((await sessionsIn(home)).map(({ target }) => target)).toEqual([targetOf(terminal)]);
});

test.concurrent('a copy of a record is told beside the list, and stands in the way of no payment', async () => {
  const [home, terminal] = [temporaryFolder(), await terminalWith()];
  const args = ['test', targetOf(terminal), PRIVATE, ...AGREED, '--json'];
  expect((await run(args, { home })).status).toBe(0);
  const [session] = await sessionsIn(home);
  const id = session?.id ?? '';
  copyFileSync(join(home, 'sessions', `${id}.jsonl`), join(home, 'sessions', `${id} - Copy.jsonl`));
  const list = expectContract(await run(['sessions', 'list', '--json'], { home }));
  expect(list).toMatchObject({
    exitCode: 0,
    warnings: [expect.stringContaining(`copy of the session file of ${id}`)],
  });
  expect(list.result['sessions']).toHaveLength(1);
  expect((await run(args, { home })).status).toBe(0);
});
