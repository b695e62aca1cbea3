import { afterAll, expect, test } from 'vitest';
import { playStory, summaryOf } from './kill-play.js';
import type { Case } from './kill-play.js';
import { STORIES } from './kill-stories.js';
import { forgetCompiled } from './kill-world.js';
import { note } from '../support/notes.js';
import { shareOf } from '../support/thorough.js';

/** A case's name, or a part of it: only those are played. */
const wanted = process.env['KILL_CASE'] ?? '';
const pick = (cases: readonly Case[]): readonly Case[] =>
  shareOf(
    'faults/kill',
    cases.filter(({ name }) => name.includes(wanted)),
  );

afterAll(forgetCompiled);

test.each(STORIES.filter(({ name }) => (wanted.includes(':') ? wanted.startsWith(`${name}:`) : true)))(
  '$name: killed at any of its steps, the next run settles it',
  { timeout: 1_200_000 },
  async (story) => {
    const played = await playStory(story, pick);
    note(summaryOf(story, played));
    expect(played.violations).toEqual([]);
  },
);
