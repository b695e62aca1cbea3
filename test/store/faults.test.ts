import { expect, test } from 'vitest';
import { run } from '../support/run.js';
import { AGREED, PRIVATE, terminalWith } from '../support/sandbox.js';
import { teamStore, whyNoPostgres } from '../support/team.js';
import { shareOf, someOf } from '../support/thorough.js';
import { expectCaughtUp } from './caught-up.js';
import { StoreLine } from './line.js';
import { MoneyWatch } from './money-watch.js';

const there = test.skipIf(whyNoPostgres !== undefined);
const KINDS = ['cut', 'stall', 'late', 'lost-answer'] as const;
/** Messages between a program and its store while it makes a payment, and some more. */
const MESSAGES = 60;

const CASES = KINDS.flatMap((kind) => Array.from({ length: MESSAGES }, (_, index) => [kind, index + 1] as const));

for (const [kind, message] of someOf('faults of a store', shareOf('faults of a store', CASES), 4))
  there.concurrent(
    `two agents at one terminal, and the line to the store: ${kind} at message ${String(message)}`,
    async () => {
      const [team, line] = [await teamStore(), await StoreLine.start()];
      const terminalId = `JT03${String(message).padStart(3, '0')}${String(KINDS.indexOf(kind))}`;
      const terminal = await terminalWith({ terminalId });
      const watch = new MoneyWatch(terminal);
      const url = team.url.replace(/:\d+\//, `:${String(line.port)}/`);
      const [mari, jaan] = [team.agent('mari', { TERMINAL_STORE: url }), team.agent('jaan')];
      const pay = async (agent: typeof mari, way: string): Promise<number | null> => {
        const { status, stdout, stderr } = await run(['test', way, PRIVATE, ...AGREED, '--timeout', '5s'], agent);
        expect([0, 3, 5, 7, 8, 9, 10], `${stdout}${stderr}`).toContain(status);
        return status;
      };
      line.breaksAt(message, kind);
      const [marisWay, jaansWay] = [await watch.way(), await watch.way()];
      const first = pay(mari, marisWay);
      const second = pay(jaan, jaansWay);
      const ended = [await first, await second];
      // Everybody who lost it finds the store again, and the one who left something settles it.
      line.up();
      await team.query("update terminal.lease set until = '-infinity', seen = '-infinity'");
      expect((await run(['sessions', 'list'], mari)).status).toBe(0);
      const settled = await pay(jaan, jaansWay);
      await run(['sessions', 'list'], mari);
      expect(watch.most, `${String(ended)} ${String(settled)}`).toBeLessThanOrEqual(1);
      expect(
        watch.balances().every((cents) => cents === 0),
        `${String(ended)} ${String(settled)}: ${String(watch.balances())}`,
      ).toBe(true);
      expect(settled).toBe(0);
      await expectCaughtUp(team, mari, jaan);
    },
  );
