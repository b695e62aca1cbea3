import { afterAll, expect, test } from 'vitest';
import { expectFullDisk, expectMeddlingTold, FULL_DISK, MEDDLED_WITH } from './kill-disk.js';
import { casesOf, countSteps } from './kill-play.js';
import type { Case, Story } from './kill-play.js';
import { forgetCompiled } from './kill-world.js';
import { eachOf } from '../support/each-of.js';
import { note } from '../support/notes.js';
import { shareOf } from '../support/thorough.js';

const wanted = process.env['KILL_CASE'] ?? '';

afterAll(forgetCompiled);

async function expectOfEach(story: Story, law: (one: Case) => Promise<void>): Promise<void> {
  const violations: string[] = [];
  const all = casesOf(story, await countSteps(story)).filter(({ name }) => name.includes(wanted));
  const cases = shareOf('faults/kill-disk', all);
  await eachOf(cases, 4, async (one) => {
    await law(one).catch((error: unknown) =>
      violations.push(`KILL_CASE='${one.name}' npm run test:faults -- kill-disk\n${String(error)}`),
    );
  });
  note(`${story.name}: ${String(cases.length)} cases, ${String(violations.length)} violations`);
  expect(violations).toEqual([]);
}

test(
  'a disk that is full from any write on: refused before the sale, told after it, and settled once there is room',
  { timeout: 600_000 },
  () => expectOfEach(FULL_DISK, expectFullDisk),
);

test('a journal that somebody else takes away, or writes to: all that was read is told', { timeout: 600_000 }, () =>
  expectOfEach(MEDDLED_WITH, expectMeddlingTold),
);
