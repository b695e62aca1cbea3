import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TakenError } from '../../src/session/locked-error.js';
import { SessionWriter } from '../../src/session/session-writer.js';
import { teamStore, whyNoPostgres } from '../support/team.js';
import type { Team } from '../support/team.js';
import { call, computer, purpose } from './computers.js';
import type { Computer } from './computers.js';
import { StoreLine } from './line.js';

const there = test.skipIf(whyNoPostgres !== undefined);
const TERMINAL = { kind: 'terminal', terminalId: 'JT200001' } as const;
const SALE = { kind: 'sale' } as const;

const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'it was done',
    (error: unknown) => error,
  );

const silentFor = (team: Team, seconds: number): Promise<unknown> =>
  team.query(
    `update terminal.lease set seen = seen - interval '1 second' * $1, until = until - interval '1 second' * $1`,
    [seconds],
  );

async function journal({ home }: Computer, id: string): Promise<string> {
  return Promise.resolve(readFileSync(join(home, 'sessions', `${id}.jsonl`), 'utf8'));
}

async function stored(team: Team, id: string): Promise<string> {
  const rows = await team.query('select line from terminal.entry where session_id = $1 order by n', [id]);
  return rows.map(({ line }) => `${String(line)}\n`).join('');
}

/** A session of an agent, with its lease and that of the terminal. */
async function atWork(
  one: Computer,
  agent: string,
): Promise<{ readonly work: SessionWriter; release: () => Promise<void> }> {
  const work = call(one.store, agent);
  const session = await one.store.lock({ kind: 'session', id: work.id }, purpose(work.id));
  const terminal = await one.store.lock(TERMINAL, purpose(work.id));
  return {
    work,
    release: async () => {
      await terminal.release();
      await session.release();
    },
  };
}

there.concurrent("a terminal is one agent's at a time, and its number rises with each", async () => {
  const team = await teamStore();
  const [mari, jaan] = [computer(team.url, 'mari'), computer(team.url, 'jaan')];
  const epoch = async (): Promise<unknown> =>
    (await team.query("select epoch from terminal.lease where what = 'terminal:JT200001'"))[0]?.['epoch'];
  const first = await atWork(mari, 'mari');
  await mari.store.confirm(SALE);
  expect(await epoch()).toBe('1');
  const refused = await refusal(jaan.store.lock(TERMINAL, purpose('s2')));
  expect(refused).toBeInstanceOf(TakenError);
  expect((refused as Error).message).toContain(`terminal JT200001 is in use by mari on maris-laptop since today `);
  expect((refused as Error).message).toContain(first.work.id);
  await first.release();
  const second = await jaan.store.lock(TERMINAL, purpose('s2'));
  expect(await epoch()).toBe('2');
  await second.release();
  expect(mari.warnings).toEqual([]);
});

there.concurrent('who lost a terminal writes nothing more, and sends nothing more', async () => {
  const team = await teamStore();
  const [mari, jaan] = [computer(team.url, 'mari'), computer(team.url, 'jaan')];
  const { work, release } = await atWork(mari, 'mari');
  await mari.store.confirm(SALE);
  const before = await stored(team, work.id);
  await silentFor(team, 901);
  const theirs = await jaan.store.lock(TERMINAL, purpose('s2'));
  work.record({ type: 'noted', note: { text: 'not to be seen' } });
  const lost = await refusal(mari.store.confirm(SALE));
  expect(lost).toMatchObject({ code: 'store.taken' });
  expect((lost as Error).message).toContain('in use by jaan on jaans-laptop');
  // Whatever it believes: for a return, and immediately.
  expect(await refusal(mari.store.confirm({ kind: 'reversal', lastsMs: 0 }))).toMatchObject({ code: 'store.taken' });
  expect(() => {
    work.record({ type: 'noted', note: { text: 'nor this' } });
  }).toThrow(/no longer yours/);
  await release();
  expect(await stored(team, work.id)).toBe(before);
  await theirs.release();
});

there.concurrent('a lease that ran out and that nobody took is renewed by its holder', async () => {
  const team = await teamStore();
  const mari = computer(team.url, 'mari');
  const { release } = await atWork(mari, 'mari');
  await silentFor(team, 901);
  await mari.store.confirm(SALE);
  await release();
});

there.concurrent('a terminal is taken over by consent alone, and later where money may be under way', async () => {
  const team = await teamStore();
  const mari = computer(team.url, 'mari');
  const wants = (takeOver: boolean): Promise<unknown> => {
    const one = computer(team.url, 'jaan', { takeOver });
    return refusal(one.store.lock(TERMINAL, purpose('s2')).then((held) => held.release()));
  };
  const { work } = await atWork(mari, 'mari');
  await mari.store.confirm(SALE);
  expect(await wants(true)).toBeInstanceOf(TakenError);
  await silentFor(team, 70);
  expect(await wants(false)).toBeInstanceOf(TakenError);
  await team.query('update terminal.session set unsettled = true where id = $1', [work.id]);
  expect(await wants(true)).toBeInstanceOf(TakenError);
  expect(await wants(true)).toMatchObject({
    takeOverInS: expect.toSatisfy((s: number) => s > 300 && s < 420) as number,
  });
  await team.query('update terminal.session set unsettled = false where id = $1', [work.id]);
  expect(await wants(true)).toBe('it was done');
});

