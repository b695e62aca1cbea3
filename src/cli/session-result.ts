import type { Json } from '../contract/document.js';
import { EXIT } from '../contract/exit.js';
import { openPayment } from '../session/reduce.js';
import type { SessionState } from '../session/reduce.js';
import { renderPayments } from '../ui/payment.js';
import type { Theme } from '../ui/theme.js';
import { paymentResult } from './payment-result.js';

export function sessionResult(state: SessionState): { readonly [key: string]: Json } {
  return {
    id: state.id,
    command: state.command,
    status: statusOf(state),
    openedAt: state.openedAt,
    changedAt: state.changedAt,
    sandbox: state.sandbox,
    target: addressOf(state),
    terminalId: state.terminal?.terminalId ?? null,
    ownerName: state.terminal?.ownerName ?? null,
    answers: { ...state.answers },
    steps: Object.fromEntries(Object.entries(state.steps).map(([step, result]) => [step, { ...result, codes: [...result.codes] }])),
    registration: state.registration ? { ...state.registration } : null,
    payments: state.payments.map(paymentResult),
  };
}

export type SessionStatus = 'money-open' | 'unfinished' | 'failed' | 'done';

export function statusOf(state: SessionState): SessionStatus {
  if (openPayment(state)) return 'money-open';
  if (state.exitCode === undefined) return 'unfinished';
  return state.exitCode === EXIT.done ? 'done' : 'failed';
}

const STATUS_WORDS: Readonly<Record<SessionStatus, string>> = {
  'money-open': 'money is open',
  unfinished: 'not finished',
  failed: 'ended with a problem',
  done: 'done',
};

export function resumeOf(state: SessionState): { readonly id: string; readonly command: string } | null {
  return statusOf(state) === 'done' ? null : resumeOfId(state.id);
}

export function resumeOfId(id: string): { readonly id: string; readonly command: string } {
  return { id, command: `terminal onboard --resume ${id}` };
}

export function sessionLine(state: SessionState, theme: Theme): string {
  const status = statusOf(state);
  const words = status === 'done' ? theme.good(STATUS_WORDS[status]) : status === 'money-open' ? theme.bad(STATUS_WORDS[status]) : theme.warn(STATUS_WORDS[status]);
  const who = [state.answers.name, state.terminal?.ownerName, state.terminal?.terminalId].filter((part) => part !== undefined).join(', ');
  return `${theme.strong(state.id)}  ${words}  ${state.command} ${addressOf(state)}${who === '' ? '' : `  ${who}`}${state.sandbox ? '  (sandbox)' : ''}`;
}

export function sessionLines(state: SessionState, theme: Theme, width: number): readonly string[] {
  const steps = Object.entries(state.steps).map(([step, result]) => `  ${result.exitCode === EXIT.done ? theme.sign.pass : theme.sign.fail} ${step}: ${result.summary}`);
  return [sessionLine(state, theme), ...steps, ...renderPayments(state.payments, theme, width)];
}

function addressOf(state: SessionState): string {
  const { host, posxmlPort, logPort } = state.target;
  const ports = [posxmlPort, logPort].filter((port) => port !== undefined);
  return `${host}:${ports.join(',')}`;
}
