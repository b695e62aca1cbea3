import type { ErrorDocument } from '../contract/document.js';
import type { Language, Params } from '../diagnosis/row.js';
import type { Entry } from '../session/events.js';
import type { SessionState } from '../session/reduce.js';
import { euros } from '../text/euros.js';
import { attemptsOf } from './attempts.js';
import type { Attempt } from './attempts.js';
import { timelineOf } from './moments.js';
import { paymentsOf, turnsOf } from './payments.js';
import type { Problem, Registration, Remark, Report, Step, TerminalFacts } from './types.js';
import { capital, clean, cleanOrNull, meaningOf, sayOf, STEPS, titleOf } from './words.js';

export interface ReportInput {
  readonly entries: readonly Entry[];
  /** What the entries come to. */
  readonly state: SessionState;
  readonly status: Report['status'];
  /** The open record, where there is one. */
  readonly open: ErrorDocument | null;
  /** What is still to be looked at, one for each payment. */
  readonly notes: readonly (string | undefined)[];
}

/** All that a session knows, for a ticket, a clinic or a bank. Pure; nothing of a card but its last four digits was ever in it. */
export function buildReport({ entries, state, status, open, notes }: ReportInput): Report {
  const attempts = attemptsOf(entries);
  const turns = turnsOf(entries);
  const words = { language: languageOf(state), params: paramsOf(state) };
  const problems = problemsOf(attempts, words);
  const steps = stepsOf(attempts, state.command === 'onboard');
  const [first] = entries;
  return {
    session: state.id,
    command: state.command,
    status,
    headline: headlineOf(status, open, steps, problems),
    practice: state.sandbox,
    program: first?.event.type === 'session.opened' ? clean(first.event.program) : '',
    language: words.language,
    openedAt: state.openedAt,
    changedAt: state.changedAt,
    openMoney: open && { message: clean(open.message), cause: open.cause === null ? null : capital(open.cause), actions: open.actions, contact: open.contact },
    terminal: terminalOf(state),
    steps,
    problems,
    remarks: remarksOf(attempts, words),
    registration: registrationOf(entries, state),
    payments: paymentsOf(state.payments, turns, notes),
    timeline: timelineOf(attempts, turns),
  };
}

interface Words {
  readonly language: Language;
  readonly params: Params;
}

function languageOf({ answers: { language } }: SessionState): Language {
  return language === 'en' || language === 'ru' ? language : 'et';
}

/** The values that the sentences for the clinic may hold. */
function paramsOf({ target, payments }: SessionState): Params {
  const amount = payments.at(-1)?.sale?.amount;
  return {
    ...(target.posxmlPort !== undefined && { posxmlPort: target.posxmlPort }),
    ...(target.logPort !== undefined && { logPort: target.logPort }),
    ...(amount !== undefined && { amount: euros(amount), amountComma: euros(amount).replace('.', ',') }),
  };
}

function headlineOf(status: Report['status'], open: ErrorDocument | null, steps: readonly Step[], problems: readonly Problem[]): string {
  if (open) return 'Money is open: a test payment is not proven returned.';
  if (status === 'done') return steps.some(({ step, result }) => step === 'test' && result === 'passed') ? 'The payment terminal works. The test payment was made and returned; nothing is owed.' : 'All that was checked is in order.';
  const left = problems.findLast(({ fixedAt }) => fixedAt === null);
  return left ? `${titleOf(left.step)}: ${left.summary}` : 'The work was stopped before its end.';
}

function terminalOf({ terminal, target, answers }: SessionState): TerminalFacts {
  return {
    terminalId: cleanOrNull(terminal?.terminalId),
    ownerName: cleanOrNull(terminal?.ownerName),
    protocolVersion: cleanOrNull(terminal?.version),
    host: clean(target.host),
    posxmlPort: target.posxmlPort ?? null,
    logPort: target.logPort ?? null,
    name: cleanOrNull(answers.name),
    model: cleanOrNull(answers.model),
    bank: cleanOrNull(answers.bank),
  };
}

/** @param whole all four were to be done, so that one that was not reached is told */
function stepsOf(attempts: readonly Attempt[], whole: boolean): readonly Step[] {
  return STEPS.flatMap((about): Step[] => {
    const own = attempts.filter(({ step }) => step === about.step);
    const last = own.at(-1);
    if (!last) return whole ? [{ ...about, result: 'not-reached', at: null, times: 0, summary: null }] : [];
    return [{ ...about, result: last.result, at: last.until, times: own.reduce((sum, { times }) => sum + times, 0), summary: last.summary }];
  });
}

function problemsOf(attempts: readonly Attempt[], { language, params }: Words): readonly Problem[] {
  return attempts.flatMap((attempt, index): Problem[] => {
    const { step, result, codes, summary, at, until, times } = attempt;
    if (result !== 'failed') return [];
    const passed = attempts.slice(index + 1).find((later) => later.step === step && later.result === 'passed');
    const [code = ''] = codes;
    return [{ step, codes, summary, foundAt: at, lastSeenAt: until, times, fixedAt: passed?.at ?? null, say: sayOf(code, language, params) }];
  });
}

/** The codes of each step's last pass: what is noticed and stops nothing. */
function remarksOf(attempts: readonly Attempt[], { language, params }: Words): readonly Remark[] {
  const last = STEPS.flatMap(({ step }) => attempts.findLast((attempt) => attempt.step === step) ?? []);
  const codes = new Set(last.filter(({ result }) => result === 'passed').flatMap((attempt) => attempt.codes));
  return [...codes].map((code) => ({ code, meaning: meaningOf(code), say: sayOf(code, language, params) }));
}

function registrationOf(entries: readonly Entry[], { registration, answers }: SessionState): Registration | null {
  if (!registration) return null;
  const at = entries.findLast(({ event }) => event.type === 'terminal.registered')?.at ?? '';
  return { instance: clean(registration.instance), department: cleanOrNull(answers.department), recordId: clean(registration.recordId), action: clean(registration.action), at };
}
