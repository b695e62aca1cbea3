import { expect, test } from 'vitest';
import { seeded } from '../../../support/seeded.js';
import { walk } from './walk.js';
import { note } from '../../../support/notes.js';
import { howMany } from '../../../support/thorough.js';

const chance = seeded('payment/explorer/walk');
const STORIES = Number(process.env['STORIES'] ?? howMany(1500, 200));
/** Few faults leave the long waits alone; many make the strange stories. */
const FAULTS = [0, 1, 2, 4, 8, 16];

test('no story of many faults, at the real pace of the real steps, breaks the law on money', async () => {
  const ends = new Map<string, number>();
  let [events, longest, runs] = [0, 0, 0];
  for (let story = 0; story < STORIES; story += 1) {
    const walked = await walk(chance, chance.pick(FAULTS)).catch((cause: unknown) => {
      throw new Error(`story ${String(story)}: ${String(cause)}`, { cause });
    });
    ends.set(walked.stage, (ends.get(walked.stage) ?? 0) + 1);
    events += walked.events;
    runs += walked.runs;
    longest = Math.max(longest, walked.events);
  }
  note(
    `walked ${String(STORIES)} stories: ${String(events)} events, the longest ${String(longest)}, ${String(runs)} runs of the program, ends ${JSON.stringify(Object.fromEntries(ends))}`,
  );
  // One story in a hundred ends as absent: a sample may have none.
  const rare = STORIES >= 1500 ? ['absent'] : [];
  for (const stage of ['declined', 'escalated', 'reconciled', 'aborted', ...rare])
    expect(ends.get(stage) ?? 0, stage).toBeGreaterThan(0);
  expect(longest).toBeGreaterThan(110);
});
