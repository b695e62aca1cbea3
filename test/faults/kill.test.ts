import { afterAll, expect, test } from 'vitest';
import { seeded } from '../support/seeded.js';
import { someOf } from '../support/thorough.js';
import { playStory, summaryOf } from './kill-play.js';
import { playPrefix, PREFIX_STORIES, prefixesOf } from './kill-prefix.js';
import { STORIES } from './kill-stories.js';
import { forgetCompiled } from './kill-world.js';

const SAMPLE = 3;
const PREFIXES = 12;

afterAll(forgetCompiled);

/** A few deaths of each long story; `npm run test:faults` dies all of them. */
test.each(STORIES.slice(0, 2))('$name: killed at some of its steps, the next run settles it', async (story) => {
  const { seed, pick } = seeded('faults/kill');
  const played = await playStory(story, (cases) => Array.from({ length: SAMPLE }, () => pick(cases)));
  expect(played.violations, `TEST_SEED=${String(seed)}\n${summaryOf(story, played)}`).toEqual([]);
});

test.each(PREFIX_STORIES.slice(0, 2))('$name: a prefix of the journal comes to the same end', async (story) => {
  for (const prefix of someOf('faults/kill-prefix', await prefixesOf(story), PREFIXES)) await playPrefix(prefix);
});
