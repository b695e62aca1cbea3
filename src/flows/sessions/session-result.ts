import { resumeOfId } from '../../cli/output/resume.js';
import type { ResumeDocument } from '../../contract/document.js';
import type { SessionResult } from '../../contract/call-results.js';
import { EXIT } from '../../contract/exit.js';
import { isPractice } from '../../session/queries.js';
import type { SessionState } from '../../session/reduce.js';
import { formatInstant } from '../../text/format-instant.js';
import { shownFromElsewhere, toldFromElsewhere } from '../../text/from-elsewhere.js';
import { renderPayments } from '../../ui/payment.js';
import type { Theme } from '../../ui/theme.js';
import { wrapText } from '../../ui/wrap.js';
import { paymentResult } from '../open-payments/payment-result.js';
import { askedWords, latestNote, leftToDo, noteWords, sessionAddress, whoIs, whyStopped } from './session-text.js';
import type { SessionRow } from '../../ui/sessions-table.js';
import { isLeft, statusOf } from '../../session/status.js';
import type { SessionStatus } from '../../session/status.js';

export function sessionResult(state: SessionState): SessionResult {
  return toldFromElsewhere({
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
    agent: state.agent ?? null,
    why: whyStopped(state),
    notes: state.notes.map(({ at, text, callBack, ticket, telephone }) => ({
      at,
      text: text ?? null,
      callBack: callBack ?? null,
      ticket: ticket ?? null,
      telephone: telephone ?? null,
    })),
  });
}

export function resumeOf(state: SessionState): ResumeDocument | null {
  return isLeft(state) ? resumeOfId(state.id) : null;
}

const STATUS_WORDS: Readonly<Record<SessionStatus, string>> = {
  'money-open': 'money is open',
  unfinished: 'not finished',
  failed: 'problem',
  done: 'done',
  closed: 'closed',
};

/** One row of the list. */
export function sessionRow(state: SessionState): SessionRow {
  return shownFromElsewhere(rowOf(state));
}

function rowOf(state: SessionState): SessionRow {
  const { terminal, registration, answers } = state;
  return {
    id: state.id,
    state: statusOf(state),
    status: STATUS_WORDS[statusOf(state)],
    clinic:
      `${registration?.departmentName ?? terminal?.ownerName ?? ''}${isPractice(state) ? ' (practice)' : ''}`.trim(),
    desk: answers.name ?? terminal?.terminalId ?? '',
    address: sessionAddress(state),
    when: formatInstant(Date.parse(state.changedAt), Date.now()),
    who: state.agent ?? '',
    why: [latestNote(state).callBack, whyStopped(state)].filter((part) => part).join('; '),
  };
}

export function sessionLines(stored: SessionState, theme: Theme, width: number): readonly string[] {
  const state = shownFromElsewhere(stored);
  const steps = Object.entries(state.steps).flatMap(([step, result]) =>
    wrapText(
      `${result.exitCode === EXIT.done ? theme.sign.pass : theme.sign.fail} ${step}: ${result.summary}`,
      width,
      '  ',
    ),
  );
  return [
    ...headLines(state, theme, width),
    ...noteLines(state, width),
    ...steps,
    ...renderPayments(state.payments, theme, width),
  ];
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

function noteLines(state: SessionState, width: number): readonly string[] {
  const { notes, ended, agent } = state;
  const who = agent === undefined ? [] : [`By ${agent}.`];
  const closed = ended ? [`Closed by ${ended.who}${ended.why === undefined ? '' : `: ${ended.why}`}.`] : [];
  return [
    ...who,
    ...askedWords(state),
    ...notes.map((note) => `${formatInstant(Date.parse(note.at), Date.now())}: ${noteWords(note)}`),
    ...closed,
  ].flatMap((line) => wrapText(line, width, '  '));
}

/** Before a call is resumed: whose it is, where it stood, and what was noted last. */
export function resumeHeader(stored: SessionState, theme: Theme, width: number): readonly string[] {
  const state = shownFromElsewhere(stored);
  const failed = Object.values(state.steps).findLast(({ exitCode }) => exitCode !== EXIT.done);
  const [next] = leftToDo(state);
  const who = state.agent === undefined ? '' : ` (${state.agent})`;
  const stood = [
    `Stopped ${formatInstant(Date.parse(state.changedAt), Date.now())}${who}.`,
    ...(failed ? [`Why: ${failed.summary}`] : []),
    ...(next === undefined ? [] : [`Next: ${next}.`]),
  ];
  const said = noteWords(latestNote(state));
  return [
    ...wrapText(theme.strong([whoIs(state), sessionAddress(state)].filter((part) => part !== '').join(' · ')), width),
    ...stood.flatMap((line) => wrapText(line, width, '  ')),
    ...(said === '' ? [] : wrapText(`Noted: ${said}`, width, '  ')),
  ];
}
