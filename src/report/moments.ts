import type { Attempt } from './attempts.js';
import type { Turn } from './payments.js';
import type { Moment } from '../contract/report.js';

/** The turns of a payment that a reader wants to see. */
const TURNS: Readonly<Partial<Record<Turn['stage'], Pick<Moment, 'outcome' | 'text'>>>> = {
  approved: { outcome: 'good', text: 'Test payment charged' },
  reconciled: { outcome: 'good', text: 'Test payment reversed' },
  declined: { outcome: 'bad', text: 'Test payment not made, nothing charged' },
  absent: { outcome: 'bad', text: 'Test payment not made, nothing charged' },
  aborted: { outcome: 'bad', text: 'Test payment not sent' },
  escalated: { outcome: 'bad', text: 'Test payment not confirmed, money open' },
  resolved: { outcome: 'good', text: 'Test payment resolved manually' },
};

const OUTCOMES: Readonly<Record<Attempt['result'], Moment['outcome']>> = {
  passed: 'good',
  failed: 'bad',
  stopped: 'stopped',
};

/** Everything in the order of time. A test's end is left out where its payment has told it already. */
export function timelineOf(attempts: readonly Attempt[], turns: readonly Turn[]): readonly Moment[] {
  const paid = turns.flatMap(({ stage, at }): Moment[] => {
    const told = TURNS[stage];
    return told ? [{ ...told, step: 'test', codes: [], at, until: at, times: 1 }] : [];
  });
  const ended = attempts.filter((attempt, index) => !isToldByPayment(attempt, formerTest(attempts, index), paid));
  const moments = ended.map(({ step, result, codes, summary, at, until, times }): Moment => ({
    at,
    until,
    times,
    step,
    outcome: OUTCOMES[result],
    codes,
    text: summary,
  }));
  return [...moments, ...paid].sort((one, other) => one.at.localeCompare(other.at));
}

function formerTest(attempts: readonly Attempt[], index: number): string {
  return attempts.slice(0, index).findLast(({ step }) => step === 'test')?.until ?? '';
}

function isToldByPayment({ step, at, times }: Attempt, since: string, paid: readonly Moment[]): boolean {
  return step === 'test' && times === 1 && paid.some((moment) => moment.at > since && moment.at <= at);
}
