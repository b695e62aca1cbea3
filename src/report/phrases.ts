import type { Moment, Payment, Problem, Report, Step, TerminalFacts } from '../contract/report.js';
import { findBank, findModel } from '../model/catalog.js';
import { shownTime, spanOn, terminalTime, timeOn } from './time.js';
import { titleOf } from './words.js';
import { formatEuros } from '../text/euros.js';

/** A word and what it names; what is not known is not named. */
export type ReportFact = readonly [name: string, value: string];

type MaybeFact = readonly [name: string, value: string | null];

/** What is known, without the rest. */
export function knownFacts(facts: readonly MaybeFact[]): readonly ReportFact[] {
  return facts.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value] as const]));
}

export const STATUS_WORDS: Readonly<Record<Report['status'], string>> = {
  closed: 'Closed',
  'money-open': 'Money is open',
  unfinished: 'Not finished',
  failed: 'Ended with a problem',
  done: 'Done',
};

export const RESULT_WORDS: Readonly<Record<Step['result'], string>> = {
  passed: 'passed',
  failed: 'failed',
  stopped: 'stopped',
  'not-reached': 'not reached',
};

export const PRACTICE_NOTE = 'Practice: a virtual terminal. No real card, no real money.';

/** Whom it is about and when it was. */
export function headFacts({ terminal, openedAt, changedAt, session }: Report): readonly ReportFact[] {
  return knownFacts([
    ['Clinic', terminal.clinic],
    ['Merchant', terminal.ownerName],
    ['Desk', terminal.name],
    ['Terminal ID (TID)', terminal.terminalId],
    ['Model', terminal.model && (findModel(terminal.model)?.label ?? terminal.model)],
    ['Bank', terminal.bank && (findBank(terminal.bank)?.label ?? terminal.bank)],
    ['Public IP address', addressOf(terminal)],
    ['PosXML version', terminal.protocolVersion],
    ['Time', spanWithDay(openedAt, changedAt)],
    ['Session', session],
  ]);
}

function addressOf({ host, posxmlPort, logPort }: TerminalFacts): string {
  const ports = [posxmlPort, logPort].filter((port) => port !== null);
  return `${host}, ${ports.length > 1 ? 'ports' : 'port'} ${ports.join(' and ')}`;
}

export function dayOf({ openedAt }: Report): string {
  return shownTime(openedAt).day;
}

function spanWithDay(from: string, until: string): string {
  const { day } = shownTime(from);
  return `${day}, ${spanOn(day, from, until)}`;
}

/** The problems that are gone, and those that are not. */
export function problemsByCourse({ problems }: Report): {
  readonly fixed: readonly Problem[];
  readonly left: readonly Problem[];
} {
  return {
    fixed: problems.filter(({ fixedAt }) => fixedAt !== null),
    left: problems.filter(({ fixedAt }) => fixedAt === null),
  };
}

/** When a problem was seen, and that it is gone. */
export function courseOf(problem: Problem, day: string): { readonly seen: string; readonly fixed: string | null } {
  const often = problem.times > 1 ? ` (${String(problem.times)} times)` : '';
  return {
    seen: `${spanOn(day, problem.foundAt, problem.lastSeenAt)}${often}`,
    fixed: problem.fixedAt === null ? null : timeOn(day, problem.fixedAt),
  };
}

export function registrationFacts({ registration }: Report): readonly ReportFact[] {
  if (!registration) return [];
  const { instance, department, recordId, action, at } = registration;
  return knownFacts([
    ['Cloud instance', instance],
    ['Department', department],
    ['Registration', recordId],
    ['What was done', Object.hasOwn(ACTIONS, action) ? (ACTIONS[action] ?? action) : action],
    ['Time', spanWithDay(at, at)],
  ]);
}

const ACTIONS: Readonly<Record<string, string>> = {
  created: 'registered',
  updated: 'updated',
  moved: 'moved to this address',
  replaced: 'registered in place of another terminal',
  enabled: 'enabled again',
  'entered-by-hand': 'entered by hand, verified',
  unchanged: 'already registered, nothing to change',
};

/** What a bank asks for, as on a receipt. */
export function receiptFacts(payment: Payment, day: string): readonly ReportFact[] {
  const text = (value: number | null): string | null => (value === null ? null : String(value));
  return knownFacts([
    ['Amount', `${formatEuros(payment.amount)} ${payment.currency}`],
    ['Card', payment.cardLastFour === null ? null : `•••• ${payment.cardLastFour}`],
    ['Terminal', payment.terminalId],
    ['Transaction ID', payment.transactionId],
    ['STAN', text(payment.stan)],
    ['Authorisation code', payment.authorizationNo],
    ["Terminal's time", payment.terminalTime === null ? null : terminalTime(payment.terminalTime)],
    ['Charged', payment.chargedAt === null ? null : timeOn(day, payment.chargedAt)],
    ['STAN of the reversal', text(payment.stanRev)],
    [
      "Terminal's time of the reversal",
      payment.terminalTimeRev === null ? null : terminalTime(payment.terminalTimeRev),
    ],
    [
      payment.proof === 'record' ? 'Reversal confirmed' : 'Reversal reported by the terminal',
      payment.returnedAt === null ? null : timeOn(day, payment.returnedAt),
    ],
  ]);
}

export function paymentTitle(index: number, all: number): string {
  return all > 1 ? `Test payment ${String(index + 1)} of ${String(all)}` : 'Test payment';
}

/** When a step was done, and how often; null where it was not. */
export function stepTime({ at, times }: Step, day: string): string | null {
  if (at === null) return null;
  return `${timeOn(day, at)}${times > 1 ? `, ${String(times)} times` : ''}`;
}

/** What a step came to; a problem is only named, for it is told in full elsewhere. */
export function seenOf({ result, codes, summary }: Step): string {
  return result === 'failed' && codes.length > 0 ? codes.join(', ') : (summary ?? '');
}

/** The same of a moment. */
export function toldOf({ step, outcome, codes, text, times }: Moment): string {
  const told = outcome === 'bad' && codes.length > 0 ? `failed, ${codes.join(', ')}` : text;
  return `${titleOf(step)}: ${told}${times > 1 ? ` (${String(times)} times)` : ''}`;
}

const CAUSE_ANSWERS: Readonly<Record<string, string>> = {
  helped: 'that was it',
  no: 'did not help',
  unknown: 'the clinic does not know',
};

/** A likely cause that was put to the clinic, and what came of it. */
export function askedPhrase({ code, cause, answer }: Report['asked'][number]): string {
  const told = answer === null ? undefined : (CAUSE_ANSWERS[answer] ?? answer);
  return `${cause} (${code})${told === undefined ? '' : `: ${told}`}`;
}

export function problemPlace({ step, codes }: Problem): string {
  return [titleOf(step), ...codes].join(' · ');
}
