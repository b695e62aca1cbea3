import { afterAll, expect, test } from 'vitest';
import { expectKillLaw, expectTruth } from './kill-invariants.js';
import { forgetCompiled, KillWorld } from './kill-world.js';
import type { WorldOptions } from './kill-world.js';

afterAll(forgetCompiled);

const CONFLICT = 7;
/** The first program is in the middle of a sale, and stays there. */
const WAITING: WorldOptions = { settings: { stuckIn: ['host'] } };

async function inWorld(act: (world: KillWorld) => Promise<void>): Promise<void> {
  const world = await KillWorld.open(WAITING);
  await act(world).finally(() => world.close());
}

const atTheBank = (world: KillWorld): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (world.terminal.phase === 'host') resolve();
    };
    world.terminal.on(look);
    look();
  });

test.each(['test', 'onboard', 'resume'] as const)(
  '%s beside a program that is at work: told who, since when and what to do; in at once when that one is killed',
  { timeout: 60_000 },
  (way) =>
    inWorld(async (world) => {
      const first = world.start('test');
      await atTheBank(world);
      const [{ id } = { id: '' }] = world.sessions;
      const second = await world.run(way, { session: id, json: true });
      const { error } = second.run.document();
      expect(second.run.status).toBe(CONFLICT);
      expect(error?.code).toBe('conflict.locked');
      expect(error?.message).toMatch(
        new RegExp(`since [^(]+ \\(process ${String(first.running.child.pid)}, terminal test\\)`),
      );
      expect(error?.actions).not.toEqual([]);
      expect(world.sessions).toHaveLength(1);
      first.running.child.kill('SIGKILL');
      await first.told;
      world.terminal.settings.stuckIn = [];
      await world.rest();
      const third = await world.run(way, { session: id });
      expect(third.run.status, third.run.stderr).toBe(0);
      expectTruth(world, third);
      expectKillLaw(world);
      expect(world.open).toEqual([]);
    }),
);

test('sessions resolve beside a program that is at work closes nothing', { timeout: 60_000 }, () =>
  inWorld(async (world) => {
    const first = world.start('test');
    await atTheBank(world);
    const [{ id } = { id: '' }] = world.sessions;
    const before = JSON.stringify(world.entriesOf(id));
    const second = await world.run('resolve', { session: id, json: true });
    expect(second.run.document()).toMatchObject({ exitCode: CONFLICT, error: { code: 'conflict.locked' } });
    expect(JSON.stringify(world.entriesOf(id))).toBe(before);
    world.terminal.settings.stuckIn = [];
    expect((await first.told).run.status).toBe(0);
    expectKillLaw(world);
  }),
);