there.concurrent('a computer whose program died takes up its own, without waiting', async () => {
  const team = await teamStore();
  await atWork(computer(team.url, 'mari'), 'mari');
  const again = computer(team.url, 'mari');
  await (await again.store.lock(TERMINAL, purpose('s2'))).release();
  // The same folder on another computer is another one.
  await atWork(computer(team.url, 'mari'), 'mari');
  const other = computer(team.url, 'mari', { key: 'mari-2' });
  expect(await refusal(other.store.lock(TERMINAL, purpose('s2')))).toBeInstanceOf(TakenError);
});

there.concurrent('a return is made without the store while the terminal is surely still ours', async () => {
  const team = await teamStore();
  const line = await StoreLine.start();
  const mari = computer(team.url.replace(/:\d+\//, `:${String(line.port)}/`), 'mari');
  const { work, release } = await atWork(mari, 'mari');
  await mari.store.confirm(SALE);
  line.down();
  work.record({ type: 'noted', note: { text: 'while it was away' } });
  expect(await refusal(mari.store.confirm(SALE))).toMatchObject({ code: 'store.unavailable' });
  expect(mari.warnings).toEqual([]);
  expect(await refusal(mari.store.confirm({ kind: 'reversal', lastsMs: 500_000 }))).toMatchObject({
    code: 'store.unavailable',
  });
  expect(await refusal(mari.store.confirm({ kind: 'reversal', lastsMs: 180_000 }))).toBe('it was done');
  expect(mari.warnings.join()).toContain('cannot be reached');
  work.close();
  await release();
  line.up();
  // The next command of this computer.
  const again = computer(team.url, 'mari', { home: mari.home });
  await again.store.meet();
  expect(await stored(team, work.id)).toBe(await journal(mari, work.id));
  expect(again.store.unpushed.ids()).toEqual([]);
});

there.concurrent(
  'a terminal that was taken while the store was away is not sold on, even when it is back',
  async () => {
    const team = await teamStore();
    const line = await StoreLine.start();
    const mari = computer(team.url.replace(/:\d+\//, `:${String(line.port)}/`), 'mari');
    line.down();
    const { release } = await atWork(mari, 'mari');
    line.up();
    expect(await refusal(mari.store.confirm(SALE))).toMatchObject({ code: 'store.unavailable' });
    expect(await refusal(mari.store.confirm({ kind: 'reversal', lastsMs: 1 }))).toMatchObject({
      code: 'store.unavailable',
    });
    await release();
  },
);

there.concurrent('a server that was brought back from a copy gets again what it lacks', async () => {
  const team = await teamStore();
  const mari = computer(team.url, 'mari');
  const { work, release } = await atWork(mari, 'mari');
  for (const text of ['one', 'two', 'three']) work.record({ type: 'noted', note: { text } });
  await mari.store.confirm(SALE);
  await team.query('delete from terminal.entry where session_id = $1 and n > 2', [work.id]);
  await team.query('update terminal.session set entries = 2 where id = $1', [work.id]);
  work.record({ type: 'noted', note: { text: 'four' } });
  await mari.store.confirm(SALE);
  expect(await stored(team, work.id)).toBe(await journal(mari, work.id));
  await release();
});

there.concurrent(
  'an entry with the same number and other bytes is refused, and the one that is there stays',
  async () => {
    const team = await teamStore();
    const mari = computer(team.url, 'mari');
    const { work, release } = await atWork(mari, 'mari');
    await mari.store.confirm(SALE);
    work.close();
    await release();
    const before = await stored(team, work.id);
    const path = join(mari.home, 'sessions', `${work.id}.jsonl`);
    // As another computer would have written it.
    const other = computer(team.url, 'jaan');
    await other.store.bring(work.id);
    const theirs = SessionWriter.resume(other.store.open(work.id));
    const held = await other.store.lock({ kind: 'session', id: work.id }, purpose(work.id));
    theirs.record({ type: 'noted', note: { text: 'theirs' } });
    await held.release();
    const offline = computer('postgresql://127.0.0.1:1/none', 'mari', { home: mari.home });
    const mine = SessionWriter.resume(offline.store.open(work.id));
    mine.record({ type: 'noted', note: { text: 'mine' } });
    mine.close();
    const own = readFileSync(path, 'utf8');
    const back = computer(team.url, 'mari', { home: mari.home });
    expect(await back.store.push([work.id])).toEqual([]);
    expect(back.warnings.join()).toContain('What was only here is kept in');
    expect(await stored(team, work.id)).toBe(await journal(other, work.id));
    expect(await stored(team, work.id)).not.toBe(before);
    // Theirs counts from now on, and nothing of what was here is lost.
    await back.store.meet();
    expect(await stored(team, work.id)).toBe(await journal(mari, work.id));
    const kept = readdirSync(join(mari.home, 'sessions')).filter((name) => name.endsWith('.aside'));
    expect(kept.map((name) => readFileSync(join(mari.home, 'sessions', name), 'utf8'))).toEqual([own]);
  },
);

there.concurrent('half a line that a crash left is cut off before what the team did is added', async () => {
  const team = await teamStore();
  const [mari, jaan] = [computer(team.url, 'mari'), computer(team.url, 'jaan')];
  const { work, release } = await atWork(mari, 'mari');
  await release();
  await jaan.store.bring(work.id);
  const path = join(jaan.home, 'sessions', `${work.id}.jsonl`);
  writeFileSync(path, `${readFileSync(path, 'utf8')}{"v":1,"n":2,`);
  const again = await mari.store.lock({ kind: 'session', id: work.id }, purpose(work.id));
  work.record({ type: 'noted', note: { text: 'more' } });
  await again.release();
  await jaan.store.bring(work.id);
  expect(await journal(jaan, work.id)).toBe(await journal(mari, work.id));
});
