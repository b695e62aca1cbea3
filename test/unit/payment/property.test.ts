import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PaymentEvent } from '../../../src/payment/events.js';
import { advanceState } from '../../../src/payment/machine.js';
import { IllegalTransition, INITIAL, isFinal } from '../../../src/payment/state.js';
import type { PaymentState } from '../../../src/payment/state.js';
import { nextAction } from '../../../src/payment/next-action.js';
import { replayEvents } from '../../../src/session/reduce.js';
import type { Entry, SessionEvent } from '../../../src/session/events.js';
import { seeded } from '../../support/seeded.js';
import { events } from './arbitraries.js';
import { provesAbsence, provesRefusal, provesReturn, showsCharge } from './evidence.js';
import type { Story } from './evidence.js';
import { EVENTS, SALE } from './support.js';
import { howMany } from '../../support/thorough.js';

const { seed } = seeded('payment/property');
const RUNS: fc.Parameters<[readonly PaymentEvent[]]> = { seed, numRuns: howMany(2000, 500) };
/** So many that each stage is met; what chance brings too seldom is told first. */
const NEVER_SENT: readonly PaymentEvent[] = [EVENTS['sale.intended'], EVENTS['sale.aborted']];
const MANY: fc.Parameters<[readonly PaymentEvent[]]> = { seed, numRuns: 3000, examples: [[NEVER_SENT]] };

const OPENED: SessionEvent = {
  type: 'session.opened',
  id: 's',
  command: 'test',
  target: { host: '127.0.0.1', posxmlPort: 4445, logPort: undefined },
  sandbox: false,
  program: '0',
};

interface Lived {
  readonly event: PaymentEvent;
  readonly before: PaymentState;
  readonly after: PaymentState;
}

/** Lives through the events that are possible; an id is used for one sale only, as a session sees to it. */
function live(all: readonly PaymentEvent[]): readonly Lived[] {
  const lived: Lived[] = [];
  const used = new Set<string>();
  let state = INITIAL;
  for (const event of all) {
    if (event.type === 'sale.intended' && used.has(event.sale.transactionId)) continue;
    const after = tryAdvance(state, event);
    if (!after) continue;
    if (event.type === 'sale.intended') used.add(event.sale.transactionId);
    lived.push({ event, before: state, after });
    state = after;
  }
  return lived;
}

function tryAdvance(state: PaymentState, event: PaymentEvent): PaymentState | undefined {
  try {
    return advanceState(state, event);
  } catch (error) {
    if (error instanceof IllegalTransition) return undefined;
    throw error;
  }
}

function journalOf(lived: readonly Lived[]): readonly Entry[] {
  const all: SessionEvent[] = [OPENED, ...lived.map(({ event }): SessionEvent => ({ type: 'payment', event }))];
  return all.map((event, index) => ({
    n: index + 1,
    at: '2026-02-14T08:00:00.000Z',
    event: JSON.parse(JSON.stringify(event)) as SessionEvent,
  }));
}

/** The part of the list that is about the sale in hand at this place. */
function storyAt(lived: readonly Lived[], index: number): Story {
  const start = lived.findLastIndex(({ event }, place) => place <= index && event.type === 'sale.intended');
  return { sale: lived[index]?.after.sale ?? SALE, events: lived.slice(start, index + 1).map(({ event }) => event) };
}

/** Objects that throw when they are changed. */
function frozen<V>(value: V): V {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

const forAll = (check: (lived: readonly Lived[]) => void, runs = RUNS): void => {
  fc.assert(
    fc.property(events, (all) => {
      check(live(all));
    }),
    runs,
  );
};

describe('whatever happens', () => {
  test('a sale is sent once, and a reversal only from what is proven', () => {
    forAll((lived) => {
      const sent = lived
        .filter(({ event }) => event.type === 'sale.sending')
        .map(({ before }) => before.sale?.transactionId);
      expect(new Set(sent).size).toBe(sent.length);
      for (const { event, before } of lived)
        if (event.type === 'reversal.intended')
          expect(before).toMatchObject({ stage: 'approved', provenUnreversed: true, reversalProof: undefined });
    });
  });

  test('what is final stays final', () => {
    forAll((lived) => {
      for (const { event, before, after } of lived) {
        if (isFinal(before) && event.type !== 'sale.intended')
          expect({ ...after, cancelSent: before.cancelSent }).toEqual(before);
      }
    });
  });

  test('a charge that was proven is never denied, but by the terminal’s own proof of its return', () => {
    forAll((lived) => {
      for (const { event, before, after } of lived) {
        if (before.proof !== undefined && event.type !== 'sale.intended') {
          expect(after.proof).toBeDefined();
          expect(['declined', 'absent', 'aborted', 'unknown', 'refused']).not.toContain(after.stage);
        }
      }
    });
  });

  test('no verdict goes without its evidence', () => {
    const seen = new Map<string, number>();
    forAll((lived) => {
      lived.forEach(({ before, after, event }, index) => {
        if (before.stage === after.stage || event.type === 'resolved') return;
        const story = storyAt(lived, index);
        seen.set(after.stage, (seen.get(after.stage) ?? 0) + 1);
        if (after.stage === 'absent') expect([provesAbsence(story), showsCharge(story)]).toEqual([true, false]);
        if (after.stage === 'declined') expect([provesRefusal(story), showsCharge(story)]).toEqual([true, false]);
        if (after.stage === 'reconciled') expect(provesReturn(story)).toBe(true);
        if (after.stage === 'aborted') expect(story.events.at(-1)?.type).toBe('sale.aborted');
      });
    }, MANY);
    // A property that never saw its subject would prove nothing.
    for (const stage of ['absent', 'declined', 'reconciled', 'aborted', 'escalated', 'reversed', 'reverse-unknown'])
      expect(seen.get(stage) ?? 0, stage).toBeGreaterThan(0);
  });

  test('every prefix of the journal tells the same as living through it did', () => {
    forAll((lived) => {
      const entries = journalOf(lived);
      const states = lived.map(({ after }) => after);
      expect(replayEvents(entries).payments.at(-1)).toEqual(states.at(-1));
      const cut = Math.floor(lived.length / 2);
      expect(replayEvents(entries.slice(0, cut + 1)).payments.at(-1)).toEqual(cut === 0 ? undefined : states[cut - 1]);
    });
  });

  test('neither the state nor the event is changed, and the same gives the same', () => {
    forAll((lived) => {
      for (const { event, before, after } of lived) expect(advanceState(frozen(before), frozen(event))).toEqual(after);
    });
  });

  test('there is a next step, and time alone brings every run to an end', () => {
    forAll((lived) => {
      const state = lived.at(-1)?.after ?? INITIAL;
      const action = nextAction(state, 10 ** 13, { since: 0, looks: 10, reversals: 0, escalated: false });
      if (action.do === 'look') expect(state.absentLooks).toBeGreaterThan(0);
    });
  });
});
