import type { ErrorDocument } from '../contract/document.js';
import { LANGUAGES } from '../contract/language.js';
import type { Language } from '../contract/language.js';
import type { Params } from '../diagnosis/row.js';
import type { Entry } from '../session/events.js';
import type { SessionState } from '../session/reduce.js';
import { formatEuros } from '../text/euros.js';
import { attemptsOf } from './attempts.js';
import type { Attempt } from './attempts.js';
import { timelineOf } from './moments.js';
import { paymentEnd } from '../payment/payment-end.js';
import { paymentsOf, sentenceOf, turnsOf } from './payments.js';
import type { Turn } from './payments.js';
import type { Problem, Registration, Remark, Report, Step, TerminalFacts } from '../contract/report.js';
import { withCapital, cleanText, cleanOrNull, meaningOf, sayOf, STEPS, titleOf } from './words.js';
import type { Words } from './words.js';

interface ReportInput {
  readonly entries: readonly Entry[];
  /** In place of the language in which the clinic was spoken to. */
  readonly language?: Language | undefined;
  /** What the entries come to. */
  readonly state: SessionState;
  readonly status: Report['status'];
  /** The open record, where there is one. */
  readonly open: ErrorDocument | null;
  /** What is still to be looked at, one for each payment. */
  readonly notes: readonly (string | undefined)[];
}

/** All that a session knows, for a ticket, a clinic or a bank. Pure; nothing of a card but its last four digits was ever in it. */
export function buildReport({ entries, language, state, status, open, notes }: ReportInput): Report {
  const attempts = attemptsOf(entries);
  const turns = turnsOf(entries);
  const words = { language: language ?? languageOf(state), params: paramsOf(state) };
  const problems = problemsOf(attempts, { payments: state.payments, turns }, words);
  const steps = stepsOf(attempts, state.command === 'onboard');
  const [first] = entries;
  return {
    session: state.id,
    command: state.command,
    status,
    headline: headlineOf(status, open, steps, problems, state.payments.at(-1)?.reversalProof?.source),
    practice: isPractice(state),
    program: first?.event.type === 'session.opened' ? cleanText(first.event.program) : '',
    language: words.language,
    openedAt: state.openedAt,
    changedAt: state.changedAt,
    openMoney: open && {
      message: cleanText(open.message),
      cause: open.cause === null ? null : withCapital(open.cause),
      actions: open.actions,
      contact: open.contact,
    },
    terminal: terminalOf(state),
    steps,
    problems,
    remarks: remarksOf(attempts, words),
    asked: state.asked.map(({ code, cause, answer = null }) => ({ code, cause: cleanText(cause), answer })),
    registration: registrationOf(entries, state),
    payments: paymentsOf(state.payments, turns, notes),
    timeline: timelineOf(attempts, turns),
  };
}

/**
 * A sandbox in a window of its own is not marked as one: it is known by its terminal's number, and by both the terminal
 * and the cloud being on this machine.
 */
function isPractice({ sandbox, target, terminal, answers, registration }: SessionState): boolean {
  const instance = registration?.instance ?? answers.instance ?? '';
  return (
    sandbox || (/^SB\d{6}$/.test(terminal?.terminalId ?? '') && LOOPBACK.test(target.host) && /^http:/.test(instance))
  );
}

const LOOPBACK = /^(?:127\.|::1$|localhost$)/;

function languageOf({ answers: { language } }: SessionState): Language {
  return LANGUAGES.find((known) => known === language) ?? 'et';
}

/** The values that the sentences for the clinic may hold. */
function paramsOf({ target, payments }: SessionState): Params {
  const amount = payments.at(-1)?.sale?.amount;
  return {
    ...(target.posxmlPort !== undefined && { posxmlPort: target.posxmlPort }),
    ...(target.logPort !== undefined && { logPort: target.logPort }),
    ...(amount !== undefined && { amount: formatEuros(amount), amountComma: formatEuros(amount).replace('.', ',') }),
  };
}

const BY_REPLY = 'The test payment was made. The terminal reported its reversal, and nothing else confirms it.';

function headlineOf(
  status: Report['status'],
  open: ErrorDocument | null,
  steps: readonly Step[],
  problems: readonly Problem[],
  proof: 'record' | 'reply' | undefined,
): string {
  if (open) return 'Money is open: the reversal of a test payment is not confirmed.';
  if (status === 'done')
    return steps.some(({ step, result }) => step === 'test' && result === 'passed')
      ? `The payment terminal works. ${proof === 'reply' ? BY_REPLY : 'The test payment was made and reversed. Nothing is owed.'}`
      : 'No problems found.';
  const left = problems.findLast(({ fixedAt }) => fixedAt === null);
  return left ? `${titleOf(left.step)}: ${left.summary}` : 'The onboarding was stopped before its end.';
}

function terminalOf({ terminal, target, answers, registration }: SessionState): TerminalFacts {
  return {
    clinic: cleanOrNull(registration?.departmentName),
    terminalId: cleanOrNull(terminal?.terminalId),
    ownerName: cleanOrNull(terminal?.ownerName),
    protocolVersion: cleanOrNull(terminal?.version),
    host: cleanText(target.host),
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
    if (!last) return whole ? [{ ...about, result: 'not-reached', at: null, times: 0, codes: [], summary: null }] : [];
    return [
      {
        ...about,
        result: last.result,
        at: last.until,
        times: own.reduce((sum, { times }) => sum + times, 0),
        codes: last.codes,
        summary: last.summary,
      },
    ];
  });
}

