import { expect } from 'vitest';
import { expectKillLaw, expectTruth } from './kill-invariants.js';
import type { Case, Story } from './kill-play.js';
import { KillWorld } from './kill-world.js';

export const FULL_DISK: Story = { name: 'the disk is full', way: 'test', moments: ['full'], cleanExit: 0 };
export const MEDDLED_WITH: Story = {
  name: 'somebody else is at the journal',
  way: 'test',
  moments: ['gone', 'changed'],
  cleanExit: 0,
};
const [DONE, MEDDLED, NO_STORE, MONEY] = [0, 7, 8, 10];

/** From one write on the disk takes nothing more. No sale is sent that it could not hold, and money that is out is told. */
export async function expectFullDisk({ death, index }: Case): Promise<void> {
  const world = await KillWorld.open({});
  try {
    const json = index % 2 === 0;
    const told = await world.run('test', { death, json });
    const words = `${told.run.stdout}${told.run.stderr}`.replaceAll(/\s+/g, ' ');
    expect(told.run.status, words).toBe(world.open.length > 0 ? MONEY : NO_STORE);
    expect(words).toMatch(/cannot be (written|made)/);
    const [sale] = world.terminal.ledger.entries;
    const replied = told.steps.some(({ name }) => name.startsWith('receive TransactionRequest'));
    if (world.open.length > 0 && sale && replied)
      for (const mark of [sale.stan, sale.authorizationNo]) expect(words).toContain(String(mark));
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

/** Its journal is taken away, or written to: the run tells all that it has read, since no later one can. */
export async function expectMeddlingTold({ death, index }: Case): Promise<void> {
  const world = await KillWorld.open({});
  try {
    const { run, steps } = await world.run('test', { death, json: index % 2 === 0 });
    const words = `${run.stdout}${run.stderr}`.replaceAll(/\s+/g, ' ');
    const [sale, reversal] = world.terminal.ledger.entries;
    expect(sale && !reversal ? [MONEY] : [DONE, MEDDLED, NO_STORE, MONEY], words).toContain(run.status);
    if (run.status !== DONE) expect(words).toMatch(/was (changed|removed) by another program|is not readable/);
    if (run.status !== MONEY) return;
    expect(words).toContain(sale?.transactionId);
    expect(words, 'what cannot be gone on with').not.toContain('--resume');
    const replied = steps.some(({ name }) => name.startsWith('receive TransactionRequest'));
    if (replied) for (const mark of [sale?.stan, sale?.authorizationNo]) expect(words).toContain(String(mark));
  } finally {
    await world.close();
  }
}
