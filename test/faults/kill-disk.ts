import { expect } from 'vitest';
import { expectKillLaw, expectTruth } from './kill-invariants.js';
import type { Case, Story } from './kill-play.js';
import { KillWorld } from './kill-world.js';

export const FULL_DISK: Story = { name: 'the disk is full', way: 'test', moments: ['full'], cleanExit: 0 };
const [NO_STORE, MONEY] = [8, 10];

/** From one write on the disk takes nothing more. No sale is sent that it could not hold, and money that is out is told. */
export async function expectFullDisk({ death, index }: Case): Promise<void> {
  const world = await KillWorld.open({});
  try {
    const json = index % 2 === 0;
    const told = await world.run('test', { death, json });
    const words = `${told.run.stdout}${told.run.stderr}`.replaceAll(/\s+/g, ' ');
    expect(told.run.status, words).toBe(world.open.length > 0 ? MONEY : NO_STORE);
    expect(words).toMatch(/cannot be (written|made)/);
    expectTruth(world, told);
    expectKillLaw(world);
    const sent = world.terminal.wire.some(({ name }) => name === 'TransactionRequest');
    expect(sent, 'nothing is sold before it is on disk').toBe(
      world.sessions[0]?.payments.some(({ sentAt }) => sentAt !== undefined) ?? false,
    );
    const later = await world.run('test', { json: !json });
    expect(later.run.status, later.run.stderr).toBe(0);
    expectTruth(world, later);
    expectKillLaw(world);
    expect(world.open).toEqual([]);
  } finally {
    await world.close();
  }
}
