import { expect, test } from 'vitest';
import { expectContract } from '../e2e/cells.js';
import { loading } from '../support/program.js';
import { run, start } from '../support/run.js';
import { AGREED, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';
import { teamStore, whyNoPostgres } from '../support/team.js';
import type { Team } from '../support/team.js';
import { someOf } from '../support/thorough.js';
import { waitFor } from '../unit/sandbox/terminal/raw-client.js';
import { expectCaughtUp } from './caught-up.js';

const there = test.skipIf(whyNoPostgres !== undefined);
const HOUR_MS = 3_600_000;

/** An agent whose computer's clock is wrong. */
const apart = (team: Team, name: string, ms: number): ReturnType<Team['agent']> =>
  team.agent(name, { NODE_OPTIONS: loading('guard.cjs', 'clock-apart.cjs'), CLOCK_APART_MS: String(ms) });

const CASES = [
  ['ahead of', 'behind', HOUR_MS],
  ['behind', 'ahead of', -HOUR_MS],
] as const;

for (const [hers, his, ms] of someOf('clocks', CASES, 1))
  there.concurrent(
    `an agent whose clock is an hour ${hers} dies in mid-sale; one whose clock is ${his} takes over`,
    async () => {
      const [team, terminal] = [
        await teamStore(),
        await terminalWith({ terminalId: `JT70000${ms > 0 ? '1' : '2'}`, stuckIn: ['host'] }),
      ];
      const [mari, jaan] = [apart(team, 'mari', ms), apart(team, 'jaan', -ms)];
      const pay = ['test', targetOf(terminal), PRIVATE, ...AGREED, '--json'];
      const { child, ended } = start(pay, mari);
      await waitFor(() => terminal.phase === 'host', 'the sale');
      child.kill('SIGKILL');
      await ended;
      terminal.settings.stuckIn = [];
      // Whatever the clocks of the agents say, only the server's counts.
      for (const takeOver of [[], ['--take-over']])
        expect(expectContract(await run([...pay, ...takeOver], jaan))).toMatchObject({
          exitCode: 7,
          error: { code: 'store.taken' },
        });
      await team.query("update terminal.lease set seen = seen - interval '481 s'");
      const taken = expectContract(await run([...pay, '--take-over'], jaan));
      expect(taken).toMatchObject({ exitCode: 0, result: { payment: { charged: true, returned: true } } });
      expect(terminal.ledger.net()).toBe(0);
      expect(terminal.ledger.entries.map(({ kind }) => kind)).toEqual(['sale', 'reversal', 'sale', 'reversal']);
      const [one, other] = [await run(['store', 'status'], mari), await run(['store', 'status'], jaan)];
      expect(one.stderr.replaceAll(/\s+/g, ' ')).toContain(`s ${hers} the store's`);
      expect(other.stderr.replaceAll(/\s+/g, ' ')).toContain(`s ${his} the store's`);
      await expectCaughtUp(
        team,
        { ...team.agent('mari'), home: mari.home },
        { ...team.agent('jaan'), home: jaan.home },
      );
    },
  );
