import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectContract } from '../e2e/cells.js';
import { cleanUp } from '../support/clean-up.js';
import { oneMoreServer, whyNoDisk } from '../support/postgres.js';
import type { PostgresServer } from '../support/postgres.js';
import { run } from '../support/run.js';
import { AGREED, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';
import { teamStore, whyNoPostgres } from '../support/team.js';
import type { Team } from '../support/team.js';
import { waitFor } from '../unit/sandbox/terminal/raw-client.js';
import { expectCaughtUp } from './caught-up.js';

const why = whyNoPostgres ?? whyNoDisk();

/** Megabytes: the files of an empty server, its log, and little more. */
const DISK_MB = 100;

/** Nothing more fits: neither on the disk, nor into what the tables have of it. */
async function fill({ data }: PostgresServer, team: Team): Promise<void> {
  await team.query('checkpoint');
  const { bavail, bsize } = statfsSync(data);
  expect(() => {
    writeFileSync(join(data, 'filler'), Buffer.alloc((bavail + 1) * bsize));
  }).toThrow(/ENOSPC/);
  const pads = async (): Promise<never> => {
    for (;;)
      await team.query(
        "insert into terminal.entry select 'pad', coalesce(max(n), 0) + 1, now(), repeat('x', 100), '', 0, '' from terminal.entry where session_id = 'pad'",
      );
  };
  await expect(pads()).rejects.toMatchObject({ code: '53100' });
}

test
  .skipIf(why !== undefined)
  .concurrent(
    `a server whose disk is full: no payment begins, and one that was begun is returned${why === undefined ? '' : ` (${why})`}`,
    async () => {
      const postgres = await oneMoreServer({ diskMb: DISK_MB });
      cleanUp(() => postgres.stop());
      const team = await teamStore(postgres.port);
      const terminal = await terminalWith({ terminalId: 'JT600001', stuckIn: ['host'] });
      const mari = team.agent('mari');
      const pay = ['test', targetOf(terminal), PRIVATE, ...AGREED, '--json'];
      await team.query(
        "insert into terminal.session values ('pad', '', '', true, null, null, '', null, null, null, 'closed', false, false, now(), now(), 0, 2, '', '{}', 0, 0)",
      );
      const running = run(pay, mari);
      await waitFor(() => terminal.phase === 'host', 'the sale');
      await fill(postgres, team);
      terminal.settings.stuckIn = [];
      const returned = expectContract(await running);
      expect(returned).toMatchObject({ exitCode: 0, result: { payment: { charged: true, returned: true } } });
      expect(returned.warnings.join()).toContain('cannot be reached or written');
      const refused = expectContract(await run(pay, mari));
      expect(refused).toMatchObject({ exitCode: 8, error: { code: 'store.unavailable' } });
      expect(refused.error?.cause).toContain('No space left on device');
      expect(terminal.wire.filter(({ name }) => name === 'TransactionRequest')).toHaveLength(1);
      expect((await run(['sessions', 'list'], mari)).status).toBe(0);
      rmSync(join(postgres.data, 'filler'));
      await team.query("delete from terminal.session where id = 'pad'");
      await expectCaughtUp(team, mari);
    },
  );
