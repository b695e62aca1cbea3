import { expect, test } from 'vitest';
import { Database } from '../../src/session/team/database.js';
import { emptyDatabase, whyNoPostgres } from '../support/team.js';
import { cleanUp } from '../support/clean-up.js';
import { standStillAfter } from '../support/time.js';

const there = test.skipIf(whyNoPostgres !== undefined);
/** Long enough for an answer on a busy machine. */
const PATIENCE_MS = 2000;

there('an answer that came while this process stood still beyond its patience is read', async () => {
  const { url } = await emptyDatabase();
  const database = new Database(url, { PGUSER: 'postgres' });
  cleanUp(() => {
    database.close();
  });
  await database.query('select 1 as one');
  const asked = standStillAfter(() => database.query('select 2 as two', [], PATIENCE_MS), PATIENCE_MS);
  expect(await asked).toEqual([{ two: 2 }]);
});
