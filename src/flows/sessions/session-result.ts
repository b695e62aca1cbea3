import { resumeOfId } from '../../cli/output/resume.js';
import type { ResumeDocument } from '../../contract/document.js';
import type { SessionResult } from '../../contract/call-results.js';
import { EXIT } from '../../contract/exit.js';
import type { SessionState } from '../../session/reduce.js';
import { formatInstant } from '../../text/format-instant.js';
import { renderPayments } from '../../ui/payment.js';
import type { Theme } from '../../ui/theme.js';
import { wrapText } from '../../ui/wrap.js';
import { paymentResult } from '../open-payments/payment-result.js';
import { sessionAddress, leftToDo, statusOf, whoIs } from './session-text.js';
import type { SessionStatus } from './session-text.js';

export function sessionResult(state: SessionState): SessionResult {
  return {
    id: state.id,
    command: state.command,
    status: statusOf(state),
    left: [...leftToDo(state)],
    openedAt: state.openedAt,
    changedAt: state.changedAt,
    sandbox: state.sandbox,
    target: sessionAddress(state),
    terminalId: state.terminal?.terminalId ?? null,
    ownerName: state.terminal?.ownerName ?? null,
    answers: { ...state.answers },
    steps: Object.fromEntries(
      Object.entries(state.steps).map(([step, result]) => [step, { ...result, codes: [...result.codes] }]),
    ),
    registration: state.registration
      ? { ...state.registration, departmentName: state.registration.departmentName ?? null }
      : null,
    payments: state.payments.map(paymentResult),
  };
}

export function resumeOf(state: SessionState): ResumeDocument | null {
  return statusOf(state) === 'done' ? null : resumeOfId(state.id);
}

const STATUS_WORDS: Readonly<Record<SessionStatus, string>> = {
  'money-open': 'money is open',
  unfinished: 'not finished',
  failed: 'ended with a problem',
  done: 'done',
};

/** One session: who and when, how it stands, and where it is not done, what is left and the command for that. */
export function sessionWords(state: SessionState, theme: Theme, width: number): readonly string[] {
  const left = leftToDo(state);
  return [
    ...headLines(state, theme, width),
    ...(left.length === 0 ? [] : wrapText(`To do: ${left.join(', ')}.`, width, '  ')),
    ...(statusOf(state) === 'done' ? [] : wrapText(`To go on: ${resumeOfId(state.id).command}`, width, '  ')),
  ];
}

export function sessionLines(state: SessionState, theme: Theme, width: number): readonly string[] {
  const steps = Object.entries(state.steps).flatMap(([step, result]) =>
    wrapText(
      `${result.exitCode === EXIT.done ? theme.sign.pass : theme.sign.fail} ${step}: ${result.summary}`,
      width,
      '  ',
    ),
  );
  return [...headLines(state, theme, width), ...steps, ...renderPayments(state.payments, theme, width)];
}

function headLines(state: SessionState, theme: Theme, width: number): readonly string[] {
  const status = statusOf(state);
  const color = status === 'done' ? theme.good : status === 'money-open' ? theme.bad : theme.warn;
  const what = [
    color(STATUS_WORDS[status]),
    formatInstant(Date.parse(state.changedAt), Date.now()),
    whoIs(state),
    `${state.command} ${sessionAddress(state)}`,
  ];
  return wrapText(
    `${theme.strong(state.id)}  ${what.filter((part) => part !== '').join(' · ')}${state.sandbox ? ' (practice)' : ''}`,
    width,
  );
}
