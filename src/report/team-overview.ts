import type { CallNow, TeamCall, TeamResult } from '../contract/team-result.js';
import { clockParts } from '../diagnosis/clock.js';

const DAY_MS = 24 * 60 * 60_000;

interface Period {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly until: number;
}

/** Counts what a team has done. @param calls those opened in the period, and those with open money @param atWork ids, with since when */
export function teamOverview(
  calls: readonly TeamCall[],
  atWork: readonly CallNow[],
  { from, until }: Period,
): TeamResult {
  const counted = calls.filter(({ openedAt }) => Date.parse(openedAt) >= from);
  const open = calls
    .filter(({ openMoney }) => openMoney)
    .sort((one, other) => (one.changedAt < other.changedAt ? -1 : 1));
  return {
    from: new Date(from).toISOString(),
    until: new Date(until).toISOString(),
    open: open.map((call) => callNow(call, call.changedAt)),
    atWork,
    ...countsOf(counted),
    medianMinutes: medianMinutes(counted.filter(isDoneAtFirst)),
    days: daysOf(counted, { from, until }),
    findings: findingsIn(counted),
    agents: grouped(counted, ({ agent }) => agent).map(([agent, of]) => ({ agent, ...countsOf(of) })),
    banks: grouped(counted, ({ bank }) => bank).map(([bank, of]) => ({ bank, ...countsOf(of) })),
  };
}

function callNow({ session, agent, clinic, desk, terminalId, host, posxmlPort }: TeamCall, since: string): CallNow {
  return { session, agent, clinic, desk, terminalId, target: `${host}:${String(posxmlPort ?? '')}`, since };
}

function countsOf(calls: readonly TeamCall[]): Pick<TeamResult, 'calls' | 'done' | 'doneAtFirstCall'> {
  return {
    calls: calls.length,
    done: calls.filter(({ stage }) => stage === 'done').length,
    doneAtFirstCall: calls.filter(isDoneAtFirst).length,
  };
}

function isDoneAtFirst({ stage, ends }: TeamCall): boolean {
  return stage === 'done' && ends === 1;
}

function medianMinutes(calls: readonly TeamCall[]): number | null {
  const took = calls
    .map(({ openedAt, changedAt }) => Date.parse(changedAt) - Date.parse(openedAt))
    .sort((one, other) => one - other);
  const middle = took[Math.floor((took.length - 1) / 2)];
  return middle === undefined ? null : Math.round(middle / 6000) / 10;
}

/** Each day of the period, those without a call too. */
function daysOf(calls: readonly TeamCall[], { from, until }: Period): TeamResult['days'] {
  const days = new Map<string, TeamCall[]>();
  for (let at = from; at < until; at += DAY_MS) days.set(dayOf(at), []);
  days.set(dayOf(until), []);
  for (const call of calls) days.get(dayOf(Date.parse(call.openedAt)))?.push(call);
  return [...days].map(([day, of]) => ({ day, ...countsOf(of) }));
}

function dayOf(instant: number): string {
  const { year, month, day } = clockParts(instant);
  return `${year}-${month}-${day}`;
}

function findingsIn(calls: readonly TeamCall[]): TeamResult['findings'] {
  const counts = new Map<string, number>();
  for (const code of calls.flatMap(({ codes }) => codes)) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .map(([code, count]) => ({ code, calls: count }))
    .sort((one, other) => other.calls - one.calls || (one.code < other.code ? -1 : 1));
}

/** By the alphabet, those without a name last. */
function grouped(
  calls: readonly TeamCall[],
  nameOf: (call: TeamCall) => string | null,
): readonly (readonly [string | null, readonly TeamCall[]])[] {
  const groups = new Map<string | null, TeamCall[]>();
  for (const call of calls) {
    const group = groups.get(nameOf(call)) ?? [];
    group.push(call);
    groups.set(nameOf(call), group);
  }
  const last = '\uffff';
  return [...groups].sort(([one], [other]) => ((one ?? last) < (other ?? last) ? -1 : 1));
}
