import { expect, test } from 'vitest';
import { explore } from './explore.js';
import type { Scope } from './explore.js';
import { MANNERS } from './manners.js';
import { note } from '../../../support/notes.js';
import { isThorough } from '../../../support/thorough.js';

/** `EXPLORE_FAULTS=2` explores the stories of two faults alone, which takes long. */
const asked = process.env['EXPLORE_FAULTS'];

interface Bounded extends Scope {
  /** So that it does not shrink unseen. */
  readonly states: number;
  readonly transitions: number;
}

const QUICK: Bounded = { faults: 0, departures: 1, states: 20_000, transitions: 40_000 };
const EVERY_MANNER: Bounded = { faults: 0, departures: Infinity, states: 200_000, transitions: 900_000 };
/** With faults there are too many stories for every combination of manners. */
const withFaults = (faults: number): Bounded => ({ faults, departures: 1, states: 330_000, transitions: 1_300_000 });
const SCOPES = isThorough ? [EVERY_MANNER, withFaults(1)] : [QUICK];
const SLOW = { timeout: asked === undefined ? 600_000 : 1_800_000 };

test.each(asked === undefined ? SCOPES : [withFaults(Number(asked))])(
  'no state that can be reached with $faults faults and $departures departures breaks the law on money',
  SLOW,
  async ({ states, transitions, ...scope }) => {
    // A refusal of the state machine is a test here, thousands of times: nobody reads where it came from.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    const begun = performance.now();
    const found = await explore(scope).finally(() => {
      Error.stackTraceLimit = stackTraceLimit;
    });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    note(
      `explored all: up to ${String(scope.faults)} fault(s), ${String(scope.departures)} of ${String(MANNERS.length)} manners of a terminal and every change between them: ` +
        `${String(found.states)} states, ${String(found.transitions)} transitions, depth ${String(found.depth)}, ${seconds} s, ends ${JSON.stringify(found.ends)}`,
    );
    expect(MANNERS.length).toBeGreaterThanOrEqual(144);
    expect(found.states).toBeGreaterThan(states);
    expect(found.transitions).toBeGreaterThan(transitions);
    expect(found.depth).toBeGreaterThanOrEqual(30);
    for (const stage of ['aborted', 'declined', 'escalated', 'reconciled', ...(scope.faults > 0 ? ['absent'] : [])])
      expect(found.ends[stage] ?? 0, stage).toBeGreaterThan(0);
  },
);
