import { describe, expect, test } from 'vitest';
import { advanceState } from '../../../src/payment/machine.js';
import { IllegalTransition, isFinal, isPaymentOpen } from '../../../src/payment/state.js';
import type { Stage } from '../../../src/payment/state.js';
import { EVENTS, STAGES, stateIn } from './support.js';
import type { EventName } from './support.js';

/** What a look of each finding does late, when everything must have ended. */
const lookedAt = (
  reversed: Stage,
  approved: Stage,
  failed: Stage,
  none: Stage,
  busy: Stage,
): Partial<Record<EventName, Stage>> => ({
  'looked reversed': reversed,
  'looked approved': approved,
  'looked failed': failed,
  'looked none': none,
  'looked busy': busy,
});

const OPEN: Partial<Record<EventName, Stage>> = { escalated: 'escalated', resolved: 'resolved' };
const ANEW: Partial<Record<EventName, Stage>> = { 'sale.intended anew': 'intended' };

/** Every edge there is. What is not written here cannot happen. */
const EDGES: Readonly<Record<Stage, Partial<Record<EventName, Stage>>>> = {
  idle: { 'sale.intended': 'intended', 'sale.intended anew': 'intended' },
  intended: {
    ...OPEN,
    ...lookedAt('reconciled', 'approved', 'unknown', 'intended', 'intended'),
    'sale.sending': 'sending',
    'sale.aborted': 'aborted',
  },
  sending: {
    ...OPEN,
    ...lookedAt('reconciled', 'approved', 'declined', 'unknown', 'unknown'),
    'sale.aborted': 'aborted',
    'sale.lost': 'unknown',
    'sale.replied approved': 'approved',
    'sale.replied refused': 'refused',
    'sale.replied unclear': 'unknown',
    'cancel.sending': 'sending',
  },
  refused: { ...OPEN, ...lookedAt('reconciled', 'approved', 'declined', 'refused', 'refused') },
  unknown: { ...OPEN, ...lookedAt('reconciled', 'approved', 'declined', 'unknown', 'unknown') },
  approved: {
    ...OPEN,
    ...lookedAt('reconciled', 'approved', 'approved', 'approved', 'approved'),
    'reversal.intended': 'reverse-intended',
  },
  'reverse-intended': { ...OPEN, 'reversal.sending': 'reversing', 'reversal.aborted': 'approved' },
  reversing: {
    ...OPEN,
    ...lookedAt('reconciled', 'approved', 'reverse-unknown', 'reverse-unknown', 'reverse-unknown'),
    'reversal.aborted': 'approved',
    'reversal.lost': 'reverse-unknown',
    'reversal.replied reversed': 'reversed',
    'reversal.replied refused': 'reverse-refused',
    'reversal.replied unclear': 'reverse-unknown',
  },
  'reverse-refused': {
    ...OPEN,
    ...lookedAt('reconciled', 'approved', 'reverse-refused', 'reverse-refused', 'reverse-refused'),
  },
  'reverse-unknown': {
    ...OPEN,
    ...lookedAt('reconciled', 'approved', 'reverse-unknown', 'reverse-unknown', 'reverse-unknown'),
  },
  reversed: {
    ...OPEN,
    ...lookedAt('reconciled', 'reversed', 'reversed', 'reversed', 'reversed'),
    'reversal.confirmed': 'reconciled',
  },
  escalated: { ...OPEN, ...lookedAt('reconciled', 'approved', 'declined', 'escalated', 'escalated') },
  aborted: ANEW,
  declined: ANEW,
  absent: ANEW,
  reconciled: ANEW,
  resolved: ANEW,
};

const names = Object.keys(EVENTS) as EventName[];

describe.each(STAGES)('in stage %s', (stage) => {
  const before = stateIn(stage);

  test('the state is what it is called', () => {
    expect(before.stage).toBe(stage);
  });

  test.each(names)('%s leads where the table says', (name) => {
    const next = EDGES[stage][name];
    if (next === undefined) expect(() => advanceState(before, EVENTS[name])).toThrow(IllegalTransition);
    else expect(advanceState(before, EVENTS[name]).stage).toBe(next);
  });
});

describe('what the table cannot show', () => {
  const allowed = (stage: Stage, ...events: EventName[]) =>
    events.reduce((state, name) => advanceState(state, EVENTS[name]), stateIn(stage));

  test('cancels once, and ends a cancel only where one was begun', () => {
    const cancelled = allowed('sending', 'cancel.sending');
    expect(() => advanceState(cancelled, EVENTS['cancel.sending'])).toThrow(IllegalTransition);
    expect(advanceState(cancelled, EVENTS['cancel.ended'])).toEqual(cancelled);
    expect(allowed('sending', 'cancel.sending', 'sale.replied approved', 'cancel.ended').stage).toBe('approved');
  });

  test('confirms a reversal by its reply only while nothing speaks against it', () => {
    expect(() => advanceState(allowed('reversed', 'looked approved'), EVENTS['reversal.confirmed'])).toThrow(
      IllegalTransition,
    );
  });

  test('reverses only what is proven unreversed', () => {
    expect(() => advanceState(allowed('approved', 'looked busy'), EVENTS['reversal.intended'])).toThrow(
      IllegalTransition,
    );
  });

  test('counts a reversal that was sent, not one that never left', () => {
    expect(stateIn('reversing').reversals).toBe(1);
    expect(allowed('reversing', 'reversal.aborted')).toMatchObject({ reversals: 0, provenUnreversed: true });
    expect(allowed('reverse-intended', 'reversal.aborted')).toMatchObject({ reversals: 0, provenUnreversed: true });
  });

  test('is open from the intent until an end that owes nothing', () => {
    expect(STAGES.filter((stage) => isFinal(stateIn(stage)))).toEqual([
      'aborted',
      'declined',
      'absent',
      'reconciled',
      'resolved',
    ]);
    expect(STAGES.filter((stage) => !isPaymentOpen(stateIn(stage)))).toEqual([
      'idle',
      'aborted',
      'declined',
      'absent',
      'reconciled',
      'resolved',
    ]);
  });
});