function problemsOf(attempts: readonly Attempt[], paid: Paid, words: Words): readonly Problem[] {
  const stopping = attempts.flatMap((attempt, index): Problem[] => {
    const { step, result, codes, summary, at, until, times } = attempt;
    if (result !== 'failed') return [];
    const passed = attempts.slice(index + 1).find((later) => later.step === step && later.result === 'passed');
    const fixedAt = MONEY.includes(codes[0] ?? '') ? settledAt(at, paid) : passed?.at;
    return [
      {
        step,
        codes,
        summary,
        foundAt: at,
        lastSeenAt: until,
        times,
        fixedAt: fixedAt ?? null,
        say: sayOf(codes[0] ?? '', words),
      },
    ];
  });
  return [...joined(stopping), ...refusedOf(attempts, paid, words), ...goneOf(attempts, words)].sort((one, other) =>
    one.foundAt.localeCompare(other.foundAt),
  );
}

interface Paid {
  readonly payments: SessionState['payments'];
  readonly turns: readonly Turn[];
}

/** What is gone once the money is settled, whatever the step came to later. */
const MONEY: readonly string[] = ['payment.unknown', 'payment.refused', 'payment.not-returned'];
const SETTLED: readonly Turn['stage'][] = ['resolved', 'reconciled', 'absent', 'declined'];

function settledAt(foundAt: string, { turns }: Paid): string | undefined {
  return turns.find(({ stage, at }) => SETTLED.includes(stage) && at >= foundAt)?.at;
}

/** The same found again in its step before it was mended is one problem, whatever else was looked at in between. */
function joined(problems: readonly Problem[]): readonly Problem[] {
  return problems.reduce<readonly Problem[]>((all, next) => {
    const same = all.findLast(({ step }) => step === next.step);
    const isSame = same?.codes.join() === next.codes.join() && next.codes.length > 0 && same.fixedAt === next.fixedAt;
    if (!isSame) return [...all, next];
    return all.map((one) =>
      one === same ? { ...one, lastSeenAt: next.lastSeenAt, times: one.times + next.times } : one,
    );
  }, []);
}

/** A payment that was refused, and made again within the same step: no step ended with it. */
function refusedOf(attempts: readonly Attempt[], { payments, turns }: Paid, words: Words): readonly Problem[] {
  return turns.flatMap(({ stage, at, payment }): Problem[] => {
    const state = payments[payment];
    const next = attempts.find((attempt) => attempt.step === 'test' && attempt.until >= at);
    if (stage !== 'declined' || !state || next?.result !== 'passed') return [];
    const code = `payment.${paymentEnd(state)}`;
    return [
      {
        step: 'test',
        codes: [code],
        summary: sentenceOf(state),
        foundAt: at,
        lastSeenAt: at,
        times: 1,
        fixedAt: next.at,
        say: sayOf(code, words),
      },
    ];
  });
}

/** What stopped nothing, and was no longer seen when its step was done again. */
function goneOf(attempts: readonly Attempt[], words: Words): readonly Problem[] {
  const passed = attempts.filter(({ result }) => result === 'passed');
  return [...new Set(passed.flatMap(({ codes }) => codes))].flatMap((code): Problem[] => {
    const seen = passed.filter(({ codes }) => codes.includes(code));
    const [first, last] = [seen[0], seen.at(-1)];
    const after = passed
      .slice(passed.findLastIndex((attempt) => attempt === last) + 1)
      .find(({ step }) => step === last?.step);
    if (!first || !last || !after) return [];
    const times = seen.filter(({ step }) => step === first.step).length;
    return [
      {
        step: first.step,
        codes: [code],
        summary: meaningOf(code),
        foundAt: first.at,
        lastSeenAt: last.at,
        times,
        fixedAt: after.at,
        say: sayOf(code, words),
      },
    ];
  });
}

/** The codes of each step's last pass: what is noticed and stops nothing. */
function remarksOf(attempts: readonly Attempt[], words: Words): readonly Remark[] {
  const last = STEPS.flatMap(({ step }) => attempts.findLast((attempt) => attempt.step === step) ?? []);
  const codes = new Set(last.filter(({ result }) => result === 'passed').flatMap((attempt) => attempt.codes));
  return [...codes].map((code) => ({ code, meaning: meaningOf(code), say: sayOf(code, words) }));
}

function registrationOf(entries: readonly Entry[], { registration, answers }: SessionState): Registration | null {
  if (!registration) return null;
  const all = entries.flatMap(({ at, event }) =>
    event.type === 'terminal.registered' ? [{ at, action: event.action }] : [],
  );
  // A later look that found it registered did nothing; what this session did counts.
  const { at, action } = all.findLast((one) => one.action !== 'unchanged') ??
    all.at(-1) ?? { at: '', action: registration.action };
  const department = [registration.departmentName, answers.department && `department ${answers.department}`].filter(
    (part) => part !== undefined && part !== '',
  );
  return {
    instance: cleanText(registration.instance),
    department: department.length === 0 ? null : cleanText(department.join(', ')),
    recordId: cleanText(registration.recordId),
    action: cleanText(action),
    at,
  };
}
