import { expect, test } from 'vitest';
import { Database } from '../../src/session/team/database.js';
import { cleanUp } from '../support/clean-up.js';
import { note } from '../support/notes.js';
import { seeded } from '../support/seeded.js';
import { teamStore, whyNoPostgres } from '../support/team.js';
import type { Team } from '../support/team.js';
import { howMany } from '../support/thorough.js';
import { Story } from './walk/story.js';

const chance = seeded('store/walk');
const STORIES = Number(process.env['STORIES'] ?? howMany(25, 1));
const FAULTS = [0, 4, 8, 16, 24];
/** Runs of the program, of each agent. */
const RUNS = 4;

/** The server's own function, by the clock of the stories. */
async function withClock(team: Team): Promise<void> {
  await team.query('create table terminal.test_clock as select now() as at');
  await team.query(
    "create function terminal.test_now() returns timestamptz language sql as 'select at from terminal.test_clock'",
  );
  const [confirm] = await team.query("select pg_get_functiondef('terminal.confirm'::regproc) as text");
  await team.query(String(confirm?.['text']).replaceAll('clock_timestamp()', 'terminal.test_now()'));
}

test.skipIf(whyNoPostgres !== undefined)(
  'no story of two agents at one terminal breaks the law on money, and all of it is in the store in the end',
  { timeout: 900_000 },
  async () => {
    const team = await teamStore();
    await withClock(team);
    const admin = new Database(team.url, { PGUSER: 'postgres' });
    cleanUp(() => {
      admin.close();
    });
    const ends = new Map<string, number>();
    for (let story = 0; story < STORIES; story += 1) {
      const one = new Story(team.url, admin, chance, chance.pick(FAULTS));
      const told = await one.tell(RUNS).catch((cause: unknown) => {
        throw new Error(`story ${String(story)}: ${String(cause)}`, { cause });
      });
      for (const [end, count] of told) ends.set(end, (ends.get(end) ?? 0) + count);
      await admin.query('truncate terminal.session, terminal.entry, terminal.lease');
    }
    note(`told ${String(STORIES)} stories of two agents: ${JSON.stringify(Object.fromEntries(ends))}`);
    const expected = STORIES < 25 ? [] : ['reconciled', 'taken', 'killed', 'store.unavailable', 'left open', 'looked'];
    for (const end of expected) expect(ends.get(end) ?? 0, end).toBeGreaterThan(0);
  },
);
