import { expect, test } from 'vitest';
import { eachOf } from '../support/each-of.js';
import { playPrefix, PREFIX_STORIES, prefixesOf, prefixName } from './kill-prefix.js';
import { note } from '../support/notes.js';
import { shareOf } from '../support/thorough.js';

const wanted = process.env['KILL_CASE'] ?? '';

test.each(PREFIX_STORIES)(
  '$name: every prefix of the journal comes to the same end',
  { timeout: 300_000 },
  async (story) => {
    const violations: string[] = [];
    const all = (await prefixesOf(story)).filter((prefix) => prefixName(prefix).includes(wanted));
    const prefixes = shareOf('faults/kill-prefix', all);
    await eachOf(prefixes, 8, async (prefix) => {
      await playPrefix(prefix).catch((error: unknown) =>
        violations.push(`KILL_CASE='${prefixName(prefix)}' npm run test:faults -- kill-prefix\n${String(error)}`),
      );
    });
    note(`${story.name}: ${String(prefixes.length)} prefixes, ${String(violations.length)} violations`);
    expect(violations).toEqual([]);
  },
);
