import { expect, test } from 'vitest';
import { explore } from './explore.js';
import { MANNERS } from './manners.js';
import { note } from '../../../support/notes.js';
import { howMany } from '../../../support/thorough.js';

/** What may go wrong in one story beside what the terminal leaves open: a lost reply, a kill, a stale reply, another sale… */
const FAULTS = Number(process.env['EXPLORE_FAULTS'] ?? howMany(1, 0));
const SLOW = { timeout: FAULTS > 1 ? 1_800_000 : 600_000 };

test('no state that can be reached breaks the law on money', SLOW, async () => {
  // A refusal of the state machine is a test here, thousands of times: nobody reads where it came from.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const begun = performance.now();
  const found = await explore(FAULTS).finally(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  note(
    `explored all: up to ${String(FAULTS)} fault(s), ${String(MANNERS.length)} manners of a terminal and every change between them: ` +
      `${String(found.states)} states, ${String(found.transitions)} transitions, depth ${String(found.depth)}, ${seconds} s, ends ${JSON.stringify(found.ends)}`,
  );
  // So that it does not shrink unseen.
  expect(MANNERS.length).toBeGreaterThanOrEqual(144);
  expect(found.states).toBeGreaterThan(FAULTS > 0 ? 330_000 : 11_000);
  expect(found.transitions).toBeGreaterThan(FAULTS > 0 ? 1_300_000 : 34_000);
  expect(found.depth).toBeGreaterThanOrEqual(30);
  for (const stage of ['aborted', 'declined', 'escalated', 'reconciled', ...(FAULTS > 0 ? ['absent'] : [])])
    expect(found.ends[stage] ?? 0, stage).toBeGreaterThan(0);
});
